using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>Which orders are wanted; null is any.</summary>
/// <param name="DueFrom">Due on this day or later.</param>
/// <param name="DueTo">Due on this day or earlier.</param>
public sealed record CashOrderFilter(
    CashOrderState? State = null, CashOrderKind? Kind = null, Id<Party>? Party = null, DateOnly? DueFrom = null,
    DateOnly? DueTo = null);

/// <summary>An order in a list.</summary>
/// <param name="Party">Number of the party.</param>
public sealed record CashOrderHead(
    long No, CashOrderState State, CashOrderKind Kind, string Party, string PartyName, string Document, string Text,
    DateOnly DueOn, Money Amount, long? EntryNo);

/// <summary>The orders without their lines and steps, in parts, newest first.</summary>
public static class CashOrderList
{
    /// <param name="before">The number where the part before ended.</param>
    public static Task<List<CashOrderHead>> Read(
        Session db, Id<Body> body, CashOrderFilter filter, long before, int most)
    {
        var (state, kind) = (filter.State?.Code() ?? "", filter.Kind?.Code() ?? "");
        var party = filter.Party?.Value ?? 0;
        return db.All($"""
            select o.order_no, o.state, o.kind, p.number, p.name, o.document, o.text, o.due_on, o.amount, o.entry_no
            from treasury_order o join ledger_party p on p.body_id = o.body_id and p.party_id = o.party_id
            where o.body_id = {body} and o.order_no < {before}
              and ({state} = '' or o.state = {state}) and ({kind} = '' or o.kind = {kind})
              and ({party} = 0 or o.party_id = {party})
              and o.due_on between {filter.DueFrom ?? DateOnly.MinValue} and {filter.DueTo ?? DateOnly.MaxValue}
            order by o.order_no desc limit {most}
            """, row => new CashOrderHead(row.Number(), Codes.Parse<CashOrderState>(row.Text()),
                Codes.Parse<CashOrderKind>(row.Text()), row.Text(), row.Text(), row.Text(), row.Text(), row.Day(),
                row.Money(), row.NumberOrNull()));
    }
}
