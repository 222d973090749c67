using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>Drafts, adoption and start of statutes.</summary>
static class StatuteRules
{
    internal static Rejection? Refuse(Assembly assembly, CouncilEvent happened) => happened switch
    {
        StatuteDrafted it => Draft(assembly, it),
        StatuteAgreed it => Agree(assembly, it),
        StatuteStarted it => Start(assembly, it),
        _ => throw new InvalidOperationException($"No rule for {happened.GetType().Name}."),
    };

    static Rejection? Draft(Assembly assembly, StatuteDrafted it)
    {
        if (it.Version != assembly.Statutes.Count + 1)
        {
            return new("council.number", $"Die nächste Fassung der Satzung ist die {assembly.Statutes.Count + 1}.");
        }
        if (VoteRule.Parse(it.Text.Votes).Rejection is { } why) return why;
        if (it.Text.Majority is { } majority && StatuteText.ReadMajority(majority) is null)
        {
            return new("council.majority", $"„{Texts.Shown(majority)}“ ist keine Mehrheit wie 2/3 oder 3/4.");
        }
        if (it.Text.InvitationDays is < 0 or > 90 || it.Text.NoticeMonths is < 0 or > 120)
        {
            return new("council.period", "Die Ladungsfrist liegt nicht zwischen 0 und 90 Tagen oder die "
                + "Kündigungsfrist nicht zwischen 0 und 120 Monaten.");
        }
        return it.Text.NoticeMonths is not null && string.IsNullOrWhiteSpace(it.Text.Settlement)
            ? new("council.settlement-clause",
                "Ein Recht zur einseitigen Kündigung braucht ein Verfahren der Auseinandersetzung.", "GkG NRW § 9 (2)")
            : null;
    }

    static Rejection? Agree(Assembly assembly, StatuteAgreed it)
    {
        if (assembly.Statute(it.Version) is not { } statute) return Unknown(it.Version);
        if (assembly.Statutes.Any(other => other.AdoptedOn is not null))
        {
            return new("council.statute-agreed",
                "Nur die erste Satzung wird vereinbart; über jede weitere beschließt die Versammlung.",
                "GkG NRW §§ 9, 20");
        }
        return Complete(statute);
    }

    /// <summary>A statute without one of the six must-fields cannot be adopted.</summary>
    internal static Rejection? Complete(Statute statute) => statute.Text.Missing is { Count: > 0 } missing
        ? new("council.statute-incomplete", $"Der Satzung fehlt: {string.Join(", ", missing)}.", "GkG NRW § 9 (2)")
        : null;

    static Rejection? Start(Assembly assembly, StatuteStarted it)
    {
        if (assembly.Statute(it.Version) is not { } statute) return Unknown(it.Version);
        if (statute.Start is not null)
        {
            return new("council.statute-started",
                $"Fassung {it.Version} gilt seit dem {German.Date(statute.Start.Value)}.");
        }
        if (statute.AdoptedOn is null)
        {
            return new("council.statute-draft", $"Fassung {it.Version} ist nicht beschlossen.", "GkG NRW § 20 (1)");
        }
        if (statute.AdoptedBy is not { } no)
        {
            return it.Gazette is null
                ? new("council.publication-missing", "Die Satzung ist nicht bekannt gemacht.", "GkG NRW § 11")
                : it.On <= statute.AdoptedOn ? TooEarly(statute.AdoptedOn.Value) : null;
        }
        return ResolutionRules.Effective(assembly.Resolution(no)!, it.On);
    }

    internal static Rejection TooEarly(DateOnly published)
    {
        var rule = AssociationRule.Of("publication-to-start", published);
        return new("council.start-too-early",
            $"Wirksam wird es frühestens am {German.Date(rule.After(published))}, dem Tag nach der Bekanntmachung.",
            rule.Shown);
    }

    internal static Rejection Unknown(int version) =>
        new("council.statute-unknown", $"Eine Fassung {version} der Satzung gibt es nicht.");
}
