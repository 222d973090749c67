namespace Gemeinwerk.Proofs;

public enum Verdict { Pass, Fail, Incomplete }

/// <summary>A row that is not what the journal implies.</summary>
/// <param name="Key">The row's key without its body.</param>
public sealed record Discrepancy(string Table, string Key, string Expected, string Found)
{
    public override string ToString() => $"{Table} {Key}: erwartet {Expected}, gefunden {Found}";
}

/// <summary>What one pass of <c>verify</c> found.</summary>
/// <param name="name">For programs: <c>ledger.balances</c>.</param>
/// <param name="title">German, for people.</param>
public sealed class PassReport(string name, string title)
{
    const int MostRows = 100;

    readonly List<Discrepancy> rows = [];
    readonly List<string> missing = [];

    /// <summary>What a pass found when it was run, as it was written down.</summary>
    public static PassReport Of(
        string name, string title, long count, IEnumerable<Discrepancy> rows, IEnumerable<string> missing)
    {
        var report = new PassReport(name, title) { Count = count };
        report.rows.AddRange(rows);
        report.missing.AddRange(missing);
        return report;
    }

    public string Name { get; } = name;
    public string Title { get; } = title;

    /// <summary>How many rows are wrong; <see cref="Rows"/> names the first hundred of them.</summary>
    public long Count { get; private set; }

    public IReadOnlyList<Discrepancy> Rows => rows;

    /// <summary>What could not be checked, in German.</summary>
    public IReadOnlyList<string> Missing => missing;

    public Verdict Verdict => Count > 0 ? Verdict.Fail : missing.Count > 0 ? Verdict.Incomplete : Verdict.Pass;

    /// <summary>What several passes say together: the worst of them; nothing at all is incomplete.</summary>
    public static Verdict Together(IEnumerable<PassReport> reports)
    {
        var verdicts = reports.Select(report => report.Verdict).ToHashSet();
        return verdicts.Contains(Verdict.Fail) ? Verdict.Fail
            : verdicts.Contains(Verdict.Incomplete) || verdicts.Count == 0 ? Verdict.Incomplete
            : Verdict.Pass;
    }

    public void Fail(string table, FormattableString key, object? expected, object? found)
    {
        Count++;
        if (rows.Count < MostRows)
        {
            rows.Add(new(table, FormattableString.Invariant(key), Text(expected), Text(found)));
        }
    }

    public void Lacks(string what) => missing.Add(what);

    internal void Take(PassReport other)
    {
        Count += other.Count;
        rows.AddRange(other.rows.Take(MostRows - rows.Count));
        missing.AddRange(other.missing);
    }

    static string Text(object? value) => value switch
    {
        null => "nichts",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => FormattableString.Invariant($"{value}"),
    };
}
