using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

public enum FoundKind { Account, Party, Item, Asset }

/// <summary>Something of a body's master data or subledgers that was searched for.</summary>
public sealed record Found(FoundKind Kind, string Number, string Name);

/// <summary>
/// Finds accounts, parties, open items and assets by a part of number or name, whatever the case. Texts are compared
/// here, because the engines disagree about umlauts.
/// </summary>
public static class LedgerSearch
{
    /// <param name="most">Of each kind.</param>
    public static async Task<List<Found>> Find(Session db, Id<Body> body, string text, int most)
    {
        var found = new List<Found>();
        await Collect(FoundKind.Account,
            $"select number, name from ledger_account where body_id = {body} order by number");
        await Collect(FoundKind.Party, $"select number, name from ledger_party where body_id = {body} order by number");
        await Collect(FoundKind.Item, $"""
            select i.number, p.name from ledger_item i
            join ledger_party p on p.body_id = i.body_id and p.party_id = i.party_id
            where i.body_id = {body} order by i.number
            """);
        await Collect(FoundKind.Asset, $"select number, name from ledger_asset where body_id = {body} order by number");
        return found;

        async Task Collect(FoundKind kind, Sql sql)
        {
            var count = 0;
            await db.Scan(sql, row =>
            {
                if (count == most) return;
                var (number, name) = (row.Text(), row.Text());
                if (!number.Contains(text, StringComparison.OrdinalIgnoreCase)
                    && !name.Contains(text, StringComparison.OrdinalIgnoreCase)) return;
                count++;
                found.Add(new Found(kind, number, name));
            });
        }
    }
}
