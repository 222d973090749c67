using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Merger;
using Gemeinwerk.Web.DataCentre;
using Gemeinwerk.Web.Frame.Tables;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Merger;

/// <summary>The sections of a certificate (docs/formats.md section 5) as tables with typed columns.</summary>
sealed class CertificateColumns(
    ReadCertificate certificate, IStringLocalizer<MergerWords> words, IStringLocalizer<CentreWords> kinds)
{
    /// <summary>What a reader gets to see, in this order; the rest is for the checker.</summary>
    internal static readonly IReadOnlyList<(string Section, string Title)> Shown =
    [
        ("checkpoints", "Zeitbücher vorher und nachher"), ("counts", "Anzahlen und Summen"),
        ("eliminations", "Was wegfiel (Konfusion)"), ("statement", "Bilanzzeilen"),
        ("balances", "Salden je Konto, Produkt und Kostenstelle"), ("items", "Offene Posten"), ("assets", "Anlagen"),
        ("budget", "Haushalt"), ("commitments", "Mittelbindungen"),
        ("cover-groups", "Deckungskreise"), ("inventories", "Bestände vorher und nachher"),
        ("inventory", "Bestand der Rechenzentren"), ("use-moments", "Nutzungen vorher und nachher"),
        ("uses", "Was aus den Nutzungen wurde"), ("new-uses", "Neue Nutzungen im Ziel"), ("mapping", "Überleitung"),
    ];

    internal Table<IReadOnlyList<string?>> Table(string section) => new(
        section, words[Shown.Single(it => it.Section == section).Title], [.. Of(section)],
        words["Dieser Abschnitt ist leer."]);

    IEnumerable<Column<IReadOnlyList<string?>>> Of(string section) => section switch
    {
        "checkpoints" => [Text(0, "Körperschaft"), Code(1, "Zeitpunkt"), Number(2, "Buchungen"),
            Text(3, "Merkle-Wurzel")],
        "counts" => [Code(0, "Was"), new("value", words["Wert"], ColumnKind.Number, Count)],
        "eliminations" => [Code(0, "Grund"), Text(1, "Körperschaft"), Text(2, "Forderung oder Anteil"),
            Text(3, "gegen"), Text(4, "Schuld oder Eigenkapital"), Amount(5, "Betrag", isSummed: true)],
        "statement" => [Text(0, "Nr."), Text(1, "Bezeichnung"), .. Movement(2)],
        "balances" => [Text(0, "Konto"), Optional(1, "Produkt"), Optional(2, "Kostenstelle"), .. Movement(3)],
        "items" => [Text(0, "Quelle"), Text(1, "Nr."), Text(2, "Konto"), Text(3, "Partner"), Day(4, "Entstanden"),
            Day(5, "Fällig"), Number(6, "Mahnstufe"), Amount(7, "Offener Betrag", isSummed: true), Code(8, "Verbleib"),
            Optional(9, "Nr. im Ziel"), Optional(10, "Konto im Ziel"), Optional(11, "Partner im Ziel")],
        "assets" => [Text(0, "Quelle"), Text(1, "Nr."), Text(2, "Konto"), Day(3, "In Betrieb seit"),
            Number(4, "Monate Nutzungsdauer"), Amount(5, "Anschaffungskosten", isSummed: true),
            Amount(6, "Abschreibung", isSummed: true), Code(7, "Verbleib"), Text(8, "Nr. im Ziel"),
            Text(9, "Konto im Ziel")],
        "budget" => [Code(0, "Art"), Number(1, "Jahr"), Optional(2, "Produkt"), Text(3, "Position"), .. Sources(4),
            Amount(^2, "Ziel vorher"), Amount(^1, "Ziel nachher")],
        "commitments" => [Text(0, "Quelle"), Text(1, "Nr."), Number(2, "Jahr"), Optional(3, "Produkt"),
            Text(4, "Position"), Amount(5, "Offener Betrag", isSummed: true), Text(6, "Nr. im Ziel")],
        "cover-groups" => [Text(0, "Quelle"), Number(1, "Jahr"), Text(2, "Kürzel"), Text(3, "Kürzel im Ziel"),
            Number(4, "Positionen")],
        "inventories" => [Text(0, "Körperschaft"), Code(1, "Zeitpunkt"), Number(2, "Stücke"),
            Text(3, "Merkle-Wurzel")],
        "inventory" => [Text(0, "Quelle"), Number(1, "Schlüssel"),
            Text(2, "Art") with { Value = row => kinds[ItemKinds.Parse(row[2]!).Expect().German].Value },
            Text(3, "Name"), Code(4, "Verbleib"), Optional(5, "Schlüssel im Ziel"), Optional(6, "Neuer Name"),
            Optional(7, "Grund")],
        "use-moments" => [Text(0, "Körperschaft"), Code(1, "Zeitpunkt"), Number(2, "Nutzungen"),
            Text(3, "Merkle-Wurzel")],
        "uses" => [Text(0, "Körperschaft"), .. Use(1), Code(8, "Verbleib"), Optional(9, "Gewicht")],
        "new-uses" => [.. Use(0)],
        _ => [Code(0, "Art"), Text(1, "Quelle"), Text(2, "Nr."), Text(3, "Nr. im Ziel")],
    };

    /// <summary>Keys of the use, of what is used and of who uses it; days; the share as one text.</summary>
    IEnumerable<Column<IReadOnlyList<string?>>> Use(int from) =>
    [
        Number(from, "Schlüssel") with { IsRowHeader = from == 0 }, Number(from + 1, "Stück"),
        Number(from + 2, "Mitglied"), Day(from + 3, "Ab"), Day(from + 4, "Bis vor"),
        Text(from + 5, "Anteil") with
        {
            Value = row => row[from + 6] == "1" ? "1" : $"{row[from + 5]}/{row[from + 6]}",
        },
    ];

    IEnumerable<Column<IReadOnlyList<string?>>> Movement(int from) =>
        [.. Sources(from), Amount(^3, "Ziel vorher"), Amount(^2, "Konfusion"), Amount(^1, "Ziel nachher")];

    IEnumerable<Column<IReadOnlyList<string?>>> Sources(int from) => certificate.Sources.Select((source, at) =>
        new Column<IReadOnlyList<string?>>($"source{at + 1}", source, ColumnKind.Amount, row => Cents(row[from + at])));

    Column<IReadOnlyList<string?>> Text(int at, string header) =>
        new($"field{at}", words[header], ColumnKind.Text, row => row[at]) { IsRowHeader = at == 0 };

    Column<IReadOnlyList<string?>> Code(int at, string header) =>
        Text(at, header) with { Value = row => Word(row[at]) };

    Column<IReadOnlyList<string?>> Optional(int at, string header) => Text(at, header) with { IsOptional = true };

    Column<IReadOnlyList<string?>> Number(int at, string header) =>
        new($"field{at}", words[header], ColumnKind.Number, row => Long(row[at]));

    Column<IReadOnlyList<string?>> Day(int at, string header) =>
        new($"field{at}", words[header], ColumnKind.Day, row =>
            Basics.Day.TryParse(row[at] ?? "", out var day) ? (DateOnly?)day : null);

    Column<IReadOnlyList<string?>> Amount(Index at, string header, bool isSummed = false) =>
        new($"amount{at.Value}", words[header], ColumnKind.Amount, row => Cents(row[at.GetOffset(row.Count)]))
        {
            IsSummed = isSummed,
        };

    /// <summary>Counts, and in the last line a sum of cents.</summary>
    static string Count(IReadOnlyList<string?> row) =>
        row[0] == "sum of debit balances" ? German.Amount(Cents(row[1])) : German.Count(Long(row[1]));

    static Money Cents(string? field) => new(Long(field));

    static long Long(string? field) => long.Parse(field!, CultureInfo.InvariantCulture);

    /// <summary>The fixed words of the format in the visitor's language; numbers and names stay.</summary>
    string? Word(string? field) => field switch
    {
        "before" => words["vorher"],
        "after" => words["nachher"],
        "sealed" => words["versiegelt"],
        "mutual-claim" => words["Forderung der Körperschaften aneinander"],
        "mutual-shareholding" => words["Beteiligung der Körperschaften aneinander"],
        "eliminated" => words["weggefallen"],
        "moved" => words["übergegangen"],
        "joined" => words["mit Vorhandenem eins"],
        "replaced" => words["durch anderes ersetzt"],
        "retired" => words["aufgegeben"],
        "arrived" => words["übergegangen"],
        "history" => words["schon beendet"],
        "kept" => words["unverändert"],
        "reshared" => words["neu geteilt"],
        "uses" => words["Nutzungen"],
        "uses arrived" => words["Nutzungen, übergegangen"],
        "uses history" => words["Nutzungen, schon beendet"],
        "uses retired" => words["Nutzungen, mit Aufgegebenem beendet"],
        "uses kept" => words["Nutzungen des Ziels, unverändert"],
        "uses reshared" => words["Nutzungen des Ziels, neu geteilt"],
        "new uses" => words["Neue Nutzungen im Ziel"],
        "account" => words["Konto"],
        "product" => words["Produkt"],
        "cost-centre" => words["Kostenstelle"],
        "party" => words["Partner"],
        "item" => words["Offener Posten"],
        "asset" => words["Anlage"],
        "position" => words["Haushaltsposition"],
        "plan" or "original" => words["Ansatz"],
        "supplementary" => words["Nachtrag"],
        "carried-forward" => words["Ermächtigung"],
        "transfer" => words["Umschichtung"],
        "approval" => words["Über- und außerplanmäßig"],
        "commitment" => words["Mittelbindung"],
        "items" => words["Offene Posten"],
        "items moved" => words["Offene Posten, übergegangen"],
        "items eliminated" => words["Offene Posten, weggefallen"],
        "assets" => words["Anlagen"],
        "budget lines" => words["Haushaltszeilen"],
        "commitments" => words["Mittelbindungen"],
        "cover groups" => words["Deckungskreise"],
        "inventory items" => words["Stücke des Bestands"],
        "inventory items moved" => words["Stücke des Bestands, übergegangen"],
        "inventory items joined" => words["Stücke des Bestands, mit Vorhandenem eins"],
        "inventory items replaced" => words["Stücke des Bestands, ersetzt"],
        "inventory items retired" => words["Stücke des Bestands, aufgegeben"],
        "balances" => words["Salden"],
        "sum of debit balances" => words["Summe der Sollsalden"],
        _ => field,
    };
}
