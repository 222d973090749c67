using System.Net;
using System.Net.Http.Headers;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

public class VoucherPageTests
{
    const string Home = "/b/testverband/finance", Name = "Rechnung ü 7.pdf";

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>Sends a form with a file.</summary>
    static async Task<HttpResponseMessage> Send(
        Site site, string path, byte[]? file, params (string Field, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields.Append(("__RequestVerificationToken", await site.TokenOf(path))))
        {
            form.Add(new StringContent(value), field);
        }
        if (file is not null)
        {
            var content = new ByteArrayContent(file);
            content.Headers.ContentType = new MediaTypeHeaderValue("text/html");
            form.Add(content, "voucher", Name);
        }
        return await site.Client.PostAsync(path, form);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_voucher_is_attached_read_and_never_shown_by_the_browser(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given(FinancePageTests.Entries);
        await using var site = await Site.Of(books);
        var path = $"{Home}/entries/2/attach";
        Assert.Contains(path, await site.Html($"{Home}/entries/2"), StringComparison.Ordinal);
        var answer = await Send(site, path, null, ("confirm", "yes"));
        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Contains("id=\"error-voucher\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        answer = await Send(site, path, VoucherTests.Invoice);
        Assert.Contains("id=\"error-confirm\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        answer = await Send(site, path, "<html></html>"u8.ToArray(), ("confirm", "yes"));
        Assert.Contains("[ledger.voucher-type]", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        answer = await Send(site, path, VoucherTests.Invoice, ("confirm", "yes"));
        Assert.Equal($"{Home}/entries/2", answer.Headers.Location?.ToString());

        var page = WebUtility.HtmlDecode(await site.Html($"{Home}/entries/2"));
        Assert.Contains($"Angehängt: {Name}.", page, StringComparison.Ordinal);
        Assert.Contains($"{Home}/entries/2/vouchers/1\" download>{Name}</a>", page, StringComparison.Ordinal);
        var file = await site.Client.GetAsync($"{Home}/entries/2/vouchers/1");
        Assert.Equal(VoucherTests.Invoice, await file.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(Name, file.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(404, await site.Status($"{Home}/entries/2/vouchers/2"));
        Assert.Equal(404, await site.Status($"{Home}/entries/99/attach"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_entry_and_its_voucher_are_posted_together_or_not_at_all(Engine engine)
    {
        await using var books = await Books.On(engine);
        await PostPageTests.Plan(books);
        await using var site = await Site.Of(books);
        (string, string)[] form = [.. PostPageTests.Form("10,00")];
        var answer = await Send(site, $"{Home}/post", "kein Beleg"u8.ToArray(), form);
        Assert.Equal(422, (int)answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("id=\"error-voucher\"", html, StringComparison.Ordinal);
        Assert.Null(await books.Database.Read(db => Entries.Find(db, books.Body, 1)));
        for (var click = 0; click < 2; click++)
        {
            answer = await Send(site, $"{Home}/post", VoucherTests.Invoice, form);
            Assert.Equal($"{Home}/entries/1", answer.Headers.Location?.ToString());
        }
        Assert.Equal(Name, Assert.Single(await books.Database.Read(db => Vouchers.Of(db, books.Body.Id, 1))).Name);
    }

    [Fact]
    public async Task What_is_larger_than_any_voucher_is_not_even_read()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await books.Given(FinancePageTests.Entries);
        await using var site = await Site.Of(books);
        // The server says so before the file is on its way.
        site.Client.DefaultRequestHeaders.ExpectContinue = true;
        var answer = await Send(site, $"{Home}/entries/2/attach", new byte[3 * Vouchers.LargestBytes]);
        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Contains(
            "Was gesendet wurde, ist größer, als diese Seite annimmt.",
            await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        answer = await Send(site, $"{Home}/entries/2/attach",
            [.. VoucherTests.Invoice, .. new byte[Vouchers.LargestBytes]], ("confirm", "yes"));
        Assert.Contains("[ledger.voucher-size]", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_only_reads_attaches_nothing()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await books.Given(FinancePageTests.Entries);
        await using var site = await Site.Of(books, BodyRoles.Audit | BodyRoles.Pay);
        Assert.DoesNotContain("/attach", await site.Html($"{Home}/entries/2"), StringComparison.Ordinal);
        Assert.Equal(403, await site.Status($"{Home}/entries/2/attach"));
    }
}
