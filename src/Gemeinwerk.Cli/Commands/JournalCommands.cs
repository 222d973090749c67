using System.CommandLine;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk journal …</c>: post, show, list and reverse entries.</summary>
static class JournalCommands
{
    static readonly Argument<long> no = Inputs.Number<long>("NO", "Nummer der Buchung");
    static readonly Option<DateOnly> day = Inputs.Day("--date", "Buchungstag");
    static readonly Option<string> document = Inputs.Text("--document", "Belegnummer");
    static readonly Option<string> text = Inputs.Text("--text", "Buchungstext");
    static readonly Option<string?> externalId = new("--external-id") { Description = "Fremdschlüssel" };
    static readonly Option<string?> commitment = new("--commitment")
    {
        Description = "Nummer der Mittelbindung, die die Buchung verbraucht",
    };
    static readonly Option<string[]> line = Line("Zeile wie „4012;-125,00;product=0111“, Soll positiv");
    static readonly Option<DateOnly?> effective = Inputs.OptionalDay(
        "--effective", "Tag der Wirkung, sonst der Buchungstag");
    static readonly Option<EntryKind> kind = Inputs.Code("--kind", "Art der Buchung, ohne Angabe regular", only: [
        EntryKind.Regular, EntryKind.Opening, EntryKind.Adjustment, EntryKind.WindingUp]);
    static readonly Option<long> from = Inputs.NumberOption<long>("--from", "ab Nummer", 1);
    static readonly Option<long> count = Inputs.NumberOption<long>("--count", "wie viele", 100);

    internal static Command Create() => new("journal", "das Zeitbuch")
    {
        BookShell.Writing("post", "bucht", [day, effective, kind, document, text, externalId, commitment, line],
            (work, book, parsed) => Post(work, book, parsed), Sentence),
        BookShell.Writing("reverse", "storniert eine Buchung", [no, day, document, text], (work, book, parsed) =>
            Journal.Reverse(work, book, parsed.GetValue(no), parsed.GetValue(day), parsed.GetValue(document)!,
                parsed.GetValue(text)!), posted => $"Storniert: Nr. {posted.EntryNo}."),
        BookShell.Reading("show", "zeigt eine Buchung", [no], async (db, body, parsed) =>
            await Read(db, body, parsed.GetValue(no), parsed.GetValue(no)) is [var entry]
                ? (Result<Shown>)entry
                : new Rejection("ledger.entry-unknown", $"Die Buchung Nr. {parsed.GetValue(no)} gibt es nicht."),
            entry => Text([entry])),
        BookShell.Reading("list", "zeigt Buchungen", [from, count], async (db, body, parsed) =>
            (Result<List<Shown>>)await Read(
                db, body, parsed.GetValue(from), parsed.GetValue(from) + parsed.GetValue(count) - 1), Text),
    };

    internal static Option<string[]> Line(string description) => new("--line")
    {
        Description = description + "; mehrfach. Felder: product, centre, payment, party, item, asset, movement, text",
        Required = true,
        HelpName = "ZEILE",
    };

    internal static string Sentence(PostedWithBudget done) =>
        string.Join('\n', done.Warnings.Select(warning => $"Hinweis: {warning}").Append(
            $"{(done.Posted.WasKnown ? "War schon gebucht" : "Gebucht")}: Nr. {done.Posted.EntryNo}."));

    sealed record ShownLine(
        string Account, Money Amount, string? Product, string? CostCentre, string? Payment, string? Text);

    sealed record Shown(
        long No, EntryKind Kind, DateOnly BookedOn, string Document, string Text, string PostedBy, long? Reverses,
        IReadOnlyList<ShownLine> Lines);

    static async Task<Result<PostedWithBudget>> Post(Work work, Book book, ParseResult parsed)
    {
        if (!(await Postings.ParseAll(work.Db, book.Body.Id, parsed.GetValue(line)!)).Ok(out var postings, out var why))
        {
            return why;
        }
        var booked = parsed.GetValue(day);
        return await BudgetControl.Post(work, book, new EntryDraft(
            booked, parsed.GetValue(effective) ?? booked, parsed.GetValue(document)!, parsed.GetValue(text)!, postings,
            parsed.GetValue(kind), parsed.GetValue(externalId)), parsed.GetValue(commitment));
    }

    static async Task<List<Shown>> Read(Session db, Body body, long first, long last)
    {
        var accounts = (await Accounts.All(db, body.Id)).ToDictionary(it => it.Id, it => it.Number);
        var products = (await Dimensions.Products(db, body.Id)).ToDictionary(it => it.Id, it => it.Code);
        var centres = (await Dimensions.CostCentres(db, body.Id)).ToDictionary(it => it.Id, it => it.Code);
        var entries = new List<Shown>();
        await Entries.Scan(db, body, first, last, entry => entries.Add(new Shown(
            entry.No, entry.Draft.Kind, entry.Draft.BookedOn, entry.Draft.Document, entry.Draft.Text, entry.PostedBy,
            entry.Draft.Reverses, [.. entry.Draft.Postings.Select(it => new ShownLine(
                accounts[it.Account], it.Amount,
                it.Product is { } product ? products[product] : null,
                it.CostCentre is { } centre ? centres[centre] : null,
                it.Payment is { } payment ? accounts[payment] : null, it.Text))])));
        return entries;
    }

    static string Text(List<Shown> entries)
    {
        var shown = new StringBuilder();
        foreach (var it in entries)
        {
            shown.AppendLine(German.Culture,
                $"Nr. {it.No}  {German.Date(it.BookedOn)}  {it.Document}  {it.Text} ({it.Kind.Code()}, {it.PostedBy})");
            var table = new Table("Konto", "Soll", "Haben", "Produkt", "Kostenstelle", "Zahlungskonto", "Text");
            foreach (var row in it.Lines)
            {
                var (isDebit, amount) = (row.Amount > Money.Zero, German.Amount(row.Amount.Absolute));
                table.Add(row.Account, isDebit ? amount : "", isDebit ? "" : amount,
                    row.Product ?? "", row.CostCentre ?? "", row.Payment ?? "", row.Text ?? "");
            }
            shown.AppendLine(table.ToString());
        }
        return shown.ToString();
    }
}
