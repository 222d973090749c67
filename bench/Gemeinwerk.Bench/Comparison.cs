namespace Gemeinwerk.Bench;

/// <summary>One promise: ours beside its baseline, measured in turn as often as there are rounds.</summary>
/// <param name="Target">What the ratio may be at the most.</param>
sealed record Comparison(string What, string Ours, string Baseline, double Target)
{
    readonly List<(Measured Ours, Measured Baseline)> rounds = [];

    internal void Add(Measured ours, Measured baseline) => rounds.Add((ours, baseline));

    internal bool IsMeasured => rounds.Count > 0;
    internal double Ratio => Numbers.Median(Ratios);
    internal double Least => Ratios.Min();
    internal double Most => Ratios.Max();
    internal bool IsMet => Ratio <= Target;
    internal double OurSeconds => Numbers.Median(rounds.Select(round => round.Ours.Seconds));
    internal double BaselineSeconds => Numbers.Median(rounds.Select(round => round.Baseline.Seconds));
    internal double CpuRatio =>
        Numbers.Median(rounds.Select(round => round.Ours.CpuSeconds / round.Baseline.CpuSeconds));
    internal double PeakMegabytes => rounds.Max(round => round.Ours.PeakMegabytes);

    IEnumerable<double> Ratios => rounds.Select(round => round.Ours.Seconds / round.Baseline.Seconds);
}

/// <summary>One promise in seconds, of the work on inventories.</summary>
/// <param name="Most">What the median may be at the most.</param>
sealed record Duration(string What, string Ours, double Most)
{
    readonly List<Measured> rounds = [];

    internal void Add(Measured measured) => rounds.Add(measured);

    internal bool IsMeasured => rounds.Count > 0;
    internal double Seconds => Numbers.Median(rounds.Select(round => round.Seconds));
    internal double PeakMegabytes => rounds.Max(round => round.PeakMegabytes);
    internal bool IsMet => Seconds < Most;
}

/// <summary>One promise of memory that stays the same: the peak of four times as much by the peak of once.</summary>
/// <param name="Most">What the ratio may be at the most.</param>
sealed record Growth(string What, string Ours, double Most)
{
    Measured? once, fourfold;

    internal void Set(Measured small, Measured large) => (once, fourfold) = (small, large);

    internal bool IsMeasured => once is not null;
    internal double Ratio => fourfold!.PeakMegabytes / once!.PeakMegabytes;
    internal double PeakMegabytes => fourfold!.PeakMegabytes;
    internal bool IsMet => Ratio <= Most;
}

/// <summary>A program's time and memory for one size of journal.</summary>
sealed record Reading(string Program, long Entries, Measured Measured);
