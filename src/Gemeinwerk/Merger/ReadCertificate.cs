using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Proofs;

namespace Gemeinwerk.Merger;

/// <summary>A section of a certificate.</summary>
/// <param name="Comments">For people; the first says what the fields are.</param>
/// <param name="Rows">Fields as docs/formats.md gives them; null is none.</param>
public sealed record CertificateSection(
    string Name, IReadOnlyList<string> Comments, IReadOnlyList<IReadOnlyList<string?>> Rows);

/// <summary>A line of the balance sheet before and after, in the order of the certificate.</summary>
/// <param name="Sources">Per source, in their order.</param>
public sealed record CertificatePosition(
    string Number, string Name, IReadOnlyList<Money> Sources, Money Before, Money Eliminated, Money After);

/// <summary>A certificate read again, for showing it; whether it is true is for the separate program.</summary>
public sealed record ReadCertificate(IReadOnlyList<CertificateSection> Sections)
{
    /// <param name="text">A certificate of this program, signed.</param>
    public static ReadCertificate Of(string text)
    {
        var sections = new List<CertificateSection>();
        var (comments, rows) = (new List<string>(), new List<IReadOnlyList<string?>>());
        foreach (var line in SignedNote.Parse(text).Expect().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line is ['[', .., ']'])
            {
                (comments, rows) = ([], []);
                sections.Add(new CertificateSection(line[1..^1], comments, rows));
            }
            else if (line.StartsWith('#')) comments.Add(line[1..].Trim());
            else rows.Add(CertificateText.Split(line));
        }
        return new ReadCertificate(sections);
    }

    public CertificateSection? Find(string name) => Sections.FirstOrDefault(section => section.Name == name);

    /// <summary>The codes of the sources, in their order.</summary>
    public IReadOnlyList<string> Sources =>
        [.. Rows("certificate").Where(row => row[0] == "source").Select(row => row[1]!)];

    /// <summary>A fact of the first section, as <c>effective</c>.</summary>
    public string? Fact(string name) => Rows("certificate").FirstOrDefault(row => row[0] == name)?[1];

    /// <summary>The lines that add up to the sum of one side of the balance sheet, <c>Aktiva</c> or
    /// <c>Passiva</c>, and the sum after them.</summary>
    public IReadOnlyList<CertificatePosition> MainPositions(string side)
    {
        var sums = Rows("lines").Where(row => row[0] == "sum").ToList();
        var parts = sums.Select(row => row[2]).ToHashSet();
        var total = sums.Select(row => row[1]!).FirstOrDefault(sum =>
            sum.StartsWith(side, StringComparison.Ordinal) && !parts.Contains(sum));
        var main = sums.Where(row => row[1] == total).Select(row => row[2]).Append(total).ToHashSet();
        return [.. Rows("statement").Where(row => main.Contains(row[0])).Select(Position)
            .OrderBy(position => position.Number == total)];
    }

    IReadOnlyList<IReadOnlyList<string?>> Rows(string section) => Find(section)?.Rows ?? [];

    static CertificatePosition Position(IReadOnlyList<string?> row)
    {
        var amounts = row.Skip(2)
            .Select(field => new Money(long.Parse(field!, CultureInfo.InvariantCulture))).ToList();
        return new CertificatePosition(row[0]!, row[1]!, amounts[..^3], amounts[^3], amounts[^2], amounts[^1]);
    }
}
