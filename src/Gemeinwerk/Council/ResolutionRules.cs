using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>What comes after a resolution: approval and publication.</summary>
public static class ResolutionRules
{
    internal static Rejection? Refuse(Assembly assembly, CouncilEvent happened) => happened switch
    {
        ApprovalAsked it => Passed(assembly, it.Resolution, it.On)
            ?? Ask(assembly, assembly.Resolution(it.Resolution)!, it) ?? Supervision.Refuse(assembly, it),
        ApprovalAnswered it => Passed(assembly, it.Resolution, it.On)
            ?? Answer(assembly.Resolution(it.Resolution)!, it),
        PublicationOrdered it => Passed(assembly, it.Resolution, it.On)
            ?? Order(assembly, assembly.Resolution(it.Resolution)!, it),
        Published it => Passed(assembly, it.Resolution, it.On)
            ?? Publish(assembly, assembly.Resolution(it.Resolution)!, it),
        _ => throw new InvalidOperationException($"No rule for {happened.GetType().Name}."),
    };

    /// <summary>Why a resolution about the statute or a merger cannot take effect on a day, or null.</summary>
    public static Rejection? Effective(Resolution resolution, DateOnly on)
    {
        if (!resolution.IsPassed) return Rejected(resolution);
        if (Unapproved(resolution, on) is { } why) return why;
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

    /// <summary>The authority has neither approved it nor was it told, where that is enough.</summary>
    internal static Rejection? Unapproved(Resolution resolution, DateOnly on) =>
        resolution.Approval?.IsGiven(on) == true
            ? null
            : new("council.approval-missing", $"Beschluss {resolution.Citation} ist "
                + $"{resolution.Approval?.State(on) ?? "der Aufsichtsbehörde nicht vorgelegt"}; genehmigt oder "
                + "angezeigt muss er sein.", "GkG NRW §§ 10 (1), 20");

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

    static Rejection? Ask(Assembly assembly, Resolution resolution, ApprovalAsked it)
    {
        if (resolution.Approval is { Answer: null or ApprovalAnswer.Given })
        {
            return new("council.approval-asked",
                $"Beschluss {resolution.Citation} liegt der Aufsichtsbehörde schon vor.");
        }
        // A Freiverband notifies changes; dissolution and a new association need approval, and of a Pflichtverband
        // every change (§ 20 (2), §§ 10, 22).
        return it.IsNotification
            && (resolution.Kind is MotionKind.Dissolution or MotionKind.Merger or MotionKind.Budget
                || (assembly.NatureOn(it.On) == AssociationNature.Mandatory && resolution.Kind is MotionKind.Statute
                    or MotionKind.Tasks or MotionKind.Accession or MotionKind.Leaving))
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

    /// <summary>The head runs the administration and signs the order, or the deputy does (§ 16 (1), (2)).</summary>
    static Rejection? Order(Assembly assembly, Resolution resolution, PublicationOrdered it)
    {
        if (resolution.Order is { } order)
        {
            return new("council.publication-ordered", $"Die Bekanntmachung von Beschluss {resolution.Citation} ist am "
                + $"{German.Date(order.On)} schon angeordnet.");
        }
        if (assembly.Holder(Office.Head, it.On) is not { } head)
        {
            return new("council.signer", $"Wer am {German.Date(it.On)} Verbandsvorsteher ist, steht nicht in den "
                + "Akten.", "GkG NRW § 16 (2)");
        }
        return it.Signer == head || it.Signer == assembly.Holder(Office.DeputyHead, it.On)
            ? null
            : new("council.signer", $"Die Bekanntmachung ordnet der Verbandsvorsteher an; das ist am "
                + $"{German.Date(it.On)} {Texts.Shown(head)}, nicht {Texts.Shown(it.Signer)}.", "GkG NRW § 16 (2)");
    }

    /// <summary>An adopted statute is published by order of the head only.</summary>
    static Rejection? Publish(Assembly assembly, Resolution resolution, Published it)
    {
        if (resolution.Statute is null || !assembly.IsStrict) return null;
        return resolution.Order switch
        {
            null => new("council.publication-order", $"Der Verbandsvorsteher hat die Bekanntmachung von Beschluss "
                + $"{resolution.Citation} nicht angeordnet.", "GkG NRW § 16 (2)"),
            { On: var ordered } when it.On < ordered => new("council.publication-order", "Die Bekanntmachung von "
                + $"Beschluss {resolution.Citation} ist erst am {German.Date(ordered)} angeordnet.",
                "GkG NRW § 16 (2)"),
            _ => null,
        };
    }
}
