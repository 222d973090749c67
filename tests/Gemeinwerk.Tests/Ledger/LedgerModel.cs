using Gemeinwerk.Ledger;

namespace Gemeinwerk.Tests.Ledger;

/// <summary>
/// What the ledger should say, the plain way: a list of what was posted, added up anew for every question. It knows
/// nothing of openings and closings, because these must never change an answer.
/// </summary>
sealed class LedgerModel
{
    internal sealed record Line(string Account, long Cents, string? Item = null, string? Asset = null);

    internal sealed record Posted(
        long No, EntryKind Kind, DateOnly Day, int Period, DateOnly Effective, IReadOnlyList<Line> Lines)
    {
        internal bool IsReversed { get; set; }
        internal long? Reverses { get; init; }
    }

    internal sealed record Thing(string Number, DateOnly InService, int Life);

    internal List<Posted> Entries { get; } = [];
    internal SortedDictionary<int, PeriodState[]> Years { get; } = [];
    internal List<Thing> Assets { get; } = [];

    /// <summary>How long the real journal is: it also has openings and closings.</summary>
    internal long Count { get; set; }

    internal void Open(int year) => Years[year] = [.. Enumerable.Repeat(PeriodState.Open, 15)];

    internal void Add(EntryKind kind, DateOnly day, int period, IReadOnlyList<Line> lines, DateOnly? effective = null,
        long? reverses = null) =>
        Entries.Add(new Posted(++Count, kind, day, period, effective ?? day, lines) { Reverses = reverses });

    internal string? RefusePeriod(DateOnly day, int period, EntryKind kind)
    {
        if (!Years.TryGetValue(day.Year, out var states)) return "ledger.year-missing";
        var isYearEnd = kind is EntryKind.Adjustment or EntryKind.Reversal or EntryKind.Depreciation;
        return states[period] == PeriodState.Open || (states[period] == PeriodState.Closing && isYearEnd)
            ? null
            : "ledger.period-closed";
    }

    internal static bool IsOnBalanceSheet(string account) => account[0] is not ('4' or '5');

    internal SortedDictionary<string, long> TrialBalance(DateOnly day)
    {
        var balances = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var entry in Entries.Where(entry => entry.Day <= day))
        {
            foreach (var line in entry.Lines)
            {
                var account = IsOnBalanceSheet(line.Account) || entry.Day.Year == day.Year ? line.Account : "2081";
                balances[account] = balances.GetValueOrDefault(account) + line.Cents;
            }
        }
        return balances;
    }

    internal long Item(string item) => Sum(line => line.Item == item);

    internal long BookValue(string asset) => Sum(line => line.Asset == asset);

    /// <summary>The depreciation that a run through a month should post, asset by month, in its order.</summary>
    internal List<(DateOnly Day, List<(Thing Asset, long Cents)> Parts)> Depreciation(int year, int throughMonth)
    {
        var run = new List<(DateOnly, List<(Thing, long)>)>();
        var taken = new Dictionary<(string Asset, int Month), long>();
        foreach (var entry in Entries)
        {
            foreach (var line in entry.Lines.Where(line => line.Asset is not null && IsPlanned(entry)))
            {
                var key = (line.Asset!, Month(entry.Effective));
                taken[key] = taken.GetValueOrDefault(key) + line.Cents;
            }
        }
        for (var month = 2026 * 12; month < year * 12 + throughMonth; month++)
        {
            var day = new DateOnly(month / 12, month % 12 + 1, 1).AddMonths(1).AddDays(-1);
            if (Years.TryGetValue(day.Year, out var states) && states[day.Month] == PeriodState.Closed) continue;
            var parts = new List<(Thing, long)>();
            foreach (var asset in Assets)
            {
                var gone = month - Month(asset.InService);
                if (gone < 0 || taken.GetValueOrDefault((asset.Number, month)) != 0) continue;
                long Cost(int through) => Entries
                    .Where(entry => !IsPlanned(entry) && Month(entry.Day) <= through).SelectMany(entry => entry.Lines)
                    .Where(line => line.Asset == asset.Number).Sum(line => line.Cents);
                long Taken(int before) => taken
                    .Where(pair => pair.Key.Asset == asset.Number && pair.Key.Month < before).Sum(pair => pair.Value);
                var (value, left) = (Cost(month) + Taken(month), Cost(int.MaxValue) + Taken(int.MaxValue));
                if (value <= 0 || left <= 0) continue;
                var exact = (decimal)value / Math.Max(1, asset.Life - gone);
                var share = Math.Min((long)Math.Round(exact, MidpointRounding.AwayFromZero), left);
                if (share == 0) continue;
                taken[(asset.Number, month)] = -share;
                parts.Add((asset, share));
            }
            if (parts.Count > 0) run.Add((day, parts));
        }
        return run;
    }

    bool IsPlanned(Posted entry) => entry.Kind == EntryKind.Depreciation
        || Entries.Any(other => other.No == entry.Reverses && other.Kind == EntryKind.Depreciation);

    static int Month(DateOnly day) => day.Year * 12 + day.Month - 1;

    long Sum(Func<Line, bool> which) => Entries.SelectMany(entry => entry.Lines).Where(which).Sum(line => line.Cents);
}
