using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Pictures;

namespace Gemeinwerk.Merger.Roadmaps;

/// <summary>Open risks as a matrix of likelihood and impact; the same stands in their table.</summary>
public static class RiskPicture
{
    const int Left = 60, Wide = 150, High = 70, Top = 16, MostNames = 2, MostLetters = 19;

    public static Drawing Of(Roadmap roadmap, Wording? wording = null)
    {
        var words = wording ?? Wording.German;
        var open = roadmap.Risks.Where(risk => risk.ClosedOn is null).ToList();
        var picture = new Drawing(words["Risiken nach Gewicht"], Description(open, words), Left + 5 * Wide + 10,
            Top + 5 * High + 50);
        for (var likelihood = 1; likelihood <= 5; likelihood++)
        {
            for (var impact = 1; impact <= 5; impact++)
            {
                Cell(picture, likelihood, impact,
                    open.FindAll(risk => risk.Likelihood == likelihood && risk.Impact == impact), words);
            }
            picture.Say(Left + (likelihood - 1) * Wide + Wide / 2, Top + 5 * High + 18, $"{likelihood}", "middle");
            picture.Say(Left - 10, Top + (5 - likelihood) * High + High / 2 + 5, $"{likelihood}", "end");
        }
        picture.Say(Left + 5 * Wide / 2, Top + 5 * High + 40, words["Wahrscheinlichkeit →"], "middle");
        picture.Say(0, Top - 4, words["↑ Auswirkung"]);
        return picture;
    }

    static string Description(List<Risk> open, Wording words)
    {
        string[] sentences =
        [
            words["Offene Risiken: {0}; das höchste Gewicht: {1}.", German.Count(open.Count),
                open.Select(risk => risk.Weight).DefaultIfEmpty().Max()],
            words["Von links nach rechts steigt die Wahrscheinlichkeit, von unten nach oben die Auswirkung."],
            words["Dieselben Angaben stehen in der Tabelle."],
        ];
        return string.Join(' ', sentences);
    }

    static void Cell(Drawing picture, int likelihood, int impact, List<Risk> risks, Wording words)
    {
        var (x, y, weight) = (Left + (likelihood - 1) * Wide, Top + (5 - impact) * High, likelihood * impact);
        picture.Box(weight >= 15 ? "gw-2 gw-node" : weight >= 6 ? "gw-freeze" : "gw-edge", x + 2, y + 2, Wide - 4,
            High - 4, risks.Count == 0 ? null : string.Join("; ", risks.Take(20).Select(risk => risk.Title)));
        picture.Say(x + Wide - 8, y + 18, $"{weight}", "end");
        var named = risks.Count > MostNames + 1 ? risks.Take(MostNames).ToList() : risks;
        foreach (var (risk, at) in named.Select((risk, at) => (risk, at)))
        {
            picture.Say(x + 8, y + 18 + at * 18, Drawing.Cut(risk.Key, at == 0 ? MostLetters - 4 : MostLetters),
                kind: "gw-strong");
        }
        if (risks.Count > named.Count)
        {
            picture.Say(x + 8, y + 18 + named.Count * 18, words["und {0} weitere", risks.Count - named.Count]);
        }
    }
}
