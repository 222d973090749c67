using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Merger.Governance;

namespace Gemeinwerk.Merger.Roadmaps;

/// <summary>The gate of a stage: each assembly that the stage names has resolved that it begins, and the opening names
/// these resolutions. No stage opens by itself.</summary>
public static class StageGate
{
    const string Source = "GkG NRW §§ 20, 22";

    /// <param name="assemblies">Of the bodies that the stage names, by code; null for one that there is not.</param>
    /// <param name="resolutions">By which it is to be opened, as <c>kdz:3</c>.</param>
    /// <param name="on">The day on which it is to be opened.</param>
    public static IReadOnlyList<Requirement> Of(
        Stage stage, Func<string, Assembly?> assemblies, IReadOnlyList<string> resolutions, DateOnly on)
    {
        var named = resolutions.Select(text => text.Split(':')).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1]);
        return [.. stage.ResolvedBy.Select(body => Of(body, assemblies(body), named[body].FirstOrDefault(), on))];
    }

    static Requirement Of(string body, Assembly? assembly, string? named, DateOnly on)
    {
        var resolution = int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var no)
            ? assembly?.Resolution(no)
            : null;
        return resolution switch
        {
            null => new($"Es fehlt ein Beschluss der Verbandsversammlung von „{body}“.", false, Source),
            { IsPassed: false } => new(
                $"Beschluss {resolution.Citation} von „{body}“ hat die Mehrheit nicht erreicht.", false, Source),
            _ when resolution.On > on => new(
                $"Beschluss {resolution.Citation} von „{body}“ ist erst vom {German.Date(resolution.On)}.", false,
                Source),
            _ => new($"Beschluss {resolution.Citation} von „{body}“ vom {German.Date(resolution.On)}: "
                + $"{resolution.Title}.", true, Source),
        };
    }

    /// <summary>Why a stage does not open: all that is missing in one.</summary>
    internal static Rejection? Refuse(
        Stage stage, Func<string, Assembly?> assemblies, IReadOnlyList<string> resolutions, DateOnly on)
    {
        var missing = Of(stage, assemblies, resolutions, on).Where(it => !it.IsMet).ToList();
        return missing.Count == 0
            ? null
            : new("roadmap.stage-closed", $"Stufe {stage.No} bleibt geschlossen: "
                + string.Join(" ", missing.Select(it => it.Says)), Source);
    }
}
