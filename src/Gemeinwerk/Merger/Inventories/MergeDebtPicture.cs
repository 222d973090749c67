using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Pictures;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>The merge debt over time: a column for each moment, made up of what is double; the same stands in its
/// table.</summary>
public static class MergeDebtPicture
{
    const int Left = 50, Wide = 130, Bar = 70, Top = 84, High = 260, MostColumns = 24, MostLetters = 18,
        Legend = 150;

    static readonly (string Kind, string Name, Func<MergeDebt, int> Count)[] parts =
    [
        ("gw-1", "Fachverfahren", debt => debt.Products), ("gw-2", "Systemversionen", debt => debt.Platforms),
        ("gw-3", "Domänen", debt => debt.Domains), ("gw-1 gw-node", "Netze", debt => debt.Networks),
        ("gw-2 gw-node", "Standorte", debt => debt.Sites),
    ];

    public static Drawing Of(MergeDebtCourse course, Wording? wording = null)
    {
        var words = wording ?? Wording.German;
        // The newest count; the table has all.
        var shown = course.Moments.Skip(Math.Max(0, course.Moments.Count - MostColumns)).ToList();
        var picture = new Drawing(words["Was doppelt bleibt (Fusionsschuld)"], Description(course, words),
            Left + Math.Max(parts.Length * Legend, shown.Count * Wide) + 10, Top + High + 66);
        for (var at = 0; at < parts.Length; at++)
        {
            picture.Box(parts[at].Kind, Left + at * Legend, 4, 14, 14);
            picture.Say(Left + at * Legend + 20, 16, words[parts[at].Name]);
        }
        Stages(picture, shown);
        picture.Line("gw-axis", Left - 6, Top + High, Left + shown.Count * Wide, Top + High);
        var most = Math.Max(1, shown.Select(it => it.Debt.Total).DefaultIfEmpty().Max());
        for (var at = 0; at < shown.Count; at++) Column(picture, shown[at], Left + at * Wide, most, words);
        return picture;
    }

    /// <summary>The stages of the roadmap behind the moments that lie in them.</summary>
    static void Stages(Drawing picture, List<MergeDebtStage> shown)
    {
        for (var at = 0; at < shown.Count; at++)
        {
            if (shown[at].OfRoadmap is not { } title || (at > 0 && shown[at - 1].OfRoadmap == title)) continue;
            var count = shown.Skip(at).TakeWhile(it => it.OfRoadmap == title).Count();
            picture.Box("gw-freeze", Left + at * Wide + 2, 30, count * Wide - 4, Top + High - 30, title);
            picture.Say(Left + at * Wide + 8, 46, Drawing.Cut(title, MostLetters * count), kind: "gw-strong");
        }
    }

    static void Column(Drawing picture, MergeDebtStage moment, int x, int most, Wording words)
    {
        var (left, middle, y) = (x + (Wide - Bar) / 2, x + Wide / 2, Top + High);
        foreach (var (kind, name, count) in parts)
        {
            var number = count(moment.Debt);
            var high = number * (High - 10) / most;
            if (high == 0) continue;
            y -= high;
            picture.Box(kind, left, y, Bar, high, $"{words[name]}: {German.Count(number)}");
            if (high < 16) continue;
            picture.Say(middle, y + high / 2 + 5, German.Count(number), "middle",
                kind.Contains(' ', StringComparison.Ordinal) ? null : "gw-on");
        }
        picture.Say(middle, y - 6, German.Count(moment.Debt.Total), "middle", "gw-strong");
        picture.Say(middle, Top + High + 18, German.Date(moment.On), "middle");
        picture.Say(middle, Top + High + 36, words[moment.Stage], "middle");
        picture.Say(middle, Top + High + 54, moment.IsUndone ? words["rückgängig gemacht"]
            : Drawing.Cut(moment.Merger ?? "", MostLetters), "middle");
    }

    static string Description(MergeDebtCourse course, Wording words)
    {
        string[] sentences =
        [
            words["Eine Säule für jeden Stand vor und mit einer Fusion und für heute; je höher, desto mehr."],
            .. course.Moments.TakeLast(MostColumns).Select(it => words["{0}, {1}: {2}.", German.Date(it.On),
                words[it.Stage], German.Count(it.Debt.Total)]),
            words["Dieselben Angaben stehen in der Tabelle."],
        ];
        return string.Join(' ', sentences);
    }
}
