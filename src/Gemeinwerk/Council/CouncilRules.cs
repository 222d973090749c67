using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>
/// What law and statute let happen: a pure function of what happened before. Sources and how sure they are stand in
/// <see cref="AssociationRule"/>.
/// </summary>
public static class CouncilRules
{
    const int ShortText = 200, LongText = 100_000;

    /// <returns>Why an event may not be recorded, or null.</returns>
    public static Rejection? Refuse(Assembly assembly, CouncilEvent happened) =>
        Texts(happened) ?? (assembly.IsStrict ? EventDays.Refuse(happened) : null) ?? happened switch
        {
            MemberJoined or MemberLeft or MemberSucceeded or PopulationCounted or VotesFixed or DelegateAppointed
                or DelegateEnded or TerminationGiven or SettlementMade or AssociationArose or OriginWithdrawn =>
                MembershipRules.Refuse(assembly, happened),
            AssociationFormed or GroundGone or OfficeHeld or SettlementDisputed or DeclarationMade =>
                AssociationRules.Refuse(assembly, happened),
            StatuteDrafted or StatuteAgreed or StatuteStarted => StatuteRules.Refuse(assembly, happened),
            ApprovalAsked or ApprovalAnswered or PublicationOrdered or Published =>
                ResolutionRules.Refuse(assembly, happened),
            ItemPlaced it => AgendaRules.Refuse(assembly, it) ?? LevyRules.Place(assembly, it),
            LevyDrafted or LevyPartAdded or LevyCapSet or KeyCounted or LevyClaimed =>
                LevyRules.Refuse(assembly, happened),
            _ => SittingRules.Refuse(assembly, happened),
        };

    /// <summary>What is allowed and should be looked at, German sentences: votes against an instruction (§ 15 (1)), an
    /// authority that cannot be told from its name or may be another (§ 29), a declaration that one alone signed (§ 16
    /// (4)), a levy whose budget statute was not made public.</summary>
    public static IReadOnlyList<string> Warn(Assembly assembly, CouncilEvent happened) => happened switch
    {
        BallotsCast it when assembly.Sitting(it.Sitting)?.Item(it.Item) is { } item =>
            [.. it.Ballots.Where(ballot => item.Instructions.TryGetValue(ballot.Member, out var bound)
                    && bound != ballot.Choice)
                .Select(ballot => $"{assembly.Member(ballot.Member)!.Name} stimmt anders, als die Weisung seines Rates "
                    + "lautet (GkG NRW § 15 (1)).")],
        ApprovalAsked it => Supervision.Warn(assembly, it.Authority, it.On),
        GroundGone it => Supervision.Warn(assembly, it.Authority, it.On),
        DeclarationMade it => AssociationRules.Warn(assembly, it),
        LevyClaimed it when assembly.Levies.Find(it.Levy) is { } levy => LevyWords.Warnings(assembly, levy),
        _ => [],
    };

    /// <summary>Every text is readable and none is endless; those that must be there are.</summary>
    static Rejection? Texts(CouncilEvent happened)
    {
        foreach (var (name, text, most) in Said(happened))
        {
            if (text is not null && Basics.Texts.Refuse(text, most) is { } why)
            {
                return new Rejection("council.text", $"{name}: {why}");
            }
        }
        return null;
    }

    static IEnumerable<(string Name, string? Text, int Most)> Said(CouncilEvent happened) => happened switch
    {
        MemberJoined it => [Named(it.Name), Basis(it.Basis), ("Förderung der Aufgabe", it.Furthers, 500)],
        MemberLeft it => [Basis(it.Basis)],
        MemberSucceeded it => [Named(it.Name), Basis(it.Basis)],
        PopulationCounted it => [("Quelle", it.Source, ShortText)],
        VotesFixed it => [("Quelle", it.Source, ShortText)],
        DelegateAppointed it => [("Person", it.Person, ShortText)],
        StatuteDrafted it => Of(it.Text),
        StatuteAgreed it => [Basis(it.Basis)],
        StatuteStarted it => [("Amtsblatt", it.Gazette, ShortText)],
        SittingCalled it => [("Ort", it.Place, ShortText), ("Uhrzeit", it.Time, 5)],
        SittingCancelled it => [("Grund", it.Reason, 500)],
        SittingOpened it => [("Vorsitz", it.Chair, ShortText)],
        ItemPlaced it =>
        [
            ("Titel", it.Title, ShortText), ("Beschlussvorschlag", it.Motion, LongText), ("Fusion", it.Merger, 40),
            ("Person", it.Candidate?.Person, ShortText), ("Verbandsvorsteher", it.Interim?.Head, ShortText),
            ("Vorsitz", it.Interim?.Chair, ShortText), ("Vorgeschlagen von", it.Candidate?.ProposedBy, ShortText),
        ],
        ItemWithdrawn it => [("Grund", it.Reason, 500)],
        InstructionGiven it => [("Quelle", it.Source, ShortText)],
        Attended it => [("Person", it.Person, ShortText)],
        ApprovalAsked it => [("Aufsichtsbehörde", it.Authority, ShortText)],
        ApprovalAnswered it => [("Aktenzeichen", it.Reference, ShortText)],
        PublicationOrdered it => [("Unterschrift", it.Signer, ShortText)],
        AssociationFormed it => [Basis(it.Basis)],
        GroundGone it =>
            [("Aufsichtsbehörde", it.Authority, ShortText), ("Aktenzeichen", it.Reference, ShortText)],
        OfficeHeld it => [("Person", it.Person, ShortText), Basis(it.Basis)],
        SettlementDisputed it => [("Quelle", it.Source, ShortText)],
        DeclarationMade it =>
        [
            ("Titel", it.Title, ShortText), ("Gegenüber", it.Partner, ShortText),
            ("Fundstelle", it.Reference, ShortText), .. it.Signers.Select(signer =>
                ("Unterschrift", (string?)signer, ShortText)),
        ],
        Published it => [("Amtsblatt", it.Gazette, ShortText), ("Fundstelle", it.Reference, ShortText)],
        AssociationArose it =>
        [
            ("Fusion", it.Merger, 40), ("Verbandsvorsteher", it.Interim?.Head, ShortText),
            ("Vorsitz", it.Interim?.Chair, ShortText),
        ],
        OriginWithdrawn it => [("Grund", it.Reason, 500)],
        TerminationGiven it => [("Quelle", it.Source, ShortText)],
        SettlementMade it => [("Fundstelle", it.Reference, ShortText)],
        LevyDrafted it => [("Haushaltssatzung", it.Budget, ShortText)],
        LevyPartAdded it => [("Name", it.Name, ShortText), ("Aufgabe", it.Task, ShortText)],
        LevyCapSet it => [("Quelle", it.Source, ShortText)],
        KeyCounted it => [("Quelle", it.Source, ShortText), ("Aufgabe", it.Task, ShortText)],
        _ => [],
    };

    static IEnumerable<(string, string?, int)> Of(StatuteText text)
    {
        yield return ("Wortlaut", text.Wording, LongText);
        // What § 9 (2) wants may be missing in a draft, and then it cannot be adopted.
        foreach (var (name, value) in new[]
        {
            ("Name", text.Name), ("Sitz", text.Seat), ("Mitglieder", text.Members), ("Aufgaben", text.Tasks),
            ("Form der Bekanntmachungen", text.NoticeForm), ("Maßstab der Beiträge", text.ContributionKey),
            ("Auseinandersetzung", text.Settlement), ("Ausnahme", text.PrivateVotesAllowedBy),
            ("Geschäftsführung", text.Director),
        })
        {
            yield return (name, string.IsNullOrWhiteSpace(value) ? null : value, 10_000);
        }
    }

    static (string, string?, int) Named(string name) => ("Name", name, ShortText);

    static (string, string?, int) Basis(string basis) => ("Grundlage", basis, ShortText);
}
