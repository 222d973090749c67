using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>A posting that moves an open item or an asset.</summary>
/// <param name="Text">The posting's own text where it has one, else the entry's.</param>
/// <param name="Movement">Of an asset; null for items.</param>
/// <param name="Amount">Debit positive.</param>
public sealed record SubledgerPosting(
    long EntryNo, DateOnly BookedOn, string Document, string Text, AssetMovement? Movement, Money Amount);

/// <summary>The postings behind one open item or one asset, by entry number.</summary>
public static class SubledgerPostings
{
    public static Task<List<SubledgerPosting>> Of(Session db, Id<Body> body, OpenItem item) =>
        Read(db, body, "p.item_id = ", item.Id.Value);

    public static Task<List<SubledgerPosting>> Of(Session db, Id<Body> body, Asset asset) =>
        Read(db, body, "p.asset_id = ", asset.Id.Value);

    static Task<List<SubledgerPosting>> Read(Session db, Id<Body> body, string which, long key)
    {
        Sql sql = $"""
            select p.entry_no, e.booked_on, e.document, coalesce(p.text, e.text), p.movement, p.amount
            from ledger_posting p join ledger_entry e on e.body_id = p.body_id and e.entry_no = p.entry_no
            where p.body_id = {body} and 
            """;
        sql.AppendLiteral(which);
        sql.AppendFormatted(key);
        sql.AppendLiteral(" order by p.entry_no, p.line_no");
        return db.All(sql, row => new SubledgerPosting(row.Number(), row.Day(), row.Text(), row.Text(),
            row.TextOrNull() is { } movement ? Codes.Parse<AssetMovement>(movement) : null, row.Money()));
    }
}
