using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>A line of a statement of account.</summary>
/// <param name="Item">The number of its open item, or null.</param>
/// <param name="Amount">Positive is owed by the party.</param>
/// <param name="Balance">After the line.</param>
public sealed record PartyLine(
    long EntryNo, DateOnly BookedOn, string Document, string Text, string? Item, Money Amount, Money Balance);

/// <summary>
/// The statement of account of a party (Kontoauszug): all postings on its open items, and those that name it on
/// accounts for claims and debts.
/// </summary>
/// <param name="Opening">What was owed before the first day.</param>
public sealed record PartyStatement(
    Party Party, DateOnly From, DateOnly To, Money Opening, Money Closing, IReadOnlyList<PartyLine> Lines)
{
    public static async Task<PartyStatement> Of(Session db, Id<Body> body, Party party, DateOnly from, DateOnly to)
    {
        var postings = await db.All($"""
            select p.entry_no, p.line_no, e.booked_on, e.document, coalesce(p.text, e.text), i.number, p.amount
            from ledger_item i
            join ledger_posting p on p.body_id = i.body_id and p.item_id = i.item_id
            join ledger_entry e on e.body_id = p.body_id and e.entry_no = p.entry_no
            where i.body_id = {body} and i.party_id = {party.Id} and e.booked_on <= {to}
            union all
            select p.entry_no, p.line_no, e.booked_on, e.document, coalesce(p.text, e.text), null, p.amount
            from ledger_posting p
            join ledger_account a on a.body_id = p.body_id and a.account_id = p.account_id
            join ledger_entry e on e.body_id = p.body_id and e.entry_no = p.entry_no
            where p.body_id = {body} and p.party_id = {party.Id} and p.item_id is null and e.booked_on <= {to}
              and a.role in ('receivable', 'payable')
            order by 3, 1, 2
            """, row => (No: row.Number(), Line: row.Number(), On: row.Day(), Document: row.Text(), Text: row.Text(),
                Item: row.TextOrNull(), Amount: row.Money()));
        var opening = postings.Where(it => it.On < from).Aggregate(Money.Zero, (sum, it) => sum + it.Amount);
        var (balance, lines) = (opening, new List<PartyLine>());
        foreach (var it in postings.Where(it => it.On >= from))
        {
            balance += it.Amount;
            lines.Add(new PartyLine(it.No, it.On, it.Document, it.Text, it.Item, it.Amount, balance));
        }
        return new PartyStatement(party, from, to, opening, balance, lines);
    }
}
