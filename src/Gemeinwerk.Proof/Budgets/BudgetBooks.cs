using Gemeinwerk.Proof.Certificates;
using Gemeinwerk.Proof.Exports;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Budgets;

/// <summary>
/// The budget of every body before and after: each export goes to the moment whose root it has, one that was changed to
/// the moment that it was meant for.
/// </summary>
sealed class BudgetBooks
{
    static readonly string[] moments = ["before", "after"];

    readonly Certificate certificate;
    readonly IReadOnlyList<ExportFile> exports;
    readonly Point point;
    readonly Dictionary<(string Body, string Name), Budget> books = [];

    public BudgetBooks(Certificate certificate, IReadOnlyList<ExportFile> exports, Point point)
    {
        (this.certificate, this.exports, this.point) = (certificate, exports, point);
        if (certificate.Version == 2) return;
        foreach (var body in certificate.Bodies.Distinct()) Read(body);
    }

    public Budget? Before(string body) => books.GetValueOrDefault((body, "before"));

    public Budget? After(string body) => books.GetValueOrDefault((body, "after"));

    /// <summary>Whether the budget of a body names a product; true where nobody can say.</summary>
    public bool UsesProduct(string body, string product) => certificate.Version != 2
        && (Before(body) is not { } budget || budget.Lines.Keys.Any(at => at.Product == product));

    public bool UsesPosition(string body, string position) =>
        Before(body) is not { } budget || budget.Lines.Keys.Any(at => at.Position == position);

    void Read(string body)
    {
        var given = exports.Where(file => file.Kind == ExportKind.Budget && file.Body == body)
            .Select(file => (File: file, Book: BudgetReader.Read(file, point))).ToList();
        foreach (var name in moments)
        {
            if (!certificate.Budgets.TryGetValue((body, name), out var stated)) continue;
            var fit = given.Find(each => each.Book.Root.AsSpan().SequenceEqual(stated.Root)
                && each.Book.Size == stated.Size).Book;
            if (fit is null && stated.Size == 0 && stated.Root.AsSpan().SequenceEqual(Merkle.EmptyRoot))
                fit = new Budget(certificate.File);
            if (fit is not null) books.Add((body, name), fit);
        }
        foreach (var (file, book) in given)
        {
            if (!books.ContainsValue(book)) Place(body, file, book);
            CheckSize(body, file, book);
        }
        foreach (var (at, stated) in certificate.Budgets.Where(each => each.Key.Body == body))
            if (!books.ContainsKey(at))
                point.Lacks($"der Export des Haushalts der Körperschaft {body}, Stand {German(at.Name)} "
                    + $"({stated.Size} Zeilen)");
    }

    /// <summary>An export that is none of the certified ones stands in for the one that is missing.</summary>
    void Place(string body, ExportFile file, Budget book)
    {
        var open = moments.Where(name => !books.ContainsKey((body, name))
            && certificate.Budgets.ContainsKey((body, name))).ToList();
        var name = open.Find(name => certificate.Budgets[(body, name)].Size == book.Size) ?? open.FirstOrDefault();
        if (name is null)
        {
            point.Fail(file.Path, 1, $"der Export gehört zu keinem Stand des Haushalts der {body} oder liegt doppelt "
                + "vor.");
            return;
        }
        books.Add((body, name), book);
        point.Fail(file.Path, 0, $"die Wurzel des Haushalts der {body} ist nicht die des Stands {German(name)} "
            + $"({certificate.File}, Zeile {certificate.Budgets[(body, name)].Line}): Inhalt oder Reihenfolge wurde "
            + "verändert.");
    }

    void CheckSize(string body, ExportFile file, Budget book)
    {
        var at = certificate.Moments[body];
        var wanted = moments.Where(name => books.GetValueOrDefault((body, name)) == book)
            .Select(name => name == "before" ? at.Before?.Size : at.End?.Size).ToList();
        if (wanted.Count > 0 && !wanted.Contains(file.Size))
            point.Fail(file.Path, 1, $"die Kopfzeile nennt Buchung {file.Size}; der Stand des Haushalts gehört zu "
                + $"Buchung {wanted[0]}.");
    }

    static string German(string name) => name == "before" ? "vorher" : "nachher";
}
