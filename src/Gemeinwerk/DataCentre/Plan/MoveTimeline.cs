using System.Net;
using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Plan;

/// <summary>The nights of a move as a picture (SVG) with a title and a description; the same stands in its table.
/// </summary>
public static class MoveTimeline
{
    const int LabelWidth = 190, DayWidth = 900, Row = 22, Top = 44, MostLetters = 60;

    /// <param name="id">Unique in the page.</param>
    public static string Svg(MoveWaves plan, string id = "umzug")
    {
        var first = plan.Waves.Select(wave => wave.Night).DefaultIfEmpty(plan.Options.FirstNight).Min();
        var last = plan.Waves.Select(wave => wave.Night).DefaultIfEmpty(first).Max();
        var days = last.DayNumber - first.DayNumber + 1;
        var height = Top + plan.Waves.Count * Row + 10;
        var most = plan.Waves.Select(wave => wave.Machines).DefaultIfEmpty(1).Max();
        var svg = new StringBuilder();
        svg.Append(null, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LabelWidth + DayWidth
            + 20} {height}" """)
            .Append(null,
                $"role=\"img\" aria-labelledby=\"{Text(id)}-title {Text(id)}-desc\" font-family=\"sans-serif\" ")
            .AppendLine("font-size=\"13\">")
            .AppendLine(null, $"<title id=\"{Text(id)}-title\">Umzugsplan</title>")
            .AppendLine(null, $"<desc id=\"{Text(id)}-desc\">{Text(Description(plan))}</desc>")
            .AppendLine("<style>.gw-1{fill:#1f5f8b}.gw-freeze{fill:#d9d9d9}.gw-axis{stroke:#666}</style>");
        foreach (var freeze in plan.Options.Freezes)
        {
            var (from, to) = (Math.Max(0, freeze.From.DayNumber - first.DayNumber),
                Math.Min(days, freeze.Through.DayNumber - first.DayNumber + 1));
            if (from >= to) continue;
            svg.AppendLine(null, $"<rect class=\"gw-freeze\" x=\"{X(from)}\" y=\"{Top - 20}\" "
                + $"width=\"{Math.Max(1, X(to) - X(from))}\" height=\"{height - Top + 16}\" />")
                .AppendLine(null, $"<text x=\"{X(from) + 3}\" y=\"{Top - 8}\">Sperrzeit</text>");
        }
        foreach (var (wave, at) in plan.Waves.Select((wave, at) => (wave, at)))
        {
            var (x, y) = (X(wave.Night.DayNumber - first.DayNumber), Top + at * Row);
            svg.AppendLine(null, $"<text x=\"0\" y=\"{y + 13}\">{wave.No}. {German.Date(wave.Night)}, "
                    + $"{German.Count(wave.Machines)} VM</text>")
                .AppendLine(null, $"<rect class=\"gw-1\" x=\"{x}\" y=\"{y + 17 - Bar(wave.Machines)}\" "
                    + $"width=\"{Math.Max(3, X(1) - X(0) - 1)}\" height=\"{Bar(wave.Machines)}\">"
                    + $"<title>{Text(Cut(string.Join(", ", wave.Units.Select(unit => unit.Name))))}</title></rect>");
        }
        return svg.AppendLine(null, $"<line class=\"gw-axis\" x1=\"{LabelWidth}\" x2=\"{LabelWidth + DayWidth}\" "
            + $"y1=\"{height - 4}\" y2=\"{height - 4}\" />").AppendLine("</svg>").ToString();

        int X(int day) => LabelWidth + (int)((long)day * DayWidth / days);

        int Bar(int machines) => Math.Max(2, 17 * machines / Math.Max(1, most));
    }

    static string Description(MoveWaves plan) => plan.Waves is [var first, .., var last]
        ? $"{German.Count(plan.Waves.Count)} Nächte vom {German.Date(first.Night)} bis {German.Date(last.Night)} mit "
            + $"{German.Count(plan.Waves.Sum(wave => wave.Machines))} virtuellen Servern; dieselben Angaben stehen "
            + "in der Tabelle."
        : $"{German.Count(plan.Waves.Count)} Nächte; dieselben Angaben stehen in der Tabelle.";

    static string Cut(string text) => text.Length <= MostLetters ? text : $"{text[..(MostLetters - 1)]}…";

    static string Text(string text) => WebUtility.HtmlEncode(new string([.. text.Where(c => !char.IsControl(c))]));
}
