using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>A posting with the numbers and names of what it refers to.</summary>
/// <param name="Amount">Debit positive.</param>
public sealed record EntryLine(
    long LineNo, string Account, string AccountName, Money Amount, string? Product, string? CostCentre, string? Payment,
    string? Party, string? PartyName, string? Item, string? Asset, string? Text)
{
    public Money? Debit => Amount.Cents > 0 ? Amount : null;

    public Money? Credit => Amount.Cents < 0 ? -Amount : null;
}

/// <summary>The postings of one entry, for showing.</summary>
public static class EntryLines
{
    /// <summary>The lines after one, in order.</summary>
    public static Task<List<EntryLine>> Read(Session db, Id<Body> body, long entryNo, long afterLine, int most) =>
        db.All($"""
            select p.line_no, a.number, a.name, p.amount, d.code, c.code, y.number, q.number, q.name, i.number,
              x.number, p.text
            from ledger_posting p
            join ledger_account a on a.body_id = p.body_id and a.account_id = p.account_id
            left join ledger_product d on d.body_id = p.body_id and d.product_id = p.product_id
            left join ledger_cost_centre c on c.body_id = p.body_id and c.cost_centre_id = p.cost_centre_id
            left join ledger_account y on y.body_id = p.body_id and y.account_id = p.payment_account_id
            left join ledger_party q on q.body_id = p.body_id and q.party_id = p.party_id
            left join ledger_item i on i.body_id = p.body_id and i.item_id = p.item_id
            left join ledger_asset x on x.body_id = p.body_id and x.asset_id = p.asset_id
            where p.body_id = {body} and p.entry_no = {entryNo} and p.line_no > {afterLine}
            order by p.line_no limit {most}
            """, row => new EntryLine(row.Number(), row.Text(), row.Text(), row.Money(), row.TextOrNull(),
            row.TextOrNull(), row.TextOrNull(), row.TextOrNull(), row.TextOrNull(), row.TextOrNull(), row.TextOrNull(),
            row.TextOrNull()));

    /// <summary>Both sums of an entry and how many lines it has.</summary>
    public static Task<(Money Debit, long Lines)> Extent(Session db, Id<Body> body, long entryNo) => db.One($"""
        select cast(coalesce(sum(case when amount > 0 then amount end), 0) as bigint), count(*)
        from ledger_posting where body_id = {body} and entry_no = {entryNo}
        """, row => (row.Money(), row.Number()));
}
