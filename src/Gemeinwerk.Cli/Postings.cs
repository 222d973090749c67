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
    internal static async Task<Result<Posting>> Parse(Session db, Id<Body> body, string line)
    {
        var cells = line.Split(';', StringSplitOptions.TrimEntries);
        if (cells.Length < 2 || !Money.TryParse(cells[1], out var amount))
        {
            return new Rejection("cli.line", $"„{line}“ ist keine Zeile wie 4012;-125,00;product=0111.");
        }
        if (!(await BookShell.AccountOf(db, body, cells[0])).Ok(out var account, out var why)) return why;
        var posting = new Posting(account, amount);
        foreach (var cell in cells.Skip(2))
        {
            var parts = cell.Split('=', 2);
            var known = parts.Length == 2 ? await With(db, body, posting, parts[0], parts[1]) : null;
            if (known is null)
            {
                return new Rejection("cli.line-field", $"„{cell}“ in „{line}“ ist unbekannt oder gibt es nicht.");
            }
            posting = known;
        }
        return posting;
    }

    /// <summary>The posting with one more field, or null where there is no such field or thing.</summary>
    static async Task<Posting?> With(Session db, Id<Body> body, Posting posting, string field, string value)
    {
        switch (field)
        {
            case "text": return posting with { Text = value };
            case "movement":
                return Codes.TryParse(value, out AssetMovement movement) ? posting with { Movement = movement } : null;
            case "payment":
                return (await BookShell.AccountOf(db, body, value)).Ok(out var payment, out _)
                    ? posting with { Payment = payment }
                    : null;
            case "product":
                return (await Dimensions.Products(db, body)).Find(it => it.Code == value) is { } product
                    ? posting with { Product = product.Id }
                    : null;
            case "centre":
                return (await Dimensions.CostCentres(db, body)).Find(it => it.Code == value) is { } centre
                    ? posting with { CostCentre = centre.Id }
                    : null;
            case "party":
                return (await Parties.All(db, body)).Find(it => it.Number == value) is { } party
                    ? posting with { Party = party.Id }
                    : null;
            case "item":
                return await OpenItems.Find(db, body, value) is { } item ? posting with { Item = item.Id } : null;
            case "asset":
                return await Assets.Find(db, body, value) is { } asset ? posting with { Asset = asset.Id } : null;
            default: return null;
        }
    }
}
