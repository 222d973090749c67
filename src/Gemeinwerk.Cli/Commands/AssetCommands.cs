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
    static readonly Argument<int> year = Inputs.YearArgument();
    static readonly Argument<int> month = Inputs.Number<int>("MONTH", "letzter Monat, 1 bis 12");
    static readonly Option<string> account = Inputs.Text("--account", "Anlagekonto");
    static readonly Option<string> expense = Inputs.Text("--expense", "Aufwandskonto der Abschreibung");
    static readonly Option<DateOnly> inService = Inputs.Day("--in-service", "Inbetriebnahme");
    static readonly Option<int> life = Inputs.NumberOption<int>("--life", "Nutzungsdauer in Monaten, 0 ohne");
    static readonly Option<string?> product = new("--product") { Description = "Produkt der Abschreibung" };
    static readonly Option<string?> centre = new("--cost-centre") { Description = "Kostenstelle der Abschreibung" };
    static readonly Option<DateOnly> day = Inputs.Day("--date", "Buchungstag");
    static readonly Option<string> document = Inputs.Text("--document", "Belegnummer");
    static readonly Option<string> text = Inputs.Text("--text", "Buchungstext");
    static readonly Option<string> result = Inputs.Text(
        "--result", "Konto für Gewinn oder Verlust; im NKF 2012 oder 2014 (Verrechnung mit der Rücklage)");
    static readonly Option<string?> proceeds = new("--proceeds")
    {
        Description = "Erlös als Zeile wie „1811;500,00;payment=6831“",
        HelpName = "ZEILE",
    };
    static readonly Option<string> against = new("--against")
    {
        Description = "Gegenzeile wie „3511;-5000,00;item=R-7“; ihr Betrag ist die Höhe der Kosten",
        Required = true,
        HelpName = "ZEILE",
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
            (work, book, parsed) => Add(work, book, parsed),
            _ => "Angelegt, noch ohne Wert; den bringt „asset acquire“."),
        BookShell.Writing("acquire", "bucht Anschaffungskosten oder spätere Kosten einer Anlage",
            [number, day, document, text, against], (work, book, parsed) => Acquire(work, book, parsed),
            posted => $"Zugang gebucht: Nr. {posted.EntryNo}."),
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

    static async Task<Result<Posted>> Acquire(Work work, Book book, ParseResult parsed) =>
        (await Postings.Parse(work.Db, book.Body.Id, parsed.GetValue(against)!)).Ok(out var other, out var why)
            ? await Assets.Acquire(work, book, parsed.GetValue(number)!,
                new(parsed.GetValue(day), parsed.GetValue(document)!, parsed.GetValue(text)!), -other.Amount, other)
            : why;

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
