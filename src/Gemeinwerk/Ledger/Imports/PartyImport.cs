using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>Imports debtors and creditors (Geschäftspartner): <c>number,name</c> and optionally what is known of them;
/// <c>body</c> is the code of a body of this database that the party is.</summary>
public static class PartyImport
{
    const int Number = 0, Name = 1, TaxNumber = 2, Iban = 3, CreditorId = 4, Street = 5, PostalCode = 6, City = 7,
        Counterpart = 8;
    static readonly CsvShape shape = new(["number", "name"],
        ["tax_number", "iban", "creditor_id", "street", "postal_code", "city", "body"]);

    public static string Example => """
        number;name;tax_number;iban;street;postal_code;city
        D-100;Stadt Musterhausen;;DE02120300000000202051;Rathausplatz 1;58675;Musterhausen
        K-200;Stromwerk GmbH;123/4567/8901;;Werkstraße 7;57072;Siegen

        """;

    /// <param name="mayName">Which bodies whoever sends the file knows of; null for all.</param>
    public static Task<ImportReport> Run(
        Database database, string actor, string bodyCode, ImportSource source, ImportLimits? limits = null,
        Func<Body, bool>? mayName = null) =>
        ListImport.Run(database, actor, bodyCode, source, shape, limits, list => Import(list, mayName));

    static async Task Import(ListWork list, Func<Body, bool>? mayName)
    {
        var (db, body) = (list.Work.Db, list.Book.Body.Id);
        var known = (await Parties.All(db, body)).ToDictionary(
            party => party.Number, party => party with { Id = default }, StringComparer.Ordinal);
        var bodies = (await Bodies.All(db)).Where(other => mayName?.Invoke(other) != false)
            .ToDictionary(other => other.Code, other => other.Id);
        var added = new List<Party>();
        while (list.Table.Read())
        {
            if (!list.Table.IsWellFormed) continue;
            var party = Draft(list, bodies);
            if (!list.IsFine) continue;
            if (known.TryAdd(party.Number, party)) added.Add(party);
            else if (known[party.Number] == party) list.Known++;
            else list.Table.Finding(Number, "import.party-differs",
                $"Den Geschäftspartner „{Texts.Shown(party.Number)}“ gibt es schon mit anderem Inhalt.");
        }
        if (list.Findings.Total > 0) return;
        list.Added = (await Parties.Add(list.Work, list.Book, added)).Expect();
    }

    static Party Draft(ListWork list, Dictionary<string, Id<Body>> bodies)
    {
        Id<Body>? counterpart = null;
        if (!list.Table[Counterpart].IsEmpty)
        {
            if (bodies.TryGetValue(list.Table[Counterpart].ToString(), out var found)) counterpart = found;
            else list.Table.Finding(Counterpart, "ledger.body-unknown",
                $"Die Körperschaft „{Texts.Shown(list.Table[Counterpart])}“ gibt es nicht.");
        }
        var iban = list.Optional(PartyImport.Iban, 42);
        if (iban is not null && Ledger.Iban.Parse(iban).Rejection is { } bad) list.Table.Finding(PartyImport.Iban, bad);
        return new Party(default, list.Required(Number, 40), list.Required(Name, 200), list.Optional(TaxNumber, 40),
            iban?.Replace(" ", "", StringComparison.Ordinal), list.Optional(CreditorId, 40),
            list.Optional(Street, 200), list.Optional(PostalCode, 20), list.Optional(City, 100), counterpart);
    }
}
