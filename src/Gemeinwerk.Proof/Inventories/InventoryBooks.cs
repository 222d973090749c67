using Gemeinwerk.Proof.Certificates;
using Gemeinwerk.Proof.Exports;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Inventories;

/// <summary>
/// The inventory of every body before and after: each export goes to the moment whose root it has, one that was changed
/// to the moment that it was meant for. A source has one for both.
/// </summary>
sealed class InventoryBooks
{
    static readonly string[] moments = ["before", "after"];

    readonly Certificate certificate;
    readonly IReadOnlyList<ExportFile> exports;
    readonly Point point;
    readonly Dictionary<(string Body, string Name), Inventory> books = [];

    public InventoryBooks(Certificate certificate, IReadOnlyList<ExportFile> exports, Point point)
    {
        (this.certificate, this.exports, this.point) = (certificate, exports, point);
        foreach (var body in certificate.Bodies.Distinct()) Read(body);
    }

    public Inventory? Before(string body) => books.GetValueOrDefault((body, "before"));

    public Inventory? After(string body) => books.GetValueOrDefault((body, "after"));

    IEnumerable<string> Names(string body) => body == certificate.Target ? moments : moments.Take(1);

    void Read(string body)
    {
        var given = exports.Where(file => file.Kind == ExportKind.Inventory && file.Body == body)
            .Select(file => (File: file, Book: InventoryReader.Read(file, point))).ToList();
        foreach (var name in Names(body))
        {
            if (!certificate.Inventories.TryGetValue((body, name), out var stated)) continue;
            var fit = given.Find(each => each.Book.Root.AsSpan().SequenceEqual(stated.Root)
                && each.Book.Count == stated.Size).Book;
            if (fit is null && stated.Size == 0 && stated.Root.AsSpan().SequenceEqual(Merkle.EmptyRoot))
                fit = new Inventory(certificate.File);
            if (fit is not null) books.Add((body, name), fit);
        }
        foreach (var (file, book) in given)
        {
            if (!books.ContainsValue(book)) Place(body, file, book);
            CheckSize(body, file, book);
        }
        foreach (var name in Names(body).Where(name => !books.ContainsKey((body, name))))
            if (certificate.Inventories.TryGetValue((body, name), out var stated))
                point.Lacks($"der Export des Bestands der Körperschaft {body}, Stand {German(name)} "
                    + $"({stated.Size} Stücke)");
    }

    /// <summary>An export that is none of the certified ones stands in for the one that is missing.</summary>
    void Place(string body, ExportFile file, Inventory book)
    {
        var open = Names(body).Where(name => !books.ContainsKey((body, name))
            && certificate.Inventories.ContainsKey((body, name))).ToList();
        var name = open.Find(name => certificate.Inventories[(body, name)].Size == book.Count) ?? open.FirstOrDefault();
        if (name is null)
        {
            point.Fail(file.Path, 1, $"der Export gehört zu keinem Stand des Bestands der {body} oder liegt doppelt "
                + "vor.");
            return;
        }
        books.Add((body, name), book);
        point.Fail(file.Path, 0, $"die Wurzel des Bestands der {body} ist nicht die des Stands {German(name)} "
            + $"({certificate.File}, Zeile {certificate.Inventories[(body, name)].Line}): Inhalt oder Reihenfolge "
            + "wurde verändert.");
    }

    void CheckSize(string body, ExportFile file, Inventory book)
    {
        var at = certificate.Moments[body];
        var wanted = moments.Where(name => books.GetValueOrDefault((body, name)) == book)
            .Select(name => name == "before" ? at.Before?.Size : at.End?.Size).ToList();
        if (wanted.Count > 0 && !wanted.Contains(file.Size))
            point.Fail(file.Path, 1, $"die Kopfzeile nennt Buchung {file.Size}; der Stand des Bestands gehört zu "
                + $"Buchung {wanted[0]}.");
    }

    static string German(string name) => name == "before" ? "vorher" : "nachher";
}
