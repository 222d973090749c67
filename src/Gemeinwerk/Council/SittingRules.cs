using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>Calling, holding and closing sittings, and voting in them.</summary>
static class SittingRules
{
    const int MostBallots = 5_000;

    internal static Rejection? Refuse(Assembly assembly, CouncilEvent happened) => happened switch
    {
        SittingCalled it => Call(assembly, it),
        SittingCancelled it => InState(assembly, it.Sitting, SittingState.Called, SittingState.Open),
        SittingOpened it => InState(assembly, it.Sitting, SittingState.Called),
        Attended it => InState(assembly, it.Sitting, SittingState.Called, SittingState.Open) ?? Attend(assembly, it),
        ItemWithdrawn it => Undecided(assembly, it.Sitting, it.Item, SittingState.Called, SittingState.Open),
        InstructionGiven it => Undecided(assembly, it.Sitting, it.Item, SittingState.Called, SittingState.Open)
            ?? MembershipRules.Active(assembly, it.Member, assembly.Sitting(it.Sitting)!.On),
        BallotsCast it => Undecided(assembly, it.Sitting, it.Item, SittingState.Open) ?? Cast(assembly, it),
        VoteClosed it => Undecided(assembly, it.Sitting, it.Item, SittingState.Open) ?? Close(assembly, it),
        SittingClosed it => InState(assembly, it.Sitting, SittingState.Open) ?? End(assembly, it),
        _ => throw new InvalidOperationException($"No rule for {happened.GetType().Name}."),
    };

    internal static Rejection Unknown(int sitting) =>
        new("council.sitting-unknown", $"Eine Sitzung {sitting} gibt es nicht.");

    internal static Rejection Over(Sitting sitting) => new("council.sitting-state", sitting.State switch
    {
        SittingState.Called => $"Sitzung {sitting.No} ist noch nicht eröffnet.",
        SittingState.Open => $"Sitzung {sitting.No} ist schon eröffnet.",
        SittingState.Closed => $"Sitzung {sitting.No} ist geschlossen.",
        _ => $"Sitzung {sitting.No} ist abgesagt.",
    });

    static Rejection? Call(Assembly assembly, SittingCalled it)
    {
        if (it.Sitting != assembly.Sittings.Count + 1)
        {
            return new("council.number", $"Die nächste Sitzung ist die {assembly.Sittings.Count + 1}.");
        }
        if (it.Time is { } time && !TimeOnly.TryParseExact(time, "HH:mm", out _))
        {
            return new("council.time", $"„{Texts.Shown(time)}“ ist keine Uhrzeit wie 10:00.");
        }
        if (assembly.StatuteOn(it.On)?.Text.InvitationDays is { } days && it.InvitedOn.AddDays(days) > it.On)
        {
            return new("council.invitation-late", $"Zwischen Einladung und Sitzung liegen {days} Tage nach der "
                + $"Satzung; am {German.Date(it.InvitedOn)} ist es zu spät.");
        }
        if (it.InvitedOn > it.On) return new("council.invitation-late", "Die Einladung kommt nach der Sitzung.");
        return it.Repeats is { } earlier && assembly.Sitting(earlier) is not { State: SittingState.Closed }
            ? new("council.repeats", "Wiederholt wird nur eine Sitzung, die geschlossen ist.",
                AssociationRule.Of("quorum", it.On).Shown)
            : null;
    }

    static Rejection? Attend(Assembly assembly, Attended it)
    {
        var on = assembly.Sitting(it.Sitting)!.On;
        if (MembershipRules.Active(assembly, it.Member, on) is { } why) return why;
        return assembly.DelegatesOf(it.Member, on).Any(seat => seat.Person == it.Person)
            ? null
            : new("council.delegate-unknown",
                $"{Texts.Shown(it.Person)} vertritt dieses Mitglied am {German.Date(on)} nicht.", "GkG NRW § 15 (2)");
    }

    static Rejection? Cast(Assembly assembly, BallotsCast it)
    {
        if (it.Ballots.Count is 0 or > MostBallots)
        {
            return new("council.ballots", $"Es sind 1 bis {German.Count(MostBallots)} Stimmabgaben.");
        }
        var present = assembly.Sitting(it.Sitting)!.Present;
        return it.Ballots.FirstOrDefault(ballot => !present.ContainsKey(ballot.Member)) is { } absent
            ? new("council.absent", $"„{Texts.Shown(absent.Member)}“ ist nicht vertreten und kann nicht abstimmen.")
            : null;
    }

    static Rejection? Close(Assembly assembly, VoteClosed it)
    {
        var sitting = assembly.Sitting(it.Sitting)!;
        var item = sitting.Item(it.Item)!;
        if (assembly.Weights(sitting.On).FirstOrDefault(weight => weight.Votes is null) is { } missing)
        {
            return new("council.votes-missing",
                $"Die Stimmen von {missing.Member.Name} stehen nicht fest: {missing.Basis}.", "GkG NRW § 15 (1)");
        }
        if (!assembly.HasQuorum(sitting))
        {
            return new("council.no-quorum", $"Die Versammlung ist nicht beschlussfähig: "
                + $"{German.Count(assembly.PresentVotes(sitting))} von "
                + $"{German.Count(assembly.StatutoryVotes(sitting.On))} Stimmen sind vertreten.",
                AssociationRule.Of("quorum", sitting.On).Shown);
        }
        if (item.Statute is { } version && assembly.Statute(version)!.AdoptedOn is not null)
        {
            return new("council.statute-adopted", $"Fassung {version} ist schon beschlossen.");
        }
        return it.Secret is { } counted ? Secret(assembly, sitting, item, counted) : null;
    }

    static Rejection? Secret(Assembly assembly, Sitting sitting, AgendaItem item, VoteCount counted)
    {
        if (item.Ballots.Count > 0)
        {
            return new("council.secret", "Über diesen Punkt ist schon offen abgestimmt worden.");
        }
        if (counted.Yes < 0 || counted.No < 0 || counted.Abstain < 0 || counted.Yes > 1_000_000_000
            || counted.No > 1_000_000_000 || counted.Abstain > 1_000_000_000
            || counted.Cast + counted.Abstain > assembly.PresentVotes(sitting))
        {
            return new("council.secret", $"Gezählt sind mehr als die {German.Count(assembly.PresentVotes(sitting))} "
                + "vertretenen Stimmen oder weniger als keine.");
        }
        return null;
    }

    static Rejection? End(Assembly assembly, SittingClosed it) =>
        assembly.Sitting(it.Sitting)!.Items.FirstOrDefault(item => item is { Resolution: null, Withdrawn: null })
            is { } open && assembly.HasQuorum(assembly.Sitting(it.Sitting)!)
            ? new("council.item-open", $"Punkt {open.No} der Tagesordnung ist weder beschlossen noch abgesetzt.")
            : null;

    static Rejection? Undecided(Assembly assembly, int sitting, int item, params ReadOnlySpan<SittingState> states)
    {
        if (InState(assembly, sitting, states) is { } why) return why;
        return assembly.Sitting(sitting)!.Item(item) switch
        {
            null => new("council.item-unknown", $"Einen Punkt {item} hat Sitzung {sitting} nicht."),
            { Resolution: not null } => new("council.item-decided", $"Über Punkt {item} ist schon beschlossen."),
            { Withdrawn: not null } => new("council.item-withdrawn", $"Punkt {item} ist abgesetzt."),
            _ => null,
        };
    }

    static Rejection? InState(Assembly assembly, int no, params ReadOnlySpan<SittingState> states)
    {
        if (assembly.Sitting(no) is not { } sitting) return Unknown(no);
        foreach (var state in states)
        {
            if (sitting.State == state) return null;
        }
        return Over(sitting);
    }
}
