using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Printing;

namespace Gemeinwerk.Council.Papers;

/// <summary>For whom a paper is.</summary>
public enum PaperReaders
{
    /// <summary>Everybody: nothing of non-public items, and no instructions of councils.</summary>
    Public,

    /// <summary>Members: all of it.</summary>
    Members,
}

/// <summary>Words that the papers of an assembly share.</summary>
static partial class PaperWords
{
    internal static string Of(Choice choice) => choice switch
    {
        Choice.Yes => "Ja",
        Choice.No => "Nein",
        _ => "Enthaltung",
    };

    internal static string Of(Office office) => office switch
    {
        Office.Chair => "Vorsitz der Verbandsversammlung",
        Office.DeputyChair => "stellvertretender Vorsitz der Verbandsversammlung",
        Office.Head => "Verbandsvorsteherin oder Verbandsvorsteher",
        Office.DeputyHead => "Stellvertretung der Verbandsvorsteherin oder des Verbandsvorstehers",
        _ => "Geschäftsleitung",
    };

    internal static string Votes(long votes) => German.Count(votes, "Stimme", "Stimmen");

    internal static string Day(DateOnly? day, string otherwise) => day is { } known ? German.Date(known) : otherwise;

    /// <summary>What the association is called on a day.</summary>
    internal static string Name(Assembly assembly, DateOnly day, string body) =>
        assembly.StatuteOn(day)?.Text.Name ?? body;

    /// <summary>What was counted and what was needed, where everybody may read it.</summary>
    internal static IEnumerable<Fact> Result(Assembly assembly, Resolution resolution)
    {
        var (tally, votes) = (resolution.Tally, resolution.Tally.Votes);
        yield return new("Abstimmung", tally.IsSecret ? "geheim" : "offen");
        yield return new("Stimmen", $"Ja: {German.Count(votes.Yes)}, Nein: {German.Count(votes.No)}, "
            + $"Enthaltung: {German.Count(votes.Abstain)}");
        yield return new("Vertreten", $"{German.Count(tally.Present)} von {German.Count(tally.Statutory)} "
            + "satzungsmäßigen Stimmen");
        yield return new("Nötig", $"{Votes(tally.Required)} dafür: {tally.Rule}");
        if (tally.Missing.Count > 0)
        {
            yield return new("Ohne Zustimmung", string.Join(", ", tally.Missing.Select(number =>
                assembly.Member(number)?.Name ?? number)));
        }
        yield return new("Ergebnis", resolution.IsPassed
            ? $"angenommen, Beschluss {resolution.Citation}"
            : $"abgelehnt, Beschluss {resolution.Citation}");
    }

    /// <summary>What a motion is about beside its words.</summary>
    internal static IEnumerable<Fact> About(
        Assembly assembly, Candidate? candidate, int? statute, Interim? interim)
    {
        if (candidate is { } it) yield return new("Zur Wahl", $"{it.Person}: {Of(it.Office)}");
        if (statute is { } version && assembly.Statute(version) is { } adopted)
        {
            yield return new("Satzung", $"{adopted.Text.Name}, Fassung {version}");
            yield return new("Prüfsumme (SHA-256)", adopted.Text.Hash);
        }
        if (interim is null) yield break;
        yield return new("Bis zur ersten Wahl", $"Rechte des Verbandsvorstehers: {interim.Head}; "
            + $"Vorsitz der Versammlung: {interim.Chair} (GkG NRW § 22 (2))");
    }

    /// <summary>Paragraphs of a text of others; lines that lie between empty ones are one.</summary>
    internal static IEnumerable<Block> Paragraphs(string text) => EmptyLines().Split(text.ReplaceLineEndings("\n"))
        .Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => new Paragraph(part));

    /// <summary>The wording of a statute: what stands alone in a line as <c>§ 3 Aufgaben</c> is a heading.</summary>
    internal static IEnumerable<Block> Wording(string text)
    {
        var (lines, open, before) = (text.ReplaceLineEndings("\n").Split('\n'), new List<string>(), "");
        foreach (var line in lines.Select(line => line.Trim()))
        {
            var isHeading = Section().IsMatch(line) && (before.Length == 0 || before[^1] is '.' or ';' or ':');
            if ((isHeading || line.Length == 0) && open.Count > 0)
            {
                yield return new Paragraph(string.Join('\n', open));
                open.Clear();
            }
            if (isHeading) yield return new Heading(3, line);
            else if (line.Length > 0) open.Add(line);
            before = isHeading ? "" : line;
        }
        if (open.Count > 0) yield return new Paragraph(string.Join('\n', open));
    }

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex EmptyLines();

    [GeneratedRegex(@"^§ ?[0-9]{1,3} ?[a-z]?( .{0,100}[^.;,:])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Section();
}
