using System.Globalization;
using Gemeinwerk.Proof.Budgets;
using Gemeinwerk.Proof.Certificates;

namespace Gemeinwerk.Proof.Checks;

/// <summary>Where a line of a source's budget is to stand in the target: product and position through the mapping.
/// </summary>
sealed class BudgetMapping
{
    readonly Certificate certificate;
    readonly BudgetBooks books;
    readonly Point point;
    readonly Dictionary<(string Body, string Kind), Dictionary<string, Mapping>> lines = [];
    readonly HashSet<(string, string, string)> missing = [];

    public BudgetMapping(Certificate certificate, BudgetBooks books, Point point)
    {
        (this.certificate, this.books, this.point) = (certificate, books, point);
        FirstYear = certificate.Effective.Length >= 4
            ? long.Parse(certificate.Effective.AsSpan(0, 4), CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>The year of the merger.</summary>
    public long FirstYear { get; }

    /// <summary>Whether it takes effect on 1 January, so that all of its year goes over.</summary>
    public bool IsNewYear => certificate.Effective.EndsWith("-01-01", StringComparison.Ordinal);

    /// <summary>A commitment of an earlier year goes to the year of the merger.</summary>
    public BudgetPlace Current(BudgetPlace at) => at with { Year = Math.Max(at.Year, FirstYear) };

    public BudgetPlace To(string body, BudgetPlace at) => at with
    {
        Product = at.Product is null ? null : Map(body, "product", "Produkt", at.Product),
        Position = Map(body, "position", "Haushaltsposition", at.Position),
    };

    /// <summary>The lines of the certificate that map a place.</summary>
    public IEnumerable<int> Lines(string body, BudgetPlace at)
    {
        if (at.Product is { } product && Of(body, "product").TryGetValue(product, out var line)) yield return line.Line;
        if (Of(body, "position").TryGetValue(at.Position, out line)) yield return line.Line;
    }

    /// <summary>Every line that maps a position is about one of the budget and agrees with its account.</summary>
    public void Check()
    {
        foreach (var line in certificate.Mappings.Where(line => line.Kind == "position"))
        {
            if (!books.UsesPosition(line.Body, line.Source))
                point.Fail(certificate.File, line.Line, $"die Zuordnung nennt die Haushaltsposition „{line.Source}“, "
                    + $"die im Haushalt der {line.Body} nicht vorkommt.");
            if (Of(line.Body, "account").TryGetValue(line.Source, out var account) && account.Target != line.Target)
                point.Fail(certificate.File, line.Line, $"die Haushaltsposition {line.Source} der {line.Body} wird "
                    + $"{line.Target}, das Konto aber {account.Target} (Zeile {account.Line}).");
        }
    }

    string Map(string body, string kind, string noun, string number)
    {
        if (Of(body, kind).TryGetValue(number, out var line)) return line.Target;
        if (missing.Add((body, kind, number)))
            point.Fail(certificate.File, certificate.LineOf("mapping"),
                $"{noun} {number} der {body} ist keinem Ziel zugeordnet.");
        return number;
    }

    Dictionary<string, Mapping> Of(string body, string kind) => lines.TryGetValue((body, kind), out var known) ? known
        : lines[(body, kind)] = certificate.MappingOf(kind, body);
}
