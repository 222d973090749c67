namespace Gemeinwerk.Proof;

enum Verdict { Pass, Incomplete, Fail }

/// <summary>One fault; <paramref name="Line"/> counts from 1, and 0 means the file as a whole.</summary>
sealed record Fault(string File, long Line, string Message)
{
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}, Zeile {Line}: {Message}";
}

/// <summary>
/// One point of the check: its faults and what was not given. Keeps so many faults and counts the rest.
/// </summary>
sealed class Point(int number, string title)
{
    const int Kept = 1000;
    readonly List<Fault> faults = [];
    readonly List<string> missing = [];

    public int Number => number;
    public string Title => title;
    public IReadOnlyList<Fault> Faults => faults;
    public IReadOnlyList<string> Missing => missing;
    public long FaultCount { get; private set; }

    public Verdict Verdict =>
        FaultCount > 0 ? Verdict.Fail : missing.Count > 0 ? Verdict.Incomplete : Verdict.Pass;

    public void Fail(string file, long line, string message)
    {
        FaultCount++;
        if (faults.Count < Kept) faults.Add(new Fault(file, line, message));
    }

    public void Lacks(string what)
    {
        if (!missing.Contains(what)) missing.Add(what);
    }
}

/// <summary>The points of one check in order; the worst of them is the verdict.</summary>
sealed class Report(string subject, params Point[] given)
{
    readonly List<Point> points = [.. given];

    public string Subject { get; set; } = subject;
    public IReadOnlyList<Point> Points => points;

    /// <summary>What a reader has to know to make use of the verdict.</summary>
    public List<string> Hints { get; } = [];

    public Point this[int number] => points.First(point => point.Number == number);

    public Verdict Verdict => points.Max(point => point.Verdict);

    /// <summary>Adds a point that only some of what is checked has.</summary>
    public Point Add(Point point)
    {
        points.Add(point);
        return point;
    }

    public int ExitCode => Verdict switch { Verdict.Pass => 0, Verdict.Fail => 1, _ => 3 };
}
