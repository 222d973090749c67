using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>What comes after a resolution: approval and publication.</summary>
public static class ResolutionRules
{
    internal static Rejection? Refuse(Assembly assembly, CouncilEvent happened) => happened switch
    {
        ApprovalAsked it => Passed(assembly, it.Resolution, it.On) ?? Ask(assembly.Resolution(it.Resolution)!, it),
        ApprovalAnswered it => Passed(assembly, it.Resolution, it.On)
            ?? Answer(assembly.Resolution(it.Resolution)!, it),
        Published it => Passed(assembly, it.Resolution, it.On),
        _ => throw new InvalidOperationException($"No rule for {happened.GetType().Name}."),
    };

    /// <summary>Why a resolution about the statute or a merger cannot take effect on a day, or null.</summary>
    public static Rejection? Effective(Resolution resolution, DateOnly on)
    {
        if (!resolution.IsPassed) return Rejected(resolution);
        if (resolution.Approval?.IsGiven(on) != true)
        {
            return new("council.approval-missing", $"Beschluss {resolution.Citation} ist "
                + $"{resolution.Approval?.State(on) ?? "der Aufsichtsbehörde nicht vorgelegt"}; genehmigt oder "
                + "angezeigt muss er sein.", "GkG NRW §§ 10 (1), 20");
        }
        if (!resolution.IsPublished)
        {
            return new("council.publication-missing", $"Beschluss {resolution.Citation} ist nicht bekannt gemacht.",
                AssociationRule.Of("publication-to-start", on).Shown);
        }
        var published = resolution.Publications.Min(publication => publication.On);
        return on < AssociationRule.Of("publication-to-start", on).After(published)
            ? StatuteRules.TooEarly(published)
            : null;
    }

    internal static Rejection Rejected(Resolution resolution) => new("council.resolution-rejected",
        $"Beschluss {resolution.Citation} hat die Mehrheit nicht erreicht: "
        + $"{German.Count(resolution.Tally.Votes.Yes)} von {German.Count(resolution.Tally.Required)} nötigen Stimmen; "
        + $"nötig ist {resolution.Tally.Rule}.");

    internal static Rejection Unknown(int no) =>
        new("council.resolution-unknown", $"Einen Beschluss mit der Nummer {no} gibt es nicht.");

    static Rejection? Passed(Assembly assembly, int no, DateOnly on)
    {
        if (assembly.Resolution(no) is not { } resolution) return Unknown(no);
        if (!resolution.IsPassed) return Rejected(resolution);
        return on < resolution.On
            ? new("council.before-resolution", $"Am {German.Date(on)} gab es den Beschluss vom "
                + $"{German.Date(resolution.On)} noch nicht.")
            : null;
    }

    static Rejection? Ask(Resolution resolution, ApprovalAsked it)
    {
        if (resolution.Approval is { Answer: null or ApprovalAnswer.Given })
        {
            return new("council.approval-asked",
                $"Beschluss {resolution.Citation} liegt der Aufsichtsbehörde schon vor.");
        }
        // A Freiverband notifies changes; dissolution and a new association need approval (§ 20 (2), §§ 10, 22).
        return it.IsNotification
            && resolution.Kind is MotionKind.Dissolution or MotionKind.Merger or MotionKind.Budget
            ? new("council.approval-needed", "Eine Anzeige genügt hier nicht, es braucht eine Genehmigung.",
                "GkG NRW §§ 10 (1), 19 (2), 20 (2), 22")
            : null;
    }

    static Rejection? Answer(Resolution resolution, ApprovalAnswered it)
    {
        if (resolution.Approval is not { Answer: null } approval)
        {
            return new("council.approval-not-asked", $"Zu Beschluss {resolution.Citation} steht keine Antwort aus.");
        }
        return it.On < approval.AskedOn
            ? new("council.approval-not-asked", $"Am {German.Date(it.On)} war noch nichts beantragt.")
            : null;
    }
}
