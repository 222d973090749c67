using Gemeinwerk.Basics;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>Collects findings of one thread; keeps so many and counts the rest.</summary>
sealed class FindingList(int most)
{
    readonly List<Finding> findings = [];
    readonly List<string> sinceMark = [];

    internal long Total { get; private set; }

    /// <summary>The file cannot be read on: even what is well formed is not accepted.</summary>
    internal bool IsFatal { get; private set; }

    internal void Add(long line, string field, Rejection why)
    {
        sinceMark.Add(why.Message);
        AddOfEarlier(line, field, why);
    }

    /// <summary>Adds what is wrong with rows before the one that the mark stands for.</summary>
    internal void AddOfEarlier(long line, string field, Rejection why)
    {
        Total++;
        if (findings.Count < most) findings.Add(new Finding(line, field, why));
    }

    internal void Add(long line, string field, string code, string message) =>
        Add(line, field, new Rejection(code, message));

    internal void Fatal(long line, string field, Rejection why)
    {
        Add(line, field, why);
        IsFatal = true;
    }

    /// <summary>Forgets what <see cref="SinceMark"/> has collected; called for every row.</summary>
    internal void Mark() => sinceMark.Clear();

    /// <summary>The messages since the last mark in one line, or null where there are none.</summary>
    internal string? SinceMark => sinceMark.Count == 0 ? null : string.Join(" ", sinceMark);

    internal bool AnySinceMark => sinceMark.Count > 0;

    /// <summary>The findings of both lists by line, together no more than each may keep.</summary>
    internal IReadOnlyList<Finding> With(FindingList other) =>
        [.. findings.Concat(other.findings).OrderBy(finding => finding.Line).Take(most)];
}
