using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk asset …</c>: fixed assets.</summary>
static class AssetCommands
{
    static readonly Argument<string> number = new("NUMBER") { Description = "Inventarnummer" };
    static readonly Argument<string> name = new("NAME") { Description = "Bezeichnung" };
    static readonly Argument<int> year = new("YEAR") { Description = "Haushaltsjahr" };
    static readonly Argument<int> month = new("MONTH") { Description = "letzter Monat, 1 bis 12" };
    static readonly Option<string> account = BookShell.TextOption("--account", "Anlagekonto");
    static readonly Option<string> expense = BookShell.TextOption("--expense", "Aufwandskonto der Abschreibung");
    static readonly Option<DateOnly> inService = BookShell.DayOption("--in-service", "Inbetriebnahme");
    static readonly Option<int> life = new("--life")
    {
        Description = "Nutzungsdauer in Monaten, 0 ohne",
        Required = true,
    };
    static readonly Option<string?> product = new("--product") { Description = "Produkt der Abschreibung" };
    static readonly Option<string?> centre = new("--cost-centre") { Description = "Kostenstelle der Abschreibung" };
    static readonly Option<DateOnly> day = BookShell.DayOption("--date", "Buchungstag");
    static readonly Option<string> document = BookShell.TextOption("--document", "Belegnummer");
    static readonly Option<string> text = BookShell.TextOption("--text", "Buchungstext");
    static readonly Option<string> result = BookShell.TextOption(
        "--result", "Konto für Gewinn oder Verlust; im NKF die allgemeine Rücklage");
    static readonly Option<string?> proceeds = new("--proceeds")
    {
        Description = "Erlös als Zeile wie „1811;500,00;payment=6831“",
    };

    internal static Command Create() => new("asset", "Anlagen")
    {
        BookShell.Reading("list", "zeigt die Anlagen", [],
            async (db, body, _) => (Result<List<Asset>>)await Assets.InUse(db, body.Id), rows =>
                MasterDataCommands.Rows(["Anlage", "Bezeichnung", "seit", "Monate", "Kosten", "Buchwert"], rows, it =>
                    [it.Number, it.Name, German.Date(it.InServiceOn), $"{it.UsefulLifeMonths}", German.Amount(it.Cost),
                        German.Amount(it.BookValue)])),
        BookShell.Writing("add", "legt eine Anlage an",
            [number, name, account, expense, inService, life, product, centre],
            (work, book, parsed) => Add(work, book, parsed), _ => "Angelegt."),
        BookShell.Writing("depreciate", "schreibt bis zu einem Monat ab", [year, month], (work, book, parsed) =>
            Assets.Depreciate(work, book, parsed.GetValue(year), parsed.GetValue(month)),
            run => $"{run.Entries.Count} Monate abgeschrieben, zusammen {run.Amount}."),
        BookShell.Writing("dispose", "bucht einen Abgang", [number, day, document, text, proceeds, result],
            (work, book, parsed) => Dispose(work, book, parsed), entry => entry == 0
                ? "Abgang vermerkt; die Anlage hatte keinen Wert."
                : $"Abgang gebucht: Nr. {entry}."),
        BookShell.Reading("schedule", "Anlagenspiegel eines Haushaltsjahres", [year], async (db, body, parsed) =>
            (Result<List<AssetScheduleLine>>)(List<AssetScheduleLine>)
                [.. await AssetScheduleLine.Of(db, body.Id, parsed.GetValue(year))], rows => MasterDataCommands.Rows(
                ["Konto", "Kosten 1.1.", "Zugänge", "Abgänge", "Umbuchungen", "Abschreibung", "Zuschreibung",
                    "kumuliert", "Buchwert", "Buchwert Vorjahr"], rows, it =>
                    [it.Account.Number, German.Amount(it.OpeningCost), German.Amount(it.Additions),
                        German.Amount(it.Disposals), German.Amount(it.Transfers), German.Amount(it.Depreciation),
                        German.Amount(it.WriteUps), German.Amount(it.AccumulatedDepreciation),
                        German.Amount(it.BookValue), German.Amount(it.OpeningBookValue)])),
    };

    static async Task<Result<Id<Asset>>> Add(Work work, Book book, ParseResult parsed)
    {
        var body = book.Body.Id;
        var found = await BookShell.AccountOf(work.Db, body, parsed.GetValue(account)!);
        if (!found.Ok(out var on, out var why)) return why;
        found = await BookShell.AccountOf(work.Db, body, parsed.GetValue(expense)!);
        if (!found.Ok(out var to, out why)) return why;
        var ofProduct = (await Dimensions.Products(work.Db, body)).Find(it => it.Code == parsed.GetValue(product));
        var ofCentre = (await Dimensions.CostCentres(work.Db, body)).Find(it => it.Code == parsed.GetValue(centre));
        if ((parsed.GetValue(product) is not null && ofProduct is null)
            || (parsed.GetValue(centre) is not null && ofCentre is null))
        {
            return new Rejection("cli.dimension-unknown", "Produkt oder Kostenstelle gibt es nicht.");
        }
        return await Assets.Create(work, book, new Asset(
            default, parsed.GetValue(number)!, parsed.GetValue(name)!, on, to, ofProduct?.Id, ofCentre?.Id,
            parsed.GetValue(inService), parsed.GetValue(life), null, default, default));
    }

    static async Task<Result<long>> Dispose(Work work, Book book, ParseResult parsed)
    {
        var body = book.Body.Id;
        var found = await BookShell.AccountOf(work.Db, body, parsed.GetValue(result)!);
        if (!found.Ok(out var to, out var why)) return why;
        Posting? sold = null;
        if (parsed.GetValue(proceeds) is { } line
            && !(await Postings.Parse(work.Db, body, line)).Ok(out sold, out why))
        {
            return why;
        }
        var disposed = await Assets.Dispose(work, book, parsed.GetValue(number)!,
            new(parsed.GetValue(day), parsed.GetValue(document)!, parsed.GetValue(text)!),
            sold?.Amount ?? Money.Zero, sold, to);
        return disposed.Ok(out var posted, out why) || why is null ? posted?.EntryNo ?? 0 : why;
    }
}
