using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli;

/// <summary>
/// A posting as it is typed: <c>4012;-125,00;product=0111;payment=6012</c> — account, amount with debit positive, then
/// any of product, centre, payment, party, item, asset, movement, text.
/// </summary>
static class Postings
{
    const string Form = "eine Zeile sieht so aus: 4012;-125,00;product=0111";

    /// <returns>The posting, or <c>cli.line</c> and what is wrong with which part of the line.</returns>
    internal static async Task<Result<Posting>> Parse(Session db, Id<Body> body, string line)
    {
        var cells = line.Split(';', StringSplitOptions.TrimEntries);
        if (cells.Length < 2) return Wrong(line, $"der Betrag fehlt; {Form}");
        if (!(await BookShell.AccountOf(db, body, cells[0])).Ok(out var account, out var why))
        {
            return Wrong(line, $"das Konto „{Texts.Shown(cells[0])}“ gibt es nicht");
        }
        if (!Money.Parse(cells[1]).Ok(out var amount, out why)) return Wrong(line, why.Message.TrimEnd('.'));
        var posting = new Posting(account, amount);
        foreach (var cell in cells.Skip(2))
        {
            if (cell.Split('=', 2) is not [var field, var value])
            {
                return Wrong(line, $"„{Texts.Shown(cell)}“ hat nicht die Form feld=wert; {Form}");
            }
            if (!Fields.TryGetValue(field, out var known))
            {
                return Wrong(line,
                    $"das Feld „{Texts.Shown(field)}“ ist unbekannt; bekannt sind: {string.Join(", ", Fields.Keys)}");
            }
            if (await known.Set(db, body, posting, value) is not { } changed)
            {
                return Wrong(line, $"{known.Name} „{Texts.Shown(value)}“ gibt es nicht");
            }
            posting = changed;
        }
        return posting;
    }

    /// <summary>All lines of an entry.</summary>
    internal static async Task<Result<List<Posting>>> ParseAll(Session db, Id<Body> body, string[] lines)
    {
        var postings = new List<Posting>();
        foreach (var line in lines)
        {
            if (!(await Parse(db, body, line)).Ok(out var posting, out var why)) return why;
            postings.Add(posting);
        }
        return postings;
    }

    static Rejection Wrong(string line, string what) => new("cli.line", $"Zeile „{Texts.Shown(line)}“: {what}.");

    /// <summary>The fields of a line: what they are called, and the posting with one, or null where there is no such
    /// thing.</summary>
    static readonly Dictionary<string, (string Name, Func<Session, Id<Body>, Posting, string, Task<Posting?>> Set)>
        Fields = new()
        {
            ["product"] = ("das Produkt", async (db, body, posting, value) =>
                (await Dimensions.Products(db, body)).Find(it => it.Code == value) is { } product
                    ? posting with { Product = product.Id } : null),
            ["centre"] = ("die Kostenstelle", async (db, body, posting, value) =>
                (await Dimensions.CostCentres(db, body)).Find(it => it.Code == value) is { } centre
                    ? posting with { CostCentre = centre.Id } : null),
            ["payment"] = ("das Zahlungskonto", async (db, body, posting, value) =>
                (await BookShell.AccountOf(db, body, value)).Ok(out var payment, out _)
                    ? posting with { Payment = payment } : null),
            ["party"] = ("den Geschäftspartner", async (db, body, posting, value) =>
                (await Parties.All(db, body)).Find(it => it.Number == value) is { } party
                    ? posting with { Party = party.Id } : null),
            ["item"] = ("den offenen Posten", async (db, body, posting, value) =>
                await OpenItems.Find(db, body, value) is { } item ? posting with { Item = item.Id } : null),
            ["asset"] = ("die Anlage", async (db, body, posting, value) =>
                await Assets.Find(db, body, value) is { } asset ? posting with { Asset = asset.Id } : null),
            ["movement"] = ("die Bewegungsart", (_, _, posting, value) => Task.FromResult(
                Codes.TryParse(value, out AssetMovement movement) ? posting with { Movement = movement } : null)),
            ["text"] = ("den Text", (_, _, posting, value) =>
                Task.FromResult<Posting?>(posting with { Text = value })),
        };
}
