using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>Where readers of files put what they have read, file by file.</summary>
sealed class ItemSink(IReadOnlyList<ImportSource> files, int mostFindings)
{
    readonly List<(int File, FileFinding Finding)> findings = [];
    readonly SortedDictionary<string, long> ignored = new(StringComparer.Ordinal);

    /// <summary>Takes an item; called in the order in which the files are read.</summary>
    internal required Func<ItemDraft, Task> OnItem { get; init; }

    internal List<DependencyDraft> Dependencies { get; } = [];

    /// <summary>Releases of products, of which the inventory takes those that it has.</summary>
    internal List<Release> Releases { get; } = [];

    internal long Rows { get; set; }
    internal long FindingCount { get; private set; }

    /// <summary>In the order in which the user gave the files.</summary>
    internal IReadOnlyList<FileFinding> Findings => [.. findings.OrderBy(it => it.File).Select(it => it.Finding)];

    /// <summary>What was seen and is not kept: columns, and types of objects, with how often.</summary>
    internal IReadOnlyDictionary<string, long> Ignored => ignored;

    internal void Ignore(string what, long times = 1) => ignored[what] = ignored.GetValueOrDefault(what) + times;

    internal void Find(int file, long line, string field, Rejection why)
    {
        FindingCount++;
        if (findings.Count >= mostFindings) return;
        findings.Add((file, new FileFinding(files[file].Name, new Finding(line, field, why))));
    }

    internal void Find(int file, IEnumerable<Finding> list)
    {
        foreach (var (line, field, why) in list) Find(file, line, field, why);
    }
}

/// <summary>A finding in one of several files.</summary>
public sealed record FileFinding(string File, Finding Finding)
{
    public override string ToString() => $"{File}: {Finding}";
}
