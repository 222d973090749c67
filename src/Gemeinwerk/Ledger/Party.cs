using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>A debtor or creditor (Geschäftspartner) of a body.</summary>
/// <param name="Counterpart">The body of this database that the party is, where it is one: mutual claims of two
/// bodies can only be paired through it.</param>
public sealed record Party(
    Id<Party> Id, string Number, string Name, string? TaxNumber = null, string? Iban = null, string? CreditorId = null,
    string? Street = null, string? PostalCode = null, string? City = null, Id<Body>? Counterpart = null);

public static class Parties
{
    /// <summary>Adds parties (their ids are ignored); one whose number is there keeps its content.</summary>
    /// <returns>How many were added, or <c>ledger.party</c> naming the first that is not well formed.</returns>
    public static async Task<Result<int>> Add(Work work, Book book, IEnumerable<Party> parties)
    {
        var body = book.Body.Id;
        var numbers = (await work.Db.All(
            $"select number from ledger_party where body_id = {body}", row => row.Text())).ToHashSet();
        var last = await work.Db.One(
            $"select coalesce(max(party_id), 0) from ledger_party where body_id = {body}", row => row.Number());
        var next = last;
        var added = new List<Party>();
        foreach (var party in parties)
        {
            if ((Texts.Refuse(party.Number, 40) ?? Texts.Refuse(party.Name, 200)) is { } why)
            {
                return new Rejection("ledger.party", $"Geschäftspartner „{party.Number}“: {why}");
            }
            if (numbers.Add(party.Number)) added.Add(party with { Id = new(++next) });
        }
        await work.Db.Bulk("ledger_party", """
            body_id, party_id, number, name, tax_number, iban, creditor_id, street, postal_code, city,
            counterpart_body_id
            """, added, (to, party) => to
            .Add(body).Add(party.Id).Add(party.Number).Add(party.Name).Add(party.TaxNumber).Add(party.Iban)
            .Add(party.CreditorId).Add(party.Street).Add(party.PostalCode).Add(party.City).Add(party.Counterpart));
        await MasterData.Parties.RecordAdded(work, book.Body.AuditLog(), last + 1);
        return added.Count;
    }

    /// <summary>A body's parties, by number.</summary>
    public static Task<List<Party>> All(Session db, Id<Body> body) => db.All($"""
        select party_id, number, name, tax_number, iban, creditor_id, street, postal_code, city, counterpart_body_id
        from ledger_party where body_id = {body} order by number
        """, Map);

    public static Task<Party?> Find(Session db, Id<Body> body, string number) => db.Maybe($"""
        select party_id, number, name, tax_number, iban, creditor_id, street, postal_code, city, counterpart_body_id
        from ledger_party where body_id = {body} and number = {number}
        """, Map);

    static Party Map(Row row) => new(
        row.Id<Party>(), row.Text(), row.Text(), row.TextOrNull(), row.TextOrNull(), row.TextOrNull(), row.TextOrNull(),
        row.TextOrNull(), row.TextOrNull(), row.IdOrNull<Body>());
}
