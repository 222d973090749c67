using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Pictures;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>The nights of a move as a picture; the same stands in its table.</summary>
public static class MoveTimeline
{
    const int LabelWidth = 190, DayWidth = 900, Row = 22, Top = 44, MostLetters = 60;

    public static Drawing Of(MoveWaves plan, Wording? wording = null)
    {
        var words = wording ?? Wording.German;
        var first = plan.Waves.Select(wave => wave.Night).DefaultIfEmpty(plan.Options.FirstNight).Min();
        var last = plan.Waves.Select(wave => wave.Night).DefaultIfEmpty(first).Max();
        var days = last.DayNumber - first.DayNumber + 1;
        var height = Top + plan.Waves.Count * Row + 10;
        var most = plan.Waves.Select(wave => wave.Machines).DefaultIfEmpty(1).Max();
        var picture = new Drawing(words["Umzugsplan"], Description(plan, words), LabelWidth + DayWidth + 20, height);
        foreach (var freeze in plan.Options.Freezes)
        {
            var (from, to) = (Math.Max(0, freeze.From.DayNumber - first.DayNumber),
                Math.Min(days, freeze.Through.DayNumber - first.DayNumber + 1));
            if (from >= to) continue;
            picture.Box("gw-freeze", X(from), Top - 20, Math.Max(1, X(to) - X(from)), height - Top + 16);
            picture.Say(X(from) + 3, Top - 8, words["Sperrzeit"]);
        }
        foreach (var (wave, at) in plan.Waves.Select((wave, at) => (wave, at)))
        {
            var (x, y) = (X(wave.Night.DayNumber - first.DayNumber), Top + at * Row);
            picture.Say(0, y + 13, $"{wave.No}. {German.Date(wave.Night)}, {German.Count(wave.Machines)} VM");
            picture.Box("gw-1", x, y + 17 - Bar(wave.Machines), Math.Max(3, X(1) - X(0) - 1), Bar(wave.Machines),
                Drawing.Cut(string.Join(", ", wave.Units.Select(unit => unit.Name)), MostLetters));
        }
        picture.Line("gw-axis", LabelWidth, height - 4, LabelWidth + DayWidth, height - 4);
        return picture;

        int X(int day) => LabelWidth + (int)((long)day * DayWidth / days);

        int Bar(int machines) => Math.Max(2, 17 * machines / Math.Max(1, most));
    }

    static string Description(MoveWaves plan, Wording words) => plan.Waves is [var first, .., var last]
        ? words["{0} Nächte vom {1} bis {2} mit {3} virtuellen Servern; dieselben Angaben stehen in der Tabelle.",
            German.Count(plan.Waves.Count), German.Date(first.Night), German.Date(last.Night),
            German.Count(plan.Waves.Sum(wave => wave.Machines))]
        : words["{0} Nächte; dieselben Angaben stehen in der Tabelle.", German.Count(plan.Waves.Count)];
}
