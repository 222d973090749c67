using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Exports;

/// <summary>How a column of the data carrier is written and declared.</summary>
enum CarrierType { Text, Number, Amount, Date }

/// <param name="References">The table whose only key the column names, or null.</param>
sealed record CarrierColumn(string Name, CarrierType Type = CarrierType.Text, string? References = null)
{
    internal bool IsKey { get; init; }
}

/// <summary>A table of the data carrier: one file, and its description in index.xml.</summary>
/// <param name="Columns">Keys first, as the DTD wants it.</param>
sealed record CarrierTable(string File, string Name, string Description, IReadOnlyList<CarrierColumn> Columns);

/// <summary>What the data carrier holds (docs/formats.md section 9).</summary>
static class CarrierTables
{
    internal static readonly CarrierTable Journal = new("journal.csv", "Journal",
        "Buchungszeilen; Betrag: Soll positiv, Haben negativ; Perioden: 0 Eröffnung, 13 und 14 Abschluss",
        [
            Key("Buchung", CarrierType.Number), Key("Zeile", CarrierType.Number), new("Art"),
            new("Jahr", CarrierType.Number), new("Periode", CarrierType.Number),
            new("Buchungsdatum", CarrierType.Date), new("Wertstellung", CarrierType.Date), new("Beleg"),
            new("Buchungstext"), new("Erfasst von"), new("Erfasst am (UTC)"), new("Fremdschlüssel"),
            new("Storno von", CarrierType.Number), new("Konto", References: "Konten"),
            new("Betrag", CarrierType.Amount), new("Produkt", References: "Produkte"),
            new("Kostenstelle", References: "Kostenstellen"), new("Zahlungskonto", References: "Konten"),
            new("Partner", References: "Partner"), new("Posten", References: "Posten"),
            new("Anlage", References: "Anlagen"), new("Bewegung"), new("Zeilentext"),
        ]);

    /// <summary>The other tables, each with the statement that reads its columns in their order.</summary>
    internal static IReadOnlyList<(CarrierTable Table, Sql Rows)> Masters(Id<Body> body) =>
    [
        (new("konten.csv", "Konten", "Kontenplan",
            [Key("Konto"), new("Bezeichnung"), new("Art"), new("Rolle"), new("Stillgelegt ab", CarrierType.Date)]),
            $"""
            select number, name, kind, role, retired_on from ledger_account where body_id = {body} order by account_id
            """),
        (new("posten.csv", "Posten", "Offene und ausgeglichene Posten; Offen: Forderung positiv, Schuld negativ",
            [
                Key("Posten"), new("Konto", References: "Konten"), new("Partner", References: "Partner"),
                new("Entstanden", CarrierType.Date), new("Fällig", CarrierType.Date),
                new("Mahnstufe", CarrierType.Number), new("Offen", CarrierType.Amount),
            ]),
            $"""
            select i.number, a.number, p.number, i.originated_on, i.due_on, i.dunning_level, i.open from ledger_item i
            join ledger_account a on a.body_id = i.body_id and a.account_id = i.account_id
            join ledger_party p on p.body_id = i.body_id and p.party_id = i.party_id
            where i.body_id = {body} order by i.item_id
            """),
        (new("anlagen.csv", "Anlagen", "Anlagevermögen, auch abgegangenes",
            [
                Key("Anlage"), new("Bezeichnung"), new("Konto", References: "Konten"),
                new("Abschreibungskonto", References: "Konten"), new("Produkt", References: "Produkte"),
                new("Kostenstelle", References: "Kostenstellen"), new("In Betrieb seit", CarrierType.Date),
                new("Nutzungsdauer in Monaten", CarrierType.Number), new("Abgang", CarrierType.Date),
                new("Anschaffungskosten", CarrierType.Amount), new("Abschreibungen", CarrierType.Amount),
            ]),
            $"""
            select s.number, s.name, a.number, x.number, p.code, c.code, s.in_service_on, s.useful_life_months,
              s.disposed_on, s.cost, s.depreciation from ledger_asset s
            join ledger_account a on a.body_id = s.body_id and a.account_id = s.account_id
            join ledger_account x on x.body_id = s.body_id and x.account_id = s.expense_account_id
            left join ledger_product p on p.body_id = s.body_id and p.product_id = s.product_id
            left join ledger_cost_centre c on c.body_id = s.body_id and c.cost_centre_id = s.cost_centre_id
            where s.body_id = {body} order by s.asset_id
            """),
        (new("partner.csv", "Partner", "Geschäftspartner (Debitoren und Kreditoren)",
            [
                Key("Partner"), new("Name"), new("Steuernummer"), new("IBAN"), new("Gläubiger-ID"), new("Straße"),
                new("Postleitzahl"), new("Ort"),
            ]),
            $"""
            select number, name, tax_number, iban, creditor_id, street, postal_code, city from ledger_party
            where body_id = {body} order by party_id
            """),
        (new("produkte.csv", "Produkte", "Produkte des Haushalts", [Key("Produkt"), new("Bezeichnung")]),
            $"select code, name from ledger_product where body_id = {body} order by product_id"),
        (new("kostenstellen.csv", "Kostenstellen", "Kostenstellen", [Key("Kostenstelle"), new("Bezeichnung")]),
            $"select code, name from ledger_cost_centre where body_id = {body} order by cost_centre_id"),
        (new("perioden.csv", "Perioden", "Haushaltsjahre mit dem Stand ihrer Perioden (open, closing, closed)",
            [Key("Jahr", CarrierType.Number), Key("Periode", CarrierType.Number), new("Stand")]),
            $"""
            select fiscal_year, period, state from ledger_period where body_id = {body} order by fiscal_year, period
            """),
    ];

    static CarrierColumn Key(string name, CarrierType type = CarrierType.Text) => new(name, type) { IsKey = true };
}
