using System.Globalization;
using System.Text;
using Gemeinwerk.Bench.Load;

namespace Gemeinwerk.Bench;

/// <summary>Writes what was measured as Markdown.</summary>
static class Results
{
    const double MostMegabytes = 400, MostTrialBalanceSeconds = 0.05;

    const string Notes = """

        The raw baselines write the entries and postings only, into the same tables with the same indexes and checks,
        without triggers and foreign keys; ours also checks, hashes, and keeps balances. The CPU ratio leaves a server's
        own work out. Peak memory is ours (VmHWM), a server's not counted. A merger carries over balances, open items
        and assets, not the journal; the copy it is held against writes every posting, so that the ratio depends on the
        scale. One durable entry is the median of 20,000 in one process, as a server goes on for months; in its first
        thousands the runtime still compiles.

        """;

    internal static string Text(Rounds rounds, double scale, int count, string loadAverage)
    {
        var text = new StringBuilder("# Bench results\n\n");
        text.Append(CultureInfo.InvariantCulture, $"""
            Written by `bench/run`. Each line is a ratio of two measurements of the same run, taken in turn: the median
            of {count} rounds, with the least and the most. Every measurement is a process of its own. Scale {scale}
            (1 is 5,000,000 postings in about 2,190,000 entries).{Reduced(scale)}

            {Machine.Describe()}
            Load average at the start: {loadAverage}; it counts other programs, and the build before the run.

            {Missed(rounds)}

            | what | ours | baseline | ratio (least to most) | target | met | CPU ratio | peak memory |
            |---|---|---|---|---|---|---|---|

            """);
        foreach (var comparison in rounds.Comparisons) text.Append(Row(comparison)).Append('\n');
        foreach (var row in Absolute(rounds)) text.Append(row).Append('\n');
        text.Append(Notes);
        if (rounds.Load is { } load) text.Append(Load(load));
        if (rounds.Readings.Count > 0) text.Append(Peers(rounds.Readings));
        return text.ToString();
    }

    static string Reduced(double scale) => scale >= 1 ? "" : $"""

        **This is not the full scale**: the targets are meant for scale 1, and a target met here is not thereby met
        there.
        """;

    static string Missed(Rounds rounds)
    {
        var missed = rounds.Comparisons.Where(row => row is { IsMeasured: true, IsMet: false })
            .Select(row => $"{row.What} ({Numbers.Two(row.Ratio)})")
            .Concat(rounds.Durations.Where(it => it is { IsMeasured: true, IsMet: false })
                .Select(it => $"{it.What} ({Numbers.Time(it.Seconds)})"))
            .Concat(rounds.InventoryMemory is { IsMeasured: true, IsMet: false } memory
                ? [$"{memory.What} ({Numbers.Two(memory.Ratio)})"] : [])
            .Concat((rounds.Load is { } load ? Rows(load) : []).Where(row => !row.IsMet)
                .Select(row => $"{row.What} ({row.Measured})")).ToList();
        return missed.Count == 0 ? "All that was measured meets its target."
            : $"Not met: {string.Join("; ", missed)}.";
    }

    static string Row(Comparison row) => !row.IsMeasured
        ? Cells(row.What, row.Ours, row.Baseline, "not measured", Numbers.Two(row.Target), "", "", "")
        : Cells(row.What,
            $"{row.Ours}: {Numbers.Time(row.OurSeconds)}",
            $"{row.Baseline}: {Numbers.Time(row.BaselineSeconds)}",
            $"{Numbers.Two(row.Ratio)} ({Numbers.Two(row.Least)} to {Numbers.Two(row.Most)})",
            Numbers.Two(row.Target), Met(row.IsMet), Numbers.Two(row.CpuRatio), Megabytes(row.PeakMegabytes));

    static IEnumerable<string> Absolute(Rounds rounds)
    {
        if (rounds.TrialBalance is { IsMeasured: true } trial)
        {
            yield return Cells("trial balance, any day", Numbers.Time(trial.OurSeconds), "", "", "under 50 ms",
                Met(trial.OurSeconds < MostTrialBalanceSeconds), "", "");
        }
        foreach (var it in rounds.Durations.Where(it => it.IsMeasured))
        {
            yield return Cells(it.What, $"{it.Ours}: {Numbers.Time(it.Seconds)}", "", "",
                $"under {Numbers.Time(it.Most)}", Met(it.IsMet), "", Megabytes(it.PeakMegabytes));
        }
        if (rounds.InventoryMemory is { IsMeasured: true } growth)
        {
            yield return Cells(growth.What, growth.Ours, "", Numbers.Two(growth.Ratio), Numbers.Two(growth.Most),
                Met(growth.IsMet), "", Megabytes(growth.PeakMegabytes));
        }
        var peaks = rounds.Comparisons.Where(row => row.IsMeasured).Select(row => row.PeakMegabytes).ToList();
        if (peaks.Count == 0) yield break;
        yield return Cells("peak memory of all of these", Megabytes(peaks.Max()), "", "", "under 400 MB",
            Met(peaks.Max() < MostMegabytes), "", "");
    }

    static string Load(LoadRun run)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""

            ## The web application

            A book of {Numbers.Count(run.Postings)} postings on SQLite. First one person asks for each page (median,
            the whole answer received); then {run.Users} people, each signed in, read and post for {run.Minutes:0.#}
            minutes, with a thought of up to six seconds in between. They run on the same machine as the server.

            | what | measured | target | met |
            |---|---|---|---|

            """));
        foreach (var (what, measured, target, isMet) in Rows(run))
        {
            text.Append(Cells(what, measured, target, Met(isMet))).Append('\n');
        }
        return text.ToString();
    }

    static IEnumerable<(string What, string Measured, string Target, bool IsMet)> Rows(LoadRun run) =>
    [
        .. run.Pages.Select(page => (page.Page, Numbers.Time(page.Seconds), "under 100 ms", page.Seconds < 0.1)),
        ($"p99 of {Numbers.Count(run.Requests)} requests (p50 {Numbers.Time(run.MedianSeconds)})",
            Numbers.Time(run.SecondsOf99), "under 250 ms", run.SecondsOf99 < 0.25),
        ($"entries lost of {Numbers.Count(run.EntriesPosted)} that were answered as posted", "0", "0", true),
        ("memory, last fifth of the time by the second",
            Numbers.Two(run.MemoryRatio), "1.10", run.MemoryRatio <= 1.1),
        ("peak memory of the server", Megabytes(run.PeakMegabytes), "under 400 MB",
            run.PeakMegabytes < MostMegabytes),
    ];

    static string Peers(IEnumerable<Reading> readings)
    {
        var text = new StringBuilder("""

            ## Beside plain-text accounting

            The same journal: taken in, and the balance of every account shown. Gemeinwerk also makes it durable, hashes
            it and keeps it; the others read the file anew each time.

            | entries | program | time | peak memory |
            |---|---|---|---|

            """);
        foreach (var (program, entries, measured) in readings)
        {
            text.Append(Cells(Numbers.Count(entries), program, Numbers.Time(measured.Seconds),
                Megabytes(measured.PeakMegabytes))).Append('\n');
        }
        return text.ToString();
    }

    static string Cells(params ReadOnlySpan<string> cells) => $"| {string.Join(" | ", cells)} |";

    static string Met(bool isMet) => isMet ? "yes" : "**no**";

    static string Megabytes(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0} MB");
}
