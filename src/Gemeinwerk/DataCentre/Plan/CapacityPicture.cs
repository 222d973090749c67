using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Pictures;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>How full sites and clusters are, today and after a placement, as a picture; the same stands in the table.
/// </summary>
public static class CapacityPicture
{
    const int Left = 250, Track = 460, Bar = 11, RowHeight = 30, PlaceHeight = 2 * RowHeight + 12, Top = 42;
    const int MostPlaces = 24, MostLetters = 26, Right = 170;

    /// <summary>Bars end at twice of what there is.</summary>
    const int MostPercent = 200;

    /// <param name="after">What it is compared with; null where there is nothing.</param>
    /// <param name="then">What that is called; "after the placement" where it is null.</param>
    public static Drawing Of(Capacity today, Capacity? after = null, Wording? wording = null, string? then = null)
    {
        var words = wording ?? Wording.German;
        var lines = Pairs(today.Sites, after?.Sites, words["Standort"])
            .Concat(Pairs(today.Pools, after?.Pools, words["Cluster"])).ToList();
        var shown = lines.Take(MostPlaces).ToList();
        var rest = lines.Count > shown.Count ? 24 : 0;
        var scale = shown.SelectMany(line => Percents(line.Today).Concat(Percents(line.After)))
            .OfType<long>().Append(100).Max();
        var full = Track * 100 / (int)scale;
        var picture = new Drawing(words["Auslastung je Standort und Cluster"], Description(lines, words),
            Left + Track + Right, Top + shown.Count * PlaceHeight + rest + 8);
        picture.Box("gw-1", Left, 4, 14, 14);
        picture.Say(Left + 20, 16, words["heute"]);
        if (after is not null)
        {
            picture.Box("gw-2", Left + 110, 4, 14, 14);
            picture.Say(Left + 130, 16, then ?? words["nach der Belegung"]);
        }
        picture.Say(Left + full, Top - 6, "100 %", "middle");
        foreach (var (line, at) in shown.Select((line, at) => (line, at)))
        {
            var y = Top + at * PlaceHeight;
            picture.Say(0, y + 14, Drawing.Cut(line.Name, MostLetters), kind: "gw-strong");
            picture.Say(0, y + 31, line.Level);
            Row(picture, words["vCPU"], y, full, it => it.Processors, line, words);
            Row(picture, words["Speicher"], y + RowHeight, full, it => it.Memory, line, words);
            if (after is not null && line.After is null) picture.Say(Left + Track + 62, y + 16, words["entfällt"]);
        }
        picture.Line("gw-axis", Left + full, Top, Left + full, Top + shown.Count * PlaceHeight - 8);
        if (rest > 0)
        {
            picture.Say(0, Top + shown.Count * PlaceHeight + 14,
                words["und {0} weitere in der Tabelle", German.Count(lines.Count - shown.Count)]);
        }
        return picture;
    }

    sealed record Pair(string Name, string Level, CapacityLine Today, CapacityLine? After);

    static IEnumerable<Pair> Pairs(IReadOnlyList<CapacityLine> today, IReadOnlyList<CapacityLine>? after,
        string level) => today.Where(line => line.Hosts + line.Machines > 0)
            .Select(line => new Pair(line.Name, level, line,
                after?.FirstOrDefault(other => other.Place?.Id == line.Place?.Id)));

    static void Row(Drawing picture, string what, int y, int full, Func<Resources, long> of, Pair line, Wording words)
    {
        picture.Say(Left - 8, y + 16, what, "end");
        var (today, after) = (line.Today.Percent(of), line.After?.Percent(of));
        Fill("gw-1", y, today);
        if (line.After is not null) Fill("gw-2", y + Bar + 1, after);
        var end = Left + Track + 8;
        picture.Say(end, y + 16, line.After is null ? Said(today) : $"{Said(today)} → {Said(after)}");

        void Fill(string kind, int top, long? percent)
        {
            if (percent is not { } known) return;
            picture.Box(kind, Left, top, (int)Math.Max(1, Math.Min(known, MostPercent) * full / 100), Bar,
                $"{line.Name}, {what}: {Said(known)}");
        }

        string Said(long? percent) => percent is { } known ? $"{German.Count(known)} %" : words["keine Angabe"];
    }

    static IEnumerable<long?> Percents(CapacityLine? line) => line is null ? [] :
    [
        Least(line.Percent(it => it.Processors)), Least(line.Percent(it => it.Memory)),
    ];

    static long? Least(long? percent) => percent is { } known ? Math.Min(known, MostPercent) : null;

    static string Description(List<Pair> lines, Wording words)
    {
        var worst = lines.Select(line => (line.Name, Percent: Percents(line.Today).Max()))
            .OrderByDescending(it => it.Percent).FirstOrDefault();
        return worst.Percent is null
            ? words["{0} Standorte und Cluster; dieselben Angaben stehen in der Tabelle.", German.Count(lines.Count)]
            : words["{0} Standorte und Cluster, am vollsten ist „{1}“. Dieselben Angaben stehen in der Tabelle.",
                German.Count(lines.Count), worst.Name];
    }
}
