using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Cli;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>Inventories that are imported in the browser and by programs: checked first, then taken over.</summary>
public class InventoryImportPageTests
{
    const string Page = "/b/testverband/centre/import", Here = "/api/v1/bodies/testverband";

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Files_are_checked_first_and_taken_over_once(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var site = await Site.Of(books);
        await using var other = await Books.On(engine);
        (await other.Import(InventoryFixture.Folder("nord"))).Fine();
        var files = Folder("nord");
        var trial = await Over(site, await Upload(site, files));
        Assert.Contains("Alles lässt sich übernehmen.", trial.Html, StringComparison.Ordinal);
        Assert.Empty((await books.Inventory()).Items);

        var applied = await site.Send(trial.Address, []);
        var done = await Over(site, applied);
        Assert.Contains("Alles ist übernommen.", done.Html, StringComparison.Ordinal);
        Assert.Equal(Text(await other.Inventory()), Text(await books.Inventory()));
        Assert.Contains("liegen nicht mehr bereit",
            WebUtility.HtmlDecode(await (await site.Send(trial.Address, [], Page)).Content.ReadAsStringAsync()),
            StringComparison.Ordinal);

        var again = await Over(site, await Upload(site, [("nord.zip", Zip(files))]));
        Assert.Contains("Schon bekannt", again.Html, StringComparison.Ordinal);

        var uses = "item,member,since,until,share\nKomsoft Meldewesen,Kreis Eichscheid,2026-01-01,,1/3\n"u8.ToArray();
        var checkedUses = await Over(site, await Upload(site, [("uses.csv", uses)], ("what", "uses")));
        await Over(site, await site.Send(checkedUses.Address, []));
        Assert.Single(await books.Database.Read(db => Uses.All(db, books.Body.Id)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_wrong_is_said_with_file_line_and_field_and_nothing_is_written(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var site = await Site.Of(books);
        var bad = "name;site;rack;position;serial\nx;RZ;R1;ganz oben;=1+1\ny;RZ;R1;2;S2\n"u8.ToArray();
        var refused = await Over(site, await Upload(site, [("geräte.csv", bad), ("leer.csv", [])]));
        Assert.Contains("nichts wurde geschrieben.", refused.Html, StringComparison.Ordinal);
        foreach (var said in new[] { "geräte.csv", "position", "„ganz oben“", "leer.csv" })
        {
            Assert.Contains(said, refused.Html, StringComparison.Ordinal);
        }
        var rejected = await site.Html($"{refused.Address}/rejected");
        Assert.Contains("x;RZ;R1;ganz oben", rejected, StringComparison.Ordinal);
        Assert.Contains("geräte.csv", (await Over(site, await Upload(site, [("geräte.csv", bad)]))).Html,
            StringComparison.Ordinal);
        Assert.Empty((await books.Inventory()).Items);

        foreach (var (files, fields, said) in new ((string, byte[])[], (string, string)[], string)[]
        {
            ([], [], "Keine Datei gewählt."),
            ([("a.csv", bad), ("b.csv", bad)], [("what", "uses")], "in einer einzigen Datei"),
            ([("a.csv", bad)], [("kind", "ding")], "gibt es nicht; es gibt:"),
            ([("a.csv", bad)], [("system", "a b")], "ist kein Name eines Systems"),
        })
        {
            var answer = await Upload(site, files, fields);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(said, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()),
                StringComparison.Ordinal);
        }
        byte[] broken = [.. "PK\u0003\u0004"u8, .. new byte[100]];
        Assert.Contains("beschädigt", (await Over(site, await Upload(site, [("z.zip", broken)]))).Html,
            StringComparison.Ordinal);

        site.Visitor = new("paul", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Audit });
        Assert.Equal(403, await site.Status(Page));
        Assert.Equal(403, await site.Status(refused.Address));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Programs_send_a_package_once_and_may_only_check_it(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var other = await Books.On(engine);
        (await other.Import(InventoryFixture.Folder("sued"))).Fine();
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("RZ", (books.Body, Role.Operate));
        var zip = Zip(Folder("sued"));
        var trial = await Done(program, await program.Post($"{Here}/imports/inventory?trial=true", Package(zip)));
        Assert.Equal(("done", true), ((string?)trial["state"], (bool)trial["isTrial"]!));
        Assert.Empty((await books.Inventory()).Items);
        var done = await Done(program, await program.Post($"{Here}/imports/inventory", Package(zip)));
        Assert.Equal(("done", (int)trial["added"]!), ((string?)done["state"], (int)done["added"]!));
        Assert.Equal(Text(await other.Inventory()), Text(await books.Inventory()));

        var refused = await Done(program, await program.Post(
            $"{Here}/imports/inventory?kind=device", Package("name;site;power\nx;RZ;viel\n"u8.ToArray())));
        Assert.Equal(("refused", "inventory.number", "Datei"), ((string?)refused["state"],
            (string?)refused["findings"]![0]!["code"], (string?)refused["findings"]![0]!["file"]));
        Assert.Equal("inventory.kind-unknown",
            (await program.Post($"{Here}/imports/inventory?kind=x", Package(zip))).Title);
        var reader = await api.Program("Prüfung", (books.Body, Role.Audit));
        Assert.Equal(403, (await reader.Post($"{Here}/imports/inventory", Package(zip))).Status);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_dissolved_body_refuses_files_before_they_are_chosen_sent_or_read(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await books.Act(async Task<Result<Nothing>> (work, book) =>
        {
            await Book.Seal(work, book.Body.Id, new DateOnly(2018, 1, 1));
            return default(Nothing);
        })).Expect();
        await using var site = await Site.Of(books);
        var form = await site.Client.GetAsync(Page);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, form.StatusCode);
        Assert.Contains("seit 01.01.2018 aufgelöst", WebUtility.HtmlDecode(await form.Content.ReadAsStringAsync()),
            StringComparison.Ordinal);
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("RZ", (books.Body, Role.Operate));
        foreach (var what in new[] { "inventory", "uses" })
        {
            Assert.Equal("ledger.book-sealed", (await program.Post($"{Here}/imports/{what}", Package([]))).Title);
        }
        var cli = new CliRun(books.Address);
        await cli.Refused("inventory import gibt-es-nicht.csv --body testverband", "ledger.book-sealed");
        await cli.Refused("inventory use import gibt-es-nicht.csv --body testverband", "ledger.book-sealed");
    }

    static ByteArrayContent Package(byte[] content) =>
        new(content) { Headers = { ContentType = new("application/octet-stream") } };

    static string Text(InventorySnapshot inventory) => string.Join('\n', inventory.Items.Select(item =>
        $"{item.Id} {item.Kind} {item.Key} {item.Name} {item.Content.ToJson()}"));

    static (string Name, byte[] Content)[] Folder(string name) => [.. InventoryFixture.Folder(name).Select(source =>
    {
        using var stream = source.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return (source.Name, content.ToArray());
    })];

    static byte[] Zip(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var to = new MemoryStream();
        using (var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry($"../{name}").Open();
                entry.Write(content);
            }
        }
        return to.ToArray();
    }

    static async Task<HttpResponseMessage> Upload(
        Site site, IEnumerable<(string Name, byte[] Content)> files, params (string Field, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await site.TokenOf(Page)), "__RequestVerificationToken" },
        };
        foreach (var (field, value) in fields) form.Add(new StringContent(value), field);
        foreach (var (name, content) in files) form.Add(new ByteArrayContent(content), "files", name);
        return await site.Client.PostAsync(Page, form);
    }

    /// <summary>The page of an import once that is over.</summary>
    static async Task<(string Address, string Html)> Over(Site site, HttpResponseMessage begun)
    {
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        var address = begun.Headers.Location!.ToString();
        while (true)
        {
            var html = WebUtility.HtmlDecode(await site.Html(address));
            if (!html.Contains("<progress", StringComparison.Ordinal)) return (address, html);
            await Task.Delay(50);
        }
    }

    static async Task<JsonNode> Done(ProgramClient program, Back begun)
    {
        Assert.Equal(202, begun.Status);
        while (true)
        {
            var state = (await program.Get(begun.Message.Headers.Location!.ToString())).Json!;
            if ((string?)state["state"] != "running") return state;
            await Task.Delay(50);
        }
    }
}
