using Gemeinwerk.Audit;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>What programs do with the books, and that each request is done once.</summary>
public class ResourceTests
{
    const string Here = "/api/v1/bodies/testverband";

    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<(Books Books, ApiSite Api, ProgramClient Program)> World(Engine engine)
    {
        var books = await Books.On(engine);
        await books.Given("""
            2026-01-01 Eröffnung
              1811   1000,00 6811
              2011  -1000,00
            2026-02-01 Strom
              5241   125,00
              1811  -125,00 7241
            """);
        var api = await ApiSite.Of(books);
        var program = await api.Program("Kasse", (books.Body, Role.Post), (books.Body, Role.Close));
        return (books, api, program);
    }

    static object Entry(long cents = 4_000, string document = "RE-1") => new
    {
        bookedOn = "2026-03-01",
        document,
        text = "Strom März",
        lines = new object[]
        {
            new { account = "5241", amountCents = cents },
            new { account = "1811", amountCents = -cents, payment = "7241" },
        },
    };

    [Theory, MemberData(nameof(Engines))]
    public async Task An_entry_is_posted_once_however_often_it_is_sent(Engine engine)
    {
        var (books, api, program) = await World(engine);
        await using var _ = books;
        await using var __ = api;
        var first = await program.Post($"{Here}/entries", Entry(), "k-1");
        Assert.Equal((201, 3), (first.Status, (int?)first.Json!["no"]));
        Assert.Equal($"{Here}/entries/3", first.Message.Headers.Location!.ToString());
        var again = await Task.WhenAll(Enumerable.Range(0, 5)
            .Select(_ => program.Post($"{Here}/entries", Entry(), "k-1")));
        Assert.All(again, back => Assert.Equal((201, 3), (back.Status, (int?)back.Json!["no"])));
        Assert.All(again, back => Assert.Equal(["true"], back.Message.Headers.GetValues("Idempotency-Replayed")));
        var other = await program.Post($"{Here}/entries", Entry(5_000), "k-1");
        Assert.Equal((422, "identity.request-differs"), (other.Status, other.Title));
        var without = await program.Send(HttpMethod.Post, $"{Here}/entries", Entry());
        Assert.Equal((400, "api.idempotency-key"), (without.Status, without.Title));

        var entry = (await program.Get($"{Here}/entries/3")).Json!;
        Assert.Equal("token:Kasse", (string?)entry["postedBy"]);
        Assert.Equal("api:Kasse:k-1", (string?)entry["externalId"]);
        Assert.Equal(3, (int)entry["proof"]!["treeSize"]!);
        Assert.Equal(-4_000, (long)entry["lines"]![1]!["amountCents"]!);
        Assert.StartsWith("gemeinwerk-inclusion/1\n", (await program.Get($"{Here}/entries/3/proof")).Text,
            StringComparison.Ordinal);
        var record = (await books.Database.Read(db => AuditTrail.Newest(db, books.Body.AuditLog(), 1)))[0];
        Assert.Equal(("token:Kasse", "web.act", $"{Here}/entries"), (record.Actor, record.Kind, record.Subject));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_wrong_with_an_entry_is_said_all_at_once(Engine engine)
    {
        var (books, api, program) = await World(engine);
        await using var _ = books;
        await using var __ = api;
        var bad = await program.Post($"{Here}/entries", new
        {
            bookedOn = "2026-03-01",
            document = "RE-1",
            text = "Strom",
            lines = new object[]
            {
                new { account = "9999", amountCents = 1, product = "fehlt" },
                new { account = "1811", amountCents = -1, item = "fehlt/auch" },
            },
        });
        Assert.Equal((422, "ledger.account-unknown"), (bad.Status, bad.Title));
        Assert.Equal(["lines[0].account", "lines[0].product", "lines[1].item"],
            bad.Json!["errors"]!.AsArray().Select(it => (string?)it!["field"]));
        Assert.Equal("KomHVO NRW § 28", (string?)(await program.Post($"{Here}/entries", new
        {
            bookedOn = "2026-03-01",
            document = "RE-1",
            text = "Strom",
            lines = new object[] { new { account = "5241", amountCents = 1 } },
        })).Json!["source"]);
        foreach (var content in (string[])["{", "null", "[]", "{\"bookedOn\":\"2026-13-01\"}",
            "{\"bookedOn\":\"2026-03-01\",\"document\":\"a\\u0000\",\"text\":\"b\",\"lines\":[]}",
            "{\"bookedOn\":\"2026-03-01\",\"document\":\"\\ud800\",\"text\":\"b\",\"lines\":[]}",
            "{\"bookedOn\":\"2026-03-01\",\"document\":\"a\",\"text\":\"b\",\"lines\":[null]}",
            "{\"bookedOn\":\"2026-03-01\",\"document\":\"a\",\"text\":\"b\",\"lines\":[],\"tippfehler\":1}"])
        {
            var back = await program.Post($"{Here}/entries",
                new StringContent(content, System.Text.Encoding.UTF8, "application/json"));
            Assert.True((400, "api.body") == (back.Status, back.Title), $"{content}: {back.Status} {back.Title}");
        }
        var form = await program.Post($"{Here}/entries", "a=b");
        Assert.Equal((415, "api.media-type"), (form.Status, form.Title));
        var large = await program.Post($"{Here}/entries",
            new StringContent(new string(' ', 2 << 20), System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal((413, "api.too-large"), (large.Status, large.Title));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_journal_is_read_in_parts_without_gap_or_double(Engine engine)
    {
        var (books, api, program) = await World(engine);
        await using var _ = books;
        await using var __ = api;
        for (var no = 0; no < 5; no++) await program.Post($"{Here}/entries", Entry(100 + no, $"RE-{no}"));
        foreach (var (path, name) in ((string, string)[])[("entries?order=oldest&limit=2", "no"),
            ("accounts?limit=2", "number"), ("accounts/1811/postings?limit=2", "entryNo")])
        {
            var all = (await program.Get($"{Here}/{path.Replace("limit=2", "limit=500", StringComparison.Ordinal)}"))
                .Json!["items"]!.AsArray().Select(it => it![name]!.ToJsonString()).ToList();
            Assert.True(all.Count > 2);
            var parts = new List<string>();
            for (string? next = $"{Here}/{path}"; next is not null;)
            {
                var part = await program.Get(next);
                parts.AddRange(part.Json!["items"]!.AsArray().Select(it => it![name]!.ToJsonString()));
                next = (string?)part.Json["next"];
                Assert.Equal(next is not null, part.Message.Headers.Contains("Link"));
            }
            Assert.Equal(all, parts);
        }
        foreach (var no in (long[])[0, -1, long.MinValue, long.MaxValue])
        {
            Assert.Equal(404, (await program.Get($"{Here}/entries/{no}")).Status);
        }
        Assert.Equal(400, (await program.Get($"{Here}/entries?limit=0")).Status);
        Assert.Equal(400, (await program.Get($"{Here}/entries?limit=viele")).Status);
        Assert.Equal(400, (await program.Get($"{Here}/entries?after=%21")).Status);
        Assert.Equal(400, (await program.Get($"{Here}/entries?from=1.2.2026")).Status);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_was_read_is_not_sent_again_and_an_unseen_change_is_not_overwritten(Engine engine)
    {
        var (books, api, program) = await World(engine);
        await using var _ = books;
        await using var __ = api;
        var read = await program.Get($"{Here}/accounts/5241");
        Assert.Equal(304, (await program.Get($"{Here}/accounts/5241", read.Tag)).Status);
        const string control = $"{Here}/budget/2026/control";
        var tag = (await program.Get(control)).Tag;
        var blind = await program.Put(control, new { isOn = true }, null);
        Assert.Equal((428, "api.if-match"), (blind.Status, blind.Title));
        var set = await program.Put(control, new { isOn = true }, tag);
        Assert.Equal((200, true), (set.Status, (bool)set.Json!["isOn"]!));
        var late = await program.Put(control, new { isOn = false }, tag);
        Assert.Equal((412, "api.changed"), (late.Status, late.Title));
        Assert.Equal(200, (await program.Put(control, new { isOn = false }, set.Tag)).Status);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_year_is_budgeted_posted_to_and_closed(Engine engine)
    {
        var (books, api, program) = await World(engine);
        await using var _ = books;
        await using var __ = api;
        await books.Account("2081");
        var plan = await program.Put($"{Here}/budget/2026/line?position=5241",
            new { amountCents = 20_000, reference = "Haushalt" }, "*");
        Assert.Equal((200, 7_500), (plan.Status, (long)plan.Json!["availableCents"]!));
        Assert.Equal(201, (await program.Post($"{Here}/budget/2026/commitments", new
        {
            at = new { position = "5241" },
            number = "MB/1",
            text = "Auftrag",
            amountCents = 2_500,
        })).Status);
        var preview = (await program.Post($"{Here}/entries/preview", Entry(6_000))).Json!;
        Assert.Equal((5_000, -1_000),
            ((long)preview["wishes"]![0]!["availableCents"]!, (long)preview["wishes"]![0]!["leftCents"]!));
        await program.Put($"{Here}/budget/2026/control", new { isOn = true }, "*");
        var beyond = await program.Post($"{Here}/entries", Entry(6_000));
        Assert.Equal((422, "nkf.budget-exceeded"), (beyond.Status, beyond.Title));
        var bound = await program.Get($"{Here}/commitment?number=MB%2F1");
        Assert.Equal(204, (await program.Delete($"{Here}/commitment?number=MB%2F1", bound.Tag)).Status);
        Assert.Equal(404, (await program.Get($"{Here}/commitment?number=MB%2F1")).Status);
        Assert.Equal(201, (await program.Post($"{Here}/entries", Entry(6_000))).Status);
        var statement = (await program.Get($"{Here}/statements/results?year=2026")).Json!;
        Assert.Contains(statement["lines"]!.AsArray(), line => (long)line!["actualCents"]! == 18_500
            && line["accounts"]!.AsArray().Any(it => (string?)it!["account"] == "5241"));
        Assert.Equal(0, (long)(await program.Get($"{Here}/trial-balance?on=2026-12-31")).Json!["differenceCents"]!);

        var begun = (await program.Post($"{Here}/years/2026/begin")).Json!;
        Assert.True((bool)begun["year"]!["isClosing"]!);
        Assert.Equal("ledger.year-closing", (await program.Post($"{Here}/years/2026/begin")).Title);
        Assert.True((bool)(await program.Post($"{Here}/years/2026/finish")).Json!["year"]!["isClosed"]!);
        Assert.Equal("ledger.period-closed", (await program.Post($"{Here}/entries", Entry())).Title);
        Assert.Equal(201, (await program.Post($"{Here}/entries", new
        {
            bookedOn = "2027-01-05",
            document = "RE-9",
            text = "Strom",
            lines = new object[]
            {
                new { account = "5241", amountCents = 100 },
                new { account = "1811", amountCents = -100, payment = "7241" },
            },
        })).Status);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Items_and_parties_are_made_dunned_and_settled(Engine engine)
    {
        var (books, api, program) = await World(engine);
        await using var _ = books;
        await using var __ = api;
        await books.Account("1711");
        await books.Account("4482");
        var party = new { number = "D/100", name = "Stadt Hemer", iban = "DE02 1203 0000 0000 2020 51" };
        Assert.Equal(201, (await program.Post($"{Here}/parties", party)).Status);
        Assert.Equal(201, (await program.Post($"{Here}/parties", party)).Status);
        Assert.Equal("ledger.party-exists",
            (await program.Post($"{Here}/parties", new { number = "D/100", name = "Stadt Iserlohn" })).Title);
        Assert.Equal("ledger.iban", (await program.Post($"{Here}/parties",
            new { number = "D/101", name = "Nachbar", iban = "DE02120300000000202052" })).Title);
        Assert.Equal("ledger.body-unknown", (await program.Post($"{Here}/parties",
            new { number = "D/101", name = "Nachbar", counterpart = "gibt-es-nicht" })).Title);
        Assert.Equal(201, (await program.Post($"{Here}/items", new
        {
            number = "R 1",
            account = "1711",
            party = "D/100",
            bookedOn = "2026-01-15",
            dueOn = "2026-02-15",
            text = "Umlage",
            against = new object[] { new { account = "4482", amountCents = -125_000 } },
        })).Status);
        var item = await program.Get($"{Here}/item?number=R%201");
        Assert.Equal(125_000, (long)item.Json!["openCents"]!);
        var dunned = await program.Put($"{Here}/item/dunning-level?number=R%201", new { level = 2 }, item.Tag);
        Assert.Equal(2, (int)dunned.Json!["dunningLevel"]!);
        Assert.Equal("ledger.dunning-level",
            (await program.Put($"{Here}/item/dunning-level?number=R%201", new { level = 10 }, dunned.Tag)).Title);
        var one = (await program.Get($"{Here}/party?number=D%2F100")).Json!;
        Assert.Equal(("DE02120300000000202051", 125_000), ((string?)one["iban"], (long)one["claimsCents"]!));
        Assert.Single((await program.Get($"{Here}/items?party=D%2F100")).Json!["items"]!.AsArray());
        Assert.Single((await program.Get($"{Here}/item/postings?number=R%201")).Json!["items"]!.AsArray());
        Assert.Equal(125_000, (long)(await program.Get($"{Here}/items/aged?on=2026-03-01")).Json![0]!["totalCents"]!);
        Assert.Equal("Stadt Hemer", ((string?)(await program.Get("/api/v1/search?q=hemer")).Json!["items"]!.AsArray()
            .Single(it => ((string?)it!["label"])!.Contains("D/100", StringComparison.Ordinal))!["label"])![6..]);
    }
}
