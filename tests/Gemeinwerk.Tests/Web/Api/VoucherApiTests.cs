using System.Net.Http.Headers;
using System.Security.Cryptography;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>Voucher files through the interface.</summary>
public class VoucherApiTests
{
    const string Here = "/api/v1/bodies/testverband/entries", Name = "Rechnung ü 7.pdf";

    public static TheoryData<Engine> Engines => Databases.Engines;

    static Task<Back> Attach(
        ProgramClient program, byte[] content, string name = Name, string key = "k-1", long entry = 2,
        string type = "application/octet-stream")
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        return program.Post($"{Here}/{entry}/vouchers?name={Uri.EscapeDataString(name)}", file, key);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_voucher_is_attached_once_listed_and_read_as_a_file_to_keep(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given(FinancePageTests.Entries);
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("Scanner", (books.Body, Role.Certify));
        var made = await Attach(program, VoucherTests.Invoice);
        Assert.Equal((201, $"{Here}/2/vouchers/1"), (made.Status, made.Message.Headers.Location!.ToString()));
        var again = await Attach(program, VoucherTests.Invoice);
        Assert.Equal(["true"], again.Message.Headers.GetValues("Idempotency-Replayed"));
        Assert.Equal("identity.request-differs", (await Attach(program, VoucherTests.Invoice, "andere.pdf")).Title);
        Assert.Equal("ledger.voucher-known", (await Attach(program, VoucherTests.Invoice, key: "k-2")).Title);

        var reader = await api.Program("Prüfung", (books.Body, Role.Audit));
        var list = (await reader.Get($"{Here}/2/vouchers")).Json!["items"]!.AsArray();
        var voucher = Assert.Single(list)!;
        Assert.Equal((Name, "application/pdf", VoucherTests.Invoice.Length, "token:Scanner"), ((string?)voucher["name"],
            (string?)voucher["type"], (int)voucher["sizeBytes"]!, (string?)voucher["attachedBy"]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(VoucherTests.Invoice)), (string?)voucher["sha256"]);
        var file = (await reader.Get($"{Here}/2/vouchers/1")).Message;
        Assert.Equal(VoucherTests.Invoice, await file.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(Name, file.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("default-src 'none'", file.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_no_voucher_is_refused_and_leaves_nothing(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given(FinancePageTests.Entries);
        await using var other = await books.Beside("nachbar");
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("Scanner", (books.Body, Role.Post));
        var reader = await api.Program("Prüfung", (books.Body, Role.Audit));
        var stranger = await api.Program("fremd", (other.Body, Role.Post));
        var invoice = VoucherTests.Invoice;
        Assert.Equal((422, "ledger.voucher-type"), Told(await Attach(program, "<html></html>"u8.ToArray())));
        Assert.Equal((422, "ledger.voucher-name"), Told(await Attach(program, invoice, " ")));
        Assert.Equal((422, "ledger.voucher-size"), Told(await Attach(program, [])));
        Assert.Equal((415, "api.media-type"), Told(await Attach(program, invoice, type: "text/html")));
        Assert.Equal((404, "api.not-found"), Told(await Attach(program, invoice, entry: 99)));
        Assert.Equal((403, "api.scope"), Told(await Attach(reader, invoice)));
        Assert.Equal((404, "api.not-found"), Told(await Attach(stranger, invoice)));
        Assert.Equal(404, (await stranger.Get($"{Here}/2/vouchers")).Status);
        Assert.Equal(404, (await reader.Get($"{Here}/99/vouchers")).Status);
        Assert.Equal(404, (await reader.Get($"{Here}/2/vouchers/1")).Status);
        // The server says so before the file is on its way.
        program.Client.DefaultRequestHeaders.ExpectContinue = true;
        Assert.Equal((413, "api.too-large"),
            Told(await Attach(program, [.. invoice, .. new byte[Vouchers.LargestBytes]])));
        Assert.Empty(await books.Database.Read(db => Vouchers.Of(db, books.Body.Id, 2)));

        static (int, string?) Told(Back back) => (back.Status, back.Title);
    }
}
