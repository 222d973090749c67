using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Dependencies;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>Days on which nothing is moved (Sperrzeit), the last one included.</summary>
public sealed record Freeze(DateOnly From, DateOnly Through)
{
    /// <summary>Reads <c>2026-12-15..2027-01-05</c>, or one day.</summary>
    /// <returns>The days, or <c>centre.freeze</c>.</returns>
    public static Result<Freeze> Parse(string text)
    {
        var ends = text.Split("..");
        return ends.Length is 1 or 2 && Day.TryParse(ends[0].Trim(), out var from)
            && Day.TryParse(ends[^1].Trim(), out var through) && from <= through
            ? new Freeze(from, through)
            : new Rejection("centre.freeze",
                $"„{Texts.Shown(text)}“ ist keine Sperrzeit wie 2026-12-15..2027-01-05.");
    }
}

/// <summary>How a move is planned.</summary>
/// <param name="Every">A night every so many days.</param>
/// <param name="MostPerNight">Virtual machines that are moved in one night at the most.</param>
/// <param name="KeepsTogether">All that depends on each other moves in one night; else only what is needed comes
/// first, the same night or before.</param>
public sealed record MoveOptions(
    DateOnly FirstNight, int Every, int MostPerNight, bool KeepsTogether, IReadOnlyList<Freeze> Freezes);

/// <summary>What is moved in one night (Umzugswelle).</summary>
/// <param name="Units">What moves as one, in the order of the night.</param>
public sealed record MoveWave(int No, DateOnly Night, IReadOnlyList<MoveUnit> Units)
{
    public int Machines => Units.Sum(unit => unit.Machines.Count);
}

/// <summary>An application with its machines, or what else cannot be taken apart.</summary>
public sealed record MoveUnit(
    IReadOnlyList<ConfigurationItem> Applications, IReadOnlyList<ConfigurationItem> Machines)
{
    public string Name => string.Join(", ",
        (Applications.Count > 0 ? Applications : Machines).Select(item => item.Name));

    /// <summary>The most urgent among its applications; less urgent things move first.</summary>
    internal long Priority => Applications.Min(application => application.Content.Number(Fields.Priority)) ?? 99;
}

/// <summary>
/// In which nights virtual machines move (Umzugsplan): what belongs together in one night, what is needed first,
/// nothing within a freeze, and no night with more than it can take.
/// </summary>
/// <param name="Oversized">Units that alone are more than one night takes; each has a night of its own.</param>
public sealed record MoveWaves(IReadOnlyList<MoveWave> Waves, IReadOnlyList<MoveUnit> Oversized, MoveOptions Options)
{
    const int MostNights = 100_000;

    /// <returns>The waves, or <c>centre.no-night</c> (the freezes leave none).</returns>
    public static Result<MoveWaves> Of(
        DependencyGraph graph, IEnumerable<ConfigurationItem> machines, MoveOptions options)
    {
        Invariant.Holds(options is { Every: > 0, MostPerNight: > 0 });
        var (units, needs) = MoveUnits.Of(graph, machines.ToHashSet(), options.KeepsTogether);
        var nights = new int[units.Count];
        var loads = new Dictionary<int, int>();
        var order = Order(units, needs);
        foreach (var unit in order)
        {
            var night = needs[unit].Select(need => nights[need]).DefaultIfEmpty(0).Max();
            var size = units[unit].Machines.Count;
            while (loads.GetValueOrDefault(night) is var load && load > 0 && load
                + size > options.MostPerNight) night++;
            nights[unit] = night;
            loads[night] = loads.GetValueOrDefault(night) + size;
        }
        if (!Days(options, loads.Keys.DefaultIfEmpty(-1).Max() + 1).Ok(out var days, out var why)) return why;
        var waves = order.GroupBy(unit => nights[unit]).OrderBy(group => group.Key).Select((group, no) =>
            new MoveWave(no + 1, days[group.Key], [.. group.Select(unit => units[unit])]));
        return new MoveWaves([.. waves], [.. units.Where(unit => unit.Machines.Count > options.MostPerNight)], options);
    }

    /// <summary>What is needed before what needs it; of what is free the least urgent and then the largest.</summary>
    static List<int> Order(IReadOnlyList<MoveUnit> units, int[][] needs)
    {
        var users = DependencyGraph.Turn(needs);
        int[] open = [.. needs.Select(list => list.Length)];
        var free = new PriorityQueue<int, (long, int, int)>();
        for (var unit = 0; unit < units.Count; unit++)
        {
            if (open[unit] == 0) Free(unit);
        }
        var order = new List<int>();
        while (free.TryDequeue(out var unit, out _))
        {
            order.Add(unit);
            foreach (var user in users[unit])
            {
                if (--open[user] == 0) Free(user);
            }
        }
        Invariant.Holds(order.Count == units.Count);
        return order;

        void Free(int unit) => free.Enqueue(unit, (-units[unit].Priority, -units[unit].Machines.Count, unit));
    }

    static Result<List<DateOnly>> Days(MoveOptions options, int count)
    {
        var days = new List<DateOnly>();
        var night = options.FirstNight;
        for (var tried = 0; days.Count < count; tried++)
        {
            if (tried == MostNights || night > DateOnly.MaxValue.AddDays(-options.Every))
            {
                return new Rejection("centre.no-night", "Die Sperrzeiten lassen nicht genug Nächte übrig.");
            }
            if (!options.Freezes.Any(freeze => freeze.From <= night && night <= freeze.Through)) days.Add(night);
            night = night.AddDays(options.Every);
        }
        return days;
    }
}
