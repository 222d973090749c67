using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>German words for levies, in papers, messages and on the command line.</summary>
public static class LevyWords
{
    public static string Of(LevyKey key) => key switch
    {
        LevyKey.Benefit => "Nutzen",
        LevyKey.Inhabitants => "Einwohner",
        LevyKey.Votes => "Stimmen der Satzung",
        LevyKey.WorkPlaces => "Arbeitsplätze",
        LevyKey.Cases => "Fälle",
        LevyKey.TaxCapacity => "Umlagegrundlagen in Euro",
        _ => "Grundbetrag, für alle gleich",
    };

    /// <summary>How far a levy is on a day.</summary>
    public static string State(Assembly assembly, Levy levy, DateOnly on)
    {
        if (levy.Resolution is not { } no) return levy.IsDraft ? "Entwurf" : "Entwurf, auf der Tagesordnung";
        if (assembly.Levies.ReplacedBy(levy, on) is { } last) return $"ersetzt durch Umlage {last.No}";
        if (levy.ClaimedOn is { } claimed) return $"erhoben mit Bescheid vom {German.Date(claimed)}";
        return assembly.Resolution(no)!.Approval?.State(on) ?? "beschlossen, nicht genehmigt";
    }

    /// <summary>What should be looked at before a levy is claimed, and afterwards as long as it is so: that its budget
    /// statute was not made public (rule <c>budget-publication</c>).</summary>
    public static IReadOnlyList<string> Warnings(Assembly assembly, Levy levy) =>
        levy.Resolution is { } no && assembly.Resolution(no) is { IsPublished: false } resolution
            ? [$"Beschluss {resolution.Citation} über die Haushaltssatzung ist nicht bekannt gemacht "
                + $"({AssociationRule.Of("budget-publication", resolution.On).Shown})."]
            : [];

    /// <summary>The source of a key as it stands in the data, with a remark where it is unverified.</summary>
    public static string Source(LevyPart part) => AssociationRule.Of($"levy-key-{part.Key.Code()}", part.On).Shown;
}
