using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>What may be put on an agenda.</summary>
static class AgendaRules
{
    internal static Rejection? Refuse(Assembly assembly, ItemPlaced it)
    {
        if (assembly.Sitting(it.Sitting) is not { } sitting) return SittingRules.Unknown(it.Sitting);
        if (sitting.State is SittingState.Closed or SittingState.Cancelled) return SittingRules.Over(sitting);
        if (it.Item != sitting.Items.Count + 1)
        {
            return new("council.number", $"Der nächste Punkt der Tagesordnung ist {sitting.Items.Count + 1}.");
        }
        return Statute(assembly, it) ?? Merger(it) ?? Elect(assembly, sitting, it);
    }

    static Rejection? Statute(Assembly assembly, ItemPlaced it)
    {
        var needs = it.Kind is MotionKind.Statute or MotionKind.Tasks or MotionKind.Merger;
        if (needs != it.Statute is not null)
        {
            return new("council.statute-missing", needs
                ? "Der Beschluss nimmt eine Fassung der Satzung an; sie ist anzugeben."
                : "Eine Fassung der Satzung gehört nicht zu diesem Beschluss.");
        }
        if (it.Statute is not { } version) return null;
        if (assembly.Statute(version) is not { } statute) return StatuteRules.Unknown(version);
        if (statute.AdoptedOn is not null)
        {
            return new("council.statute-adopted", $"Fassung {version} ist schon beschlossen.");
        }
        return StatuteRules.Complete(statute);
    }

    static Rejection? Merger(ItemPlaced it)
    {
        var isMerger = it.Kind == MotionKind.Merger;
        if (isMerger != it.Merger is not null)
        {
            return new("council.merger-code", isMerger
                ? "Zu einem Beschluss über eine Fusion gehört ihr Kürzel."
                : "Ein Kürzel einer Fusion gehört nicht zu diesem Beschluss.");
        }
        return isMerger || it.Interim is null
            ? null
            : new("council.interim", "Wer die Rechte bis zur ersten Wahl hat, bestimmt nur der Beschluss über eine "
                + "Fusion.", "GkG NRW § 22 (2)");
    }

    static Rejection? Elect(Assembly assembly, Sitting sitting, ItemPlaced it)
    {
        if (it.Kind == MotionKind.Election != it.Candidate is not null)
        {
            return new("council.candidate", it.Candidate is null
                ? "Zu einer Wahl gehört, wer wozu gewählt werden soll."
                : "Wer gewählt werden soll, gehört nur zu einer Wahl.");
        }
        if (it.Candidate is not { } candidate) return null;
        if (candidate.Member is { } number && MembershipRules.Active(assembly, number, sitting.On) is { } why)
        {
            return why;
        }
        return candidate.Office switch
        {
            Office.Chair or Office.DeputyChair => Midst(assembly, sitting, candidate),
            Office.Head or Office.DeputyHead => Head(candidate),
            _ => Director(assembly, sitting, candidate),
        };
    }

    /// <summary>A managing director is hired where a clause of the statute lets the assembly do so, and on the head's
    /// proposal (§ 16 (3)).</summary>
    static Rejection? Director(Assembly assembly, Sitting sitting, Candidate candidate)
    {
        if (!assembly.IsStrict) return null;
        if (assembly.StatuteOn(sitting.On)?.Text.Director is null)
        {
            return new("council.director-clause", "Die Satzung lässt nicht zu, dass die Versammlung eine "
                + "Geschäftsführung bestellt.", "GkG NRW § 16 (3)");
        }
        var head = assembly.Holder(Office.Head, sitting.On);
        return head is not null && candidate.ProposedBy == head
            ? null
            : new("council.head-proposal", "Die Geschäftsführung wird auf Vorschlag des Verbandsvorstehers bestellt; "
                + (head is null
                    ? $"wer das am {German.Date(sitting.On)} ist, steht nicht in den Akten."
                    : $"das ist am {German.Date(sitting.On)} {Texts.Shown(head)}."), "GkG NRW § 16 (3)");
    }

    /// <summary>The chair is elected from the assembly's midst (§ 15 (4)).</summary>
    static Rejection? Midst(Assembly assembly, Sitting sitting, Candidate candidate) => candidate.Member is { } member
        && assembly.DelegatesOf(member, sitting.On).Any(seat => seat.Person == candidate.Person)
            ? null
            : new("council.eligible", $"{Texts.Shown(candidate.Person)} vertritt kein Mitglied; den Vorsitz wählt die "
                + "Versammlung aus ihrer Mitte.", "GkG NRW § 15 (4)");

    /// <summary>The head is elected from the heads of administration of members, or with their superior's consent from
    /// general deputies and senior staff (§ 16 (1)).</summary>
    static Rejection? Head(Candidate candidate)
    {
        var isEligible = candidate.Member is not null && candidate.Post switch
        {
            CandidatePost.HeadOfAdministration => true,
            CandidatePost.GeneralDeputy or CandidatePost.SeniorStaff => candidate.HasConsent,
            _ => false,
        };
        return isEligible
            ? null
            : new("council.eligible", "Gewählt wird aus den Hauptverwaltungsbeamten der Mitglieder, mit Zustimmung "
                + "ihres Dienstvorgesetzten auch aus allgemeinen Vertretern und leitenden Bediensteten.",
                "GkG NRW § 16 (1)");
    }
}
