using System.Text;
using System.Text.Json.Nodes;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>Files that programs send, and work that goes on in the background.</summary>
public class ImportApiTests
{
    const string Here = "/api/v1/bodies/testverband";

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_journal_file_is_imported_once_and_its_progress_followed(Engine engine)
    {
        await using var books = await Books.On(engine);
        foreach (var account in (string[])["1811", "2011", "6811"]) await books.Account(account);
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("Vorverfahren", (books.Body, Role.Post));
        var file = new StringBuilder("entry,date,account,amount,text\n");
        for (var no = 1; no <= 3000; no++)
        {
            file.Append(null, $"{no},2026-03-01,1811,1.00,Buchung {no}\n{no},2026-03-01,2011,-1.00,Buchung {no}\n");
        }
        var csv = file.ToString();
        var refused = await Done(program, await program.Post($"{Here}/imports/journal", csv));
        Assert.Equal("refused", (string?)refused["state"]);
        Assert.Equal("ledger.payment-missing", (string?)refused["findings"]![0]!["code"]);

        Assert.Equal(403, (await program.Post($"{Here}/imports/accounts", csv)).Status);
        csv = "entry;date;account;amount;text\n1;2026-03-01;2011;-1,00;a\n1;2026-03-01;2011;1,00;b\n";
        var first = await program.Post($"{Here}/imports/journal", csv, "k-1");
        Assert.Equal(202, first.Status);
        var events = await Events(program, $"{first.Message.Headers.Location}/events");
        Assert.Equal("end", events[^1].Name);
        var done = JsonNode.Parse(events[^1].Data)!;
        Assert.Equal(("done", 1), ((string?)done["state"], (int)done["added"]!));
        var again = await program.Post($"{Here}/imports/journal", csv, "k-1");
        Assert.Equal(("true", (string?)first.Json!["id"]),
            (again.Message.Headers.GetValues("Idempotency-Replayed").Single(), (string?)again.Json!["id"]));
        Assert.Equal("identity.request-differs",
            (await program.Post($"{Here}/imports/journal", csv + "\n", "k-1")).Title);
        var known = await Done(program, await program.Post($"{Here}/imports/journal", csv));
        Assert.Equal((0, 1), ((int)known["added"]!, (int)known["known"]!));
        Assert.Equal("api.media-type", (await program.Post($"{Here}/imports/journal", new { a = 1 })).Title);

        var valid = await Done(program, await program.Post($"{Here}/imports/journal?acceptValid=true",
            "entry;date;account;amount;text\n1;2026-03-02;2011;-2,00;a\n1;2026-03-02;2011;2,00;b\n"
            + "2;2026-03-02;9999;-2,00;a\n2;2026-03-02;2011;2,00;b\n"));
        Assert.Equal(("done", 1, 2), ((string?)valid["state"], (int)valid["added"]!, (int)valid["rejectedRows"]!));
        Assert.Contains("9999", (await program.Get($"{Here}/imports/{valid["id"]}/rejected")).Text,
            StringComparison.Ordinal);
        Assert.Equal(404, (await program.Get($"{Here}/imports/gibt-es-nicht")).Status);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Lists_are_imported_and_name_no_body_that_the_program_does_not_see(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var other = await books.Beside("nachbar");
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("Vorverfahren", (books.Body, Role.Post), (books.Body, Role.Close));
        foreach (var (kind, csv) in ((string, string)[])[
            ("accounts", "account;name;kind;role\n1811;Giro;asset;cash\n5241;Strom;expense;\n"
                + "1711;Ford.;asset;receivable\n0811;Server;asset;fixed-asset\n5711;AfA;expense;\n"
                + "4482;Umlage;revenue;\n2011;Rücklage;equity;\n"),
            ("products", "code;name\n0111;Verwaltung\n"), ("cost-centres", "code;name\nK1;Hemer\n"),
            ("parties", "number;name\nD-1;Stadt Hemer\n"),
            ("items", "number;account;party;originated;due;dunning;amount;counter_account;date;text\n"
                + "R-1;1711;D-1;15.01.2026;15.02.2026;0;10,00;4482;15.01.2026;Umlage\n"),
            ("assets", "number;name;account;expense_account;in_service;life_months;cost;depreciation;counter_account;"
                + "date\nA-1;Server;0811;5711;01.07.2024;60;50,00;0,00;2011;01.01.2026\n"),
            ("budget?year=2026", "year;plan_actual;product_code;product_name;account_code;kind;amount_eur\n"
                + "2026;plan;0111;Verwaltung;5241;expense;10,00\n")])
        {
            var done = await Done(program, await program.Post($"{Here}/imports/{kind}", csv));
            Assert.True((string?)done["state"] == "done", $"{kind}: {done}");
        }
        Assert.Equal(5_000, (long)(await program.Get($"{Here}/asset?number=A-1")).Json!["bookValueCents"]!);
        var party = await Done(program, await program.Post($"{Here}/imports/parties",
            "number;name;body\nD-2;Nachbar;nachbar\nD-3;Keiner;gibt-es-nicht\n"));
        Assert.All(party["findings"]!.AsArray(), it => Assert.Equal("ledger.body-unknown", (string?)it!["code"]));
        Assert.Equal(2, party["findings"]!.AsArray().Count);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_books_are_verified_and_whoever_loses_the_token_sees_no_more(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("Prüfung", (books.Body, Role.Close));
        Assert.Equal(404, (await program.Get($"{Here}/verification")).Status);
        Assert.Equal(202, (await program.Post($"{Here}/verification")).Status);
        var events = await Events(program, $"{Here}/verification/events");
        Assert.Equal("end", events[^1].Name);
        Assert.Equal("done", (string?)JsonNode.Parse(events[^1].Data)!["state"]);
        Assert.NotEqual("fail", (string?)(await program.Get($"{Here}/verification")).Json!["verdict"]);
        var checkpoint = (await program.Post($"{Here}/checkpoints")).Json!;
        Assert.True((bool)(await program.Post($"{Here}/checkpoints/check", new { note = (string)checkpoint["note"]! }))
            .Json!["holds"]!);
    }

    static async Task<JsonNode> Done(ProgramClient program, Back started)
    {
        Assert.True(started.Status == 202, $"{started.Status} {started.Json}");
        for (var tries = 0; tries < 600; tries++)
        {
            var now = (await program.Get(started.Message.Headers.Location!.ToString())).Json!;
            if ((string?)now["state"] != "running") return now;
            await Task.Delay(50);
        }
        throw new TimeoutException("The import does not end.");
    }

    static async Task<List<(string Name, string Data)>> Events(ProgramClient program, string path)
    {
        using var answer = await program.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        var events = new List<(string, string)>();
        await foreach (var it in System.Net.ServerSentEvents.SseParser.Create(
            await answer.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            events.Add((it.EventType, it.Data));
        }
        return events;
    }
}
