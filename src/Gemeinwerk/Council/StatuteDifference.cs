namespace Gemeinwerk.Council;

/// <summary>What became of a line between two wordings.</summary>
public enum LineChange { Kept, Removed, Added }

/// <summary>A line of a difference.</summary>
public readonly record struct ChangedLine(LineChange Change, string Text);

/// <summary>A field of a statute that says something else.</summary>
/// <param name="Field">German.</param>
public sealed record ChangedField(string Field, string Before, string After);

/// <summary>What differs between two versions of a statute.</summary>
/// <param name="Wording">All lines of both wordings, in their order.</param>
public sealed record StatuteDifference(IReadOnlyList<ChangedField> Fields, IReadOnlyList<ChangedLine> Wording)
{
    /// <summary>How many pairs of lines are compared; beyond, the middle counts as replaced.</summary>
    const long MostPairs = 4_000_000;

    public static StatuteDifference Of(StatuteText before, StatuteText after) => new(
        [.. Named(before).Zip(Named(after)).Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => new ChangedField(pair.First.Name, pair.First.Value, pair.Second.Value))],
        Lines(Split(before.Wording), Split(after.Wording)));

    static IEnumerable<(string Name, string Value)> Named(StatuteText text) =>
    [
        ("Name", text.Name), ("Sitz", text.Seat), ("Mitglieder", text.Members), ("Aufgaben", text.Tasks),
        ("Form der Bekanntmachungen", text.NoticeForm), ("Maßstab der Beiträge", text.ContributionKey),
        ("Stimmregel", text.Votes), ("Eigene Mehrheit", text.Majority ?? ""),
        ("Zustimmung von", string.Join(", ", text.ConsentOf ?? [])),
        ("Ladungsfrist in Tagen", $"{text.InvitationDays}"), ("Kündigungsfrist in Monaten", $"{text.NoticeMonths}"),
        ("Auseinandersetzung", text.Settlement ?? ""), ("Ausnahme", text.PrivateVotesAllowedBy ?? ""),
        ("Geschäftsführung", text.Director ?? ""),
    ];

    static string[] Split(string wording) => wording.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The longest common lines stay; what stands between was removed, then added.</summary>
    internal static IReadOnlyList<ChangedLine> Lines(string[] before, string[] after)
    {
        var start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start]) start++;
        var end = 0;
        while (end < before.Length - start && end < after.Length - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }
        return
        [
            .. Each(LineChange.Kept, before[..start]),
            .. Middle(before[start..^end], after[start..^end]),
            .. Each(LineChange.Kept, before[^end..]),
        ];
    }

    static List<ChangedLine> Middle(string[] before, string[] after)
    {
        if ((long)before.Length * after.Length > MostPairs)
        {
            return [.. Each(LineChange.Removed, before), .. Each(LineChange.Added, after)];
        }
        // common[i, j] is how many lines before[i..] and after[j..] have in common, in order.
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j]
                    ? common[i + 1, j + 1] + 1
                    : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }
        var lines = new List<ChangedLine>();
        var (from, to) = (0, 0);
        while (from < before.Length || to < after.Length)
        {
            if (from < before.Length && to < after.Length && before[from] == after[to])
            {
                lines.Add(new ChangedLine(LineChange.Kept, before[from++]));
                to++;
            }
            else if (from < before.Length && (to == after.Length || common[from + 1, to] >= common[from, to + 1]))
            {
                lines.Add(new ChangedLine(LineChange.Removed, before[from++]));
            }
            else lines.Add(new ChangedLine(LineChange.Added, after[to++]));
        }
        return lines;
    }

    static IEnumerable<ChangedLine> Each(LineChange change, string[] lines) =>
        lines.Select(line => new ChangedLine(change, line));
}
