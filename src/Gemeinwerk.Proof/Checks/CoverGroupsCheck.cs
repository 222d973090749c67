using Gemeinwerk.Proof.Budgets;
using Gemeinwerk.Proof.Certificates;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// Point 8 for cover groups: every group of a source from the year of the merger on stands in the certificate once, its
/// lines are in the group of the target that it names, and no other line is in any group that it was not in before.
/// </summary>
sealed class CoverGroupsCheck(Certificate certificate, BudgetBooks books, BudgetMapping mapping, Point point)
{
    readonly Dictionary<BudgetPlace, (string Code, string Name, string Origin)> expected = [];
    bool isComplete = true;

    public void Run()
    {
        var (before, after) = (books.Before(certificate.Target), books.After(certificate.Target));
        if (before is null) isComplete = false;
        else foreach (var line in before.Lines.Values) Keep(before, line);
        foreach (var body in certificate.Sources.Distinct()) CheckSource(body);
        if (after is null) return;
        foreach (var line in after.Lines.Values) CheckArrived(after, line);
        foreach (var (at, wanted) in expected)
            point.Fail(after.File, 1, $"Haushaltszeile {at} fehlt im Deckungskreis {wanted.Code} ({wanted.Origin}).");
    }

    void Keep(Budget book, BudgetLine line)
    {
        if (line.Group is not { } code) return;
        expected.Add(line.At, (code, Name(book, line), $"{book.File}, Zeile {line.Line}"));
    }

    void CheckSource(string body)
    {
        var stated = new Dictionary<(long Year, string Code), CertifiedGroup>();
        foreach (var group in certificate.CoverGroups.Where(group => group.Body == body))
            stated.TryAdd((group.Year, group.Code), group);
        if (books.Before(body) is not { } before)
        {
            isComplete = false;
            return;
        }
        var lines = before.Lines.Values.Where(line => line.Group is not null && line.At.Year >= mapping.FirstYear)
            .ToLookup(line => (line.At.Year, line.Group!));
        foreach (var same in lines)
        {
            if (!stated.Remove(same.Key, out var group))
                point.Fail(before.File, before.Groups.GetValueOrDefault(same.Key)?.Line ?? same.First().Line,
                    $"Deckungskreis {same.Key.Item1} {same.Key.Item2} der {body} steht nicht im Zertifikat.");
            else
            {
                if (group.Lines != same.Count())
                    point.Fail(certificate.File, group.Line, $"Deckungskreis {group.Year} {group.Code} der {body} hat "
                        + $"im Export {same.Count()} Zeilen ({before.File}, Zeile {same.First().Line}).");
                foreach (var line in same) Expect(body, before, line, group);
            }
        }
        foreach (var group in stated.Values)
            point.Fail(certificate.File, group.Line,
                $"Deckungskreis {group.Year} {group.Code} der {body} steht nicht in deren Export vorher.");
        CheckLeft(body, before);
    }

    void Expect(string body, Budget book, BudgetLine line, CertifiedGroup group)
    {
        var at = mapping.To(body, line.At);
        var origin = $"{book.File}, Zeile {line.Line}; {certificate.File}, Zeile {group.Line}";
        if (!expected.TryAdd(at, (group.Target, Name(book, line), origin)) && expected[at].Code != group.Target)
            point.Fail(certificate.File, group.Line, $"Haushaltszeile {at} käme in die Deckungskreise "
                + $"{expected[at].Code} ({expected[at].Origin}) und {group.Target}.");
    }

    /// <summary>The groups of a source stay as they were, with nothing on their lines.</summary>
    void CheckLeft(string body, Budget before)
    {
        if (books.After(body) is not { } after) return;
        foreach (var line in after.Lines.Values)
            if (line.Group != before.Lines.GetValueOrDefault(line.At)?.Group)
                point.Fail(after.File, line.Line, $"Haushaltszeile {line.At} der {body} ist in einem anderen "
                    + $"Deckungskreis als vorher ({before.Place(line.At)}).");
    }

    void CheckArrived(Budget after, BudgetLine line)
    {
        var isExpected = expected.Remove(line.At, out var wanted);
        if (!isExpected && !isComplete) return;
        if (line.Group != wanted.Code)
            point.Fail(after.File, line.Line, $"Haushaltszeile {line.At}: Deckungskreis {line.Group ?? "keiner"} statt "
                + $"{wanted.Code ?? "keinem"}{(isExpected ? $" ({wanted.Origin})" : "")}.");
        else if (isExpected && Name(after, line) != wanted.Name)
            point.Fail(after.File, line.Line, $"Deckungskreis {line.At.Year} {line.Group} heißt „{Name(after, line)}“ "
                + $"statt „{wanted.Name}“ ({wanted.Origin}).");
    }

    static string Name(Budget book, BudgetLine line) =>
        book.Groups.GetValueOrDefault((line.At.Year, line.Group!))?.Name ?? "";
}
