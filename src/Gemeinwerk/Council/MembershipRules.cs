using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>Joining, leaving, votes and delegates.</summary>
static class MembershipRules
{
    internal static Rejection? Refuse(Assembly assembly, CouncilEvent happened) => happened switch
    {
        MemberJoined it => Join(assembly, it),
        MemberLeft it => Leave(assembly, it),
        MemberSucceeded it => Succeed(assembly, it),
        PopulationCounted it => Count(assembly, it),
        VotesFixed it => Fix(assembly, it),
        DelegateAppointed it => Appoint(assembly, it),
        DelegateEnded it => assembly.DelegatesOf(it.Member, it.On).Any(seat => seat.Person == it.Person)
            ? null
            : new("council.delegate-unknown", $"{Texts.Shown(it.Person)} vertritt dieses Mitglied am "
                + $"{German.Date(it.On)} nicht."),
        TerminationGiven it => Terminate(assembly, it),
        SettlementMade it => Settle(assembly, it),
        AssociationArose it => Arise(assembly, it),
        OriginWithdrawn it => assembly.Origins.Any(origin => origin.Merger == it.Merger)
            ? null
            : new("council.origin", "Dass diese Fusion wirksam wurde, steht nicht in den Akten."),
        _ => throw new InvalidOperationException($"No rule for {happened.GetType().Name}."),
    };

    /// <summary>Until the first election those have the rights whom the resolutions about the merger name, and nobody
    /// else; those of other associations are asked where the merger takes effect.</summary>
    static Rejection? Arise(Assembly assembly, AssociationArose it)
    {
        if (assembly.Origins.Any(origin => origin.Merger == it.Merger))
        {
            return new("council.origin", "Dass diese Fusion wirksam wurde, steht schon in den Akten.");
        }
        var own = assembly.Resolutions.LastOrDefault(resolution =>
            resolution.Merger == it.Merger && resolution.IsPassed);
        return own is not null && own.Interim != it.Interim && assembly.IsStrict
            ? new("council.interim", $"Beschluss {own.Citation} bestimmt anders, wer die Rechte bis zur ersten Wahl "
                + "hat.", "GkG NRW § 22 (2)")
            : null;
    }

    static Rejection? Join(Assembly assembly, MemberJoined it)
    {
        if (it.Member.Length is < 1 or > 40
            || !it.Member.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            return new("council.member-number", $"„{Texts.Shown(it.Member)}“ ist keine Nummer aus 1 bis 40 "
                + "Kleinbuchstaben, Ziffern oder Bindestrichen.");
        }
        if (assembly.Member(it.Member) is { } known && (known.Until is not { } end || it.Since < end))
        {
            return new("council.member-exists", $"„{it.Member}“ ist schon Mitglied.");
        }
        // Founders and members that a merger brings need none; from the first statute on the assembly decides.
        var isByMerger = assembly.Origins.Any(origin => origin.On == it.Since);
        if (!isByMerger && assembly.StatuteOn(it.Since)?.Start < it.Since
            && Passed(assembly, it.Resolution, MotionKind.Accession, it.Since) is { } why)
        {
            return why;
        }
        return Furthers(assembly, it, isByMerger)
            ?? Private(assembly, it.Since, new CouncilRecord(assembly.Size + 1, default, "", it));
    }

    /// <summary>Private persons are members only where they further the task; public bodies always may be.</summary>
    static Rejection? Furthers(Assembly assembly, MemberJoined it, bool isByMerger)
    {
        var isPrivate = it.Kind.IsPrivate();
        if (isPrivate && string.IsNullOrWhiteSpace(it.Furthers) && !isByMerger && assembly.IsStrict)
        {
            return new("council.furthers", $"{Texts.Shown(it.Name)} ist keine Körperschaft des öffentlichen Rechts; "
                + "Mitglied wird nur, wer die Aufgabe des Verbands fördert, und wie, ist anzugeben.", "GkG NRW § 4");
        }
        if (!isPrivate && it.Furthers is not null)
        {
            return new("council.furthers", "Wie die Aufgabe gefördert wird, ist nur bei Unternehmen und "
                + "Privatpersonen anzugeben.", "GkG NRW § 4");
        }
        return it.WithDistricts == true && it.Kind != MemberKind.PublicBody
            ? new("council.with-districts", "Eigene Mitglieder, die Kreise oder kreisfreie Städte sind, hat nur eine "
                + "Körperschaft des öffentlichen Rechts.", "GkG NRW § 29")
            : null;
    }

    static Rejection? Leave(Assembly assembly, MemberLeft it)
    {
        if (Known(assembly, it.Member, out var member) is { } unknown) return unknown;
        if (member.Until is not null || it.Until <= member.Since) return NoMember(it.Member, it.Until);
        return it.Reason switch
        {
            LeaveReason.Resolution => Passed(assembly, it.Resolution, MotionKind.Leaving, it.Until),
            LeaveReason.Notice => assembly.Terminations.Any(notice =>
                notice.Member == it.Member && notice.Effective == it.Until)
                ? null
                : new("council.no-termination",
                    $"Eine Kündigung von {member.Name} zum {German.Date(it.Until)} ist nicht eingegangen."),
            LeaveReason.Expulsion or LeaveReason.SuccessionExit => Exit(assembly, member, it),
            _ => null,
        };
    }

    /// <summary>Within three months after a successor stepped in, the association may expel it or it may ask to leave
    /// (§ 21).</summary>
    static Rejection? Exit(Assembly assembly, Member member, MemberLeft it)
    {
        var rule = AssociationRule.Of("succession-exit", it.Until);
        if (member.SucceededOn is not { } since || it.Until > rule.After(since))
        {
            return new("council.succession-exit", $"Nur wer an die Stelle eines Mitglieds trat, kann binnen drei "
                + $"Monaten danach ausgeschlossen werden oder ausscheiden; für {member.Name} gilt das am "
                + $"{German.Date(it.Until)} nicht.", rule.Shown);
        }
        return it.Reason == LeaveReason.Expulsion
            ? Passed(assembly, it.Resolution, MotionKind.Leaving, it.Until)
            : null;
    }

    static Rejection? Succeed(Assembly assembly, MemberSucceeded it)
    {
        if (Active(assembly, it.Member, it.On) is { } why) return why;
        return it.Successor == it.Member
            ? new("council.member-number", "Ein Mitglied kann nicht an seine eigene Stelle treten.")
            : null;
    }

    static Rejection? Count(Assembly assembly, PopulationCounted it)
    {
        if (Known(assembly, it.Member, out _) is { } why) return why;
        return it.Count is >= 0 and <= 100_000_000
            ? Private(assembly, new DateOnly(it.On.Year + 1, 1, 1),
                new CouncilRecord(assembly.Size + 1, default, "", it))
            : new("council.population", "Die Einwohnerzahl liegt nicht zwischen 0 und 100 Millionen.");
    }

    static Rejection? Fix(Assembly assembly, VotesFixed it)
    {
        if (Known(assembly, it.Member, out _) is { } why) return why;
        return it.Votes is >= 0 and <= 10_000
            ? Private(assembly, it.Since, new CouncilRecord(assembly.Size + 1, default, "", it))
            : new("council.votes", "Die Stimmenzahl liegt nicht zwischen 0 und 10.000.");
    }

    /// <summary>Private persons and companies together may not reach half of the statutory votes.</summary>
    static Rejection? Private(Assembly assembly, DateOnly on, CouncilRecord record)
    {
        if (assembly.StatuteOn(on)?.Text.PrivateVotesAllowedBy is not null) return null;
        var after = assembly.Tried(record);
        var weights = after.Weights(on);
        var own = weights.Where(weight => weight.Member.IsPrivate).Sum(weight => (long)(weight.Votes ?? 0));
        var rule = AssociationRule.Of("private-votes", on);
        return own > 0 && rule.Value.IsReachedBy(own, weights.Sum(weight => (long)(weight.Votes ?? 0)))
            ? new("council.private-votes", $"Unternehmen und Privatpersonen hätten am {German.Date(on)} die Hälfte der "
                + "Stimmen oder mehr.", rule.Shown)
            : null;
    }

    static Rejection? Appoint(Assembly assembly, DelegateAppointed it)
    {
        if (Active(assembly, it.Member, it.From) is { } why) return why;
        if (it.Until < it.From)
        {
            return new("council.term", "Die Amtszeit endet vor ihrem Beginn.");
        }
        return assembly.DelegatesOf(it.Member, it.From).Any(seat => seat.Person == it.Person)
            ? new("council.delegate-exists", $"{Texts.Shown(it.Person)} vertritt dieses Mitglied schon.")
            : null;
    }

    static Rejection? Terminate(Assembly assembly, TerminationGiven it)
    {
        if (Active(assembly, it.Member, it.On) is { } why) return why;
        if (it.Effective <= it.On)
        {
            return new("council.term", "Die Kündigung wirkt nicht nach dem Tag, an dem sie kam.");
        }
        if (it.Basis == TerminationBasis.Merger)
        {
            var rule = AssociationRule.Of("merger-termination", it.On);
            return assembly.MergerTerminationUntil is { } until && it.On <= until && it.On >= assembly.Origins[^1].On
                ? null
                : new("council.merger-termination", "Wegen einer Fusion kann nur binnen drei Monaten gekündigt werden, "
                    + "nachdem sie wirksam wurde.", rule.Shown);
        }
        if (it.Basis == TerminationBasis.GroundGone)
        {
            var rule = AssociationRule.Of("ground-gone-exit", it.On);
            return assembly.GroundTerminationUntil is { } until && it.On <= until && it.On >= assembly.Ground!.Since
                ? null
                : new("council.ground-termination", "Weil der Grund des Pflichtverbands weggefallen ist, kann nur "
                    + "binnen sechs Monaten danach ausgeschieden werden.", rule.Shown);
        }
        if (assembly.StatuteOn(it.On)?.Text.NoticeMonths is not { } months)
        {
            return new("council.notice-clause", "Die Satzung kennt keine einseitige Kündigung.", "GkG NRW § 9 (2)");
        }
        return it.Effective < it.On.AddMonths(months)
            ? new("council.notice-period", $"Die Frist der Kündigung ist {months} Monate; vor dem "
                + $"{German.Date(it.On.AddMonths(months))} wirkt sie nicht.")
            : null;
    }

    static Rejection? Settle(Assembly assembly, SettlementMade it)
    {
        if (Known(assembly, it.Member, out var member) is { } unknown) return unknown;
        if (member.Until is not { } left)
        {
            return new("council.settlement", $"{member.Name} ist noch Mitglied.", "GkG NRW § 20 (1)");
        }
        if (it.IsByAuthority && assembly.IsStrict && !assembly.Disputes.Any(dispute =>
            dispute.Member == it.Member && dispute.On >= left && dispute.On <= it.On))
        {
            return new("council.settlement-authority", "Die Aufsichtsbehörde entscheidet nur, wenn sich die "
                + $"Beteiligten nicht einigen; dass sie es nicht tun, steht bei {member.Name} nicht in den Akten.",
                "GkG NRW § 20 (1)");
        }
        return assembly.Settlements.Any(known => known.Member == it.Member && known.On >= left)
            ? new("council.settlement", $"Über die Auseinandersetzung mit {member.Name} ist schon entschieden.")
            : null;
    }

    /// <summary>A resolution carries it; of a Pflichtverband an approved one, because there every change needs approval
    /// (§ 20 (2)).</summary>
    static Rejection? Passed(Assembly assembly, int? no, MotionKind kind, DateOnly on)
    {
        if (no is { } known && assembly.Resolution(known) is { } resolution && resolution.Kind == kind)
        {
            if (!resolution.IsPassed) return ResolutionRules.Rejected(resolution);
            return assembly.NatureOn(on) == AssociationNature.Mandatory
                ? ResolutionRules.Unapproved(resolution, on)
                : null;
        }
        return new("council.resolution-missing", kind == MotionKind.Accession
            ? "Ein Beitritt braucht einen Beschluss darüber."
            : "Ein Ausscheiden braucht einen Beschluss darüber.", AssociationRule.Of("statute-majority",
                new DateOnly(1979, 10, 1)).Shown);
    }

    static Rejection? Known(Assembly assembly, string number, out Member member)
    {
        member = assembly.Member(number)!;
        return member is null ? Unknown(number) : null;
    }

    internal static Rejection Unknown(string number) =>
        new("council.member-unknown", $"Ein Mitglied „{Texts.Shown(number)}“ gibt es nicht.");

    internal static Rejection? Active(Assembly assembly, string number, DateOnly on) =>
        Known(assembly, number, out var member) ?? (member.IsOn(on) ? null : NoMember(number, on));

    static Rejection NoMember(string number, DateOnly on) =>
        new("council.no-member", $"„{Texts.Shown(number)}“ ist am {German.Date(on)} kein Mitglied.");
}
