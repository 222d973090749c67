using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>What one party owes, or is owed, on a day, by days overdue (Fälligkeitsliste).</summary>
/// <param name="Role">Receivable or payable: claims and debts are never netted, KomHVO NRW § 42 [U].</param>
/// <param name="Days30">1 to 30 days overdue; the next 31 to 60, 61 to 90, and older.</param>
public sealed record AgedItems(
    Party Party, AccountRole Role, int Items, Money NotDue, Money Days30, Money Days60, Money Days90, Money Older)
{
    /// <summary>Positive owed to the body, negative by it.</summary>
    public Money Total => NotDue + Days30 + Days60 + Days90 + Older;

    /// <summary>
    /// As of the end of a day, by party number, claims before debts; what was settled later is still open here.
    /// </summary>
    public static async Task<IReadOnlyList<AgedItems>> AsOf(Session db, Id<Body> body, DateOnly day)
    {
        var parties = (await Parties.All(db, body)).ToDictionary(party => party.Id);
        var lines = new Dictionary<(Id<Party> Party, AccountRole Role), AgedItems>();
        await db.Scan($"""
            select i.party_id, a.role, i.due_on, cast(sum(p.amount) as bigint)
            from ledger_posting p
            join ledger_item i on i.body_id = p.body_id and i.item_id = p.item_id
            join ledger_account a on a.body_id = i.body_id and a.account_id = i.account_id
            where p.body_id = {body} and p.item_id is not null and p.booked_on <= {day}
            group by i.item_id, i.party_id, a.role, i.due_on
            having sum(p.amount) <> 0
            """, row =>
            {
                var (party, role) = (row.Id<Party>(), Codes.Parse<AccountRole>(row.Text()));
                var line = lines.GetValueOrDefault((party, role))
                    ?? new AgedItems(parties[party], role, 0, default, default, default, default, default);
                lines[(party, role)] = line.With(day.DayNumber - row.Day().DayNumber, row.Money());
            });
        return [.. lines.Values
            .OrderBy(line => line.Party.Number, StringComparer.Ordinal).ThenBy(line => line.Role)];
    }

    AgedItems With(int daysOverdue, Money open) => daysOverdue switch
    {
        <= 0 => this with { Items = Items + 1, NotDue = NotDue + open },
        <= 30 => this with { Items = Items + 1, Days30 = Days30 + open },
        <= 60 => this with { Items = Items + 1, Days60 = Days60 + open },
        <= 90 => this with { Items = Items + 1, Days90 = Days90 + open },
        _ => this with { Items = Items + 1, Older = Older + open },
    };
}
