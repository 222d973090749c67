using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk item …</c>: open items.</summary>
static class ItemCommands
{
    static readonly Argument<string> number = new("NUMBER") { Description = "Nummer des Postens" };
    static readonly Argument<int> level = Inputs.Number<int>("LEVEL", "Mahnstufe, 0 bis 9");
    static readonly Option<string> account = Inputs.Text("--account", "Forderungs- oder Verbindlichkeitskonto");
    static readonly Option<string> party = Inputs.Text("--party", "Nummer des Geschäftspartners");
    static readonly Option<DateOnly> day = Inputs.Day("--date", "Buchungstag und Tag der Entstehung");
    static readonly Option<DateOnly> due = Inputs.Day("--due", "Fälligkeit");
    static readonly Option<string> text = Inputs.Text("--text", "Buchungstext");
    static readonly Option<string[]> line = JournalCommands.Line("Gegenzeile wie „4482;-1250,00;product=0111“");
    static readonly Option<DateOnly> on = Inputs.Day("--on", "Stichtag");

    sealed record Shown(
        string Number, string Party, string PartyName, string Account, DateOnly OriginatedOn, DateOnly DueOn,
        int DunningLevel, Money Open);

    static async Task<List<Shown>> Unsettled(Session db, Body body)
    {
        var accounts = (await Accounts.All(db, body.Id)).ToDictionary(it => it.Id, it => it.Number);
        var parties = (await Parties.All(db, body.Id)).ToDictionary(it => it.Id);
        return (await OpenItems.Unsettled(db, body.Id)).ConvertAll(it => new Shown(
            it.Number, parties[it.Party].Number, parties[it.Party].Name, accounts[it.Account], it.OriginatedOn,
            it.DueOn, it.DunningLevel, it.Open));
    }

    internal static Command Create() => new("item", "offene Posten")
    {
        BookShell.Reading("list", "zeigt die offenen Posten", [],
            async (db, body, _) => (Result<List<Shown>>)await Unsettled(db, body), rows => MasterDataCommands.Rows(
                ["Posten", "Partner", "Name", "Konto", "Entstanden", "Fällig", "Mahnstufe", "Offen"], rows, it =>
                [it.Number, it.Party, it.PartyName, it.Account, German.Date(it.OriginatedOn), German.Date(it.DueOn),
                    $"{it.DunningLevel}", German.Amount(it.Open)])),
        BookShell.Reading("aged", "Fälligkeiten je Geschäftspartner an einem Tag", [on],
            async (db, body, parsed) => (Result<IReadOnlyList<AgedItems>>)new List<AgedItems>(
                await AgedItems.AsOf(db, body.Id, parsed.GetValue(on))), rows => MasterDataCommands.Rows(
                ["Partner", "Name", "Posten", "nicht fällig", "bis 30", "bis 60", "bis 90", "älter", "Summe"],
                rows, it =>
                    [it.Party.Number, it.Party.Name, $"{it.Items}", German.Amount(it.NotDue), German.Amount(it.Days30),
                        German.Amount(it.Days60), German.Amount(it.Days90), German.Amount(it.Older),
                        German.Amount(it.Total)])),
        BookShell.Writing("create", "legt einen offenen Posten an und bucht ihn gegen die Zeilen",
            [number, account, party, day, due, text, line], (work, book, parsed) => Create(work, book, parsed),
            done => $"Posten angelegt. {JournalCommands.Sentence(done)}"),
        BookShell.Writing("dun", "setzt die Mahnstufe", [number, level], (work, book, parsed) =>
            OpenItems.SetDunningLevel(work, book, parsed.GetValue(number)!, parsed.GetValue(level)),
            it => $"Posten {it.Number} hat Mahnstufe {it.DunningLevel}."),
    };

    static async Task<Result<PostedWithBudget>> Create(Work work, Book book, ParseResult parsed)
    {
        var body = book.Body.Id;
        var found = await BookShell.AccountOf(work.Db, body, parsed.GetValue(account)!);
        if (!found.Ok(out var on, out var why)) return why;
        if ((await Parties.All(work.Db, body)).Find(it => it.Number == parsed.GetValue(party)) is not { } owner)
        {
            return new Rejection("ledger.party-unknown",
                $"Den Geschäftspartner „{parsed.GetValue(party)}“ gibt es nicht.");
        }
        var lines = await Postings.ParseAll(work.Db, body, parsed.GetValue(line)!);
        if (!lines.Ok(out var others, out why)) return why;
        var item = new OpenItem(default, parsed.GetValue(number)!, on, owner.Id, parsed.GetValue(day),
            parsed.GetValue(due), 0, Money.Zero);
        return await ItemPosting.Post(work, book, item, parsed.GetValue(text)!, others);
    }
}
