using Gemeinwerk.Council;

namespace Gemeinwerk.Web.Council;

/// <summary>The German words of the assembly's kinds, states and choices; pages translate them.</summary>
static class CouncilText
{
    internal static string Word(MemberKind kind) => kind switch
    {
        MemberKind.Municipality => "Gemeinde",
        MemberKind.District => "Kreis",
        MemberKind.PublicBody => "Körperschaft des öffentlichen Rechts",
        MemberKind.Company => "Unternehmen",
        MemberKind.IndependentCity => "kreisfreie Stadt",
        MemberKind.State => "Land",
        _ => "Privatperson",
    };

    internal static string Word(LeaveReason reason) => reason switch
    {
        LeaveReason.Resolution => "Beschluss der Versammlung",
        LeaveReason.Notice => "Kündigung",
        LeaveReason.Expulsion => "Ausschluss nach Rechtsnachfolge (§ 21)",
        LeaveReason.SuccessionExit => "Ausscheiden nach Rechtsnachfolge (§ 21)",
        _ => "Fusion",
    };

    internal static string Word(TerminationBasis basis) => basis switch
    {
        TerminationBasis.Statute => "nach der Satzung",
        TerminationBasis.GroundGone => "wegen Wegfalls des Grundes (§ 20 Abs. 3)",
        _ => "wegen einer Fusion (§ 22 Abs. 4)",
    };

    internal static string Word(AssociationNature nature) => nature switch
    {
        AssociationNature.Voluntary => "Freiverband",
        _ => "Pflichtverband",
    };

    internal static string Word(Choice choice) => choice switch
    {
        Choice.Yes => "Ja",
        Choice.No => "Nein",
        _ => "Enthaltung",
    };

    internal static string Word(ApprovalAnswer answer) => answer switch
    {
        ApprovalAnswer.Given => "genehmigt",
        ApprovalAnswer.Refused => "versagt",
        _ => "Änderungen verlangt",
    };

    internal static string Word(MotionKind kind) => kind switch
    {
        MotionKind.Ordinary => "Sachbeschluss",
        MotionKind.Budget => "Haushalt",
        MotionKind.Election => "Wahl",
        MotionKind.Statute => "Satzung",
        MotionKind.Tasks => "Änderung der Aufgaben",
        MotionKind.Accession => "Beitritt",
        MotionKind.Leaving => "Ausscheiden",
        MotionKind.Dissolution => "Auflösung",
        _ => "Fusion",
    };

    internal static string Word(Office office) => office switch
    {
        Office.Chair => "Vorsitz der Versammlung",
        Office.DeputyChair => "stellvertretender Vorsitz",
        Office.Head => "Verbandsvorsteher",
        Office.DeputyHead => "stellvertretender Verbandsvorsteher",
        _ => "Geschäftsführung",
    };

    internal static string Word(CandidatePost post) => post switch
    {
        CandidatePost.Delegate => "Vertreter eines Mitglieds",
        CandidatePost.HeadOfAdministration => "Hauptverwaltungsbeamter",
        CandidatePost.GeneralDeputy => "allgemeiner Vertreter",
        CandidatePost.SeniorStaff => "leitender Bediensteter",
        _ => "von außen",
    };

    internal static string Word(SittingState state) => state switch
    {
        SittingState.Called => "einberufen",
        SittingState.Open => "eröffnet",
        SittingState.Closed => "geschlossen",
        _ => "abgesagt",
    };

    internal static string Word(bool isPassed) => isPassed ? "angenommen" : "abgelehnt";

    /// <summary>The German word for a word of an event's enumeration.</summary>
    internal static string Word(Type type, string code) => type switch
    {
        _ when type == typeof(MemberKind) => Word(Basics.Codes.Parse<MemberKind>(code)),
        _ when type == typeof(LeaveReason) => Word(Basics.Codes.Parse<LeaveReason>(code)),
        _ when type == typeof(TerminationBasis) => Word(Basics.Codes.Parse<TerminationBasis>(code)),
        _ when type == typeof(AssociationNature) => Word(Basics.Codes.Parse<AssociationNature>(code)),
        _ when type == typeof(Choice) => Word(Basics.Codes.Parse<Choice>(code)),
        _ when type == typeof(ApprovalAnswer) => Word(Basics.Codes.Parse<ApprovalAnswer>(code)),
        _ when type == typeof(MotionKind) => Word(Basics.Codes.Parse<MotionKind>(code)),
        _ when type == typeof(Office) => Word(Basics.Codes.Parse<Office>(code)),
        _ when type == typeof(LevyKey) => LevyWords.Of(Basics.Codes.Parse<LevyKey>(code)),
        _ when type == typeof(CandidatePost) => Word(Basics.Codes.Parse<CandidatePost>(code)),
        _ => throw new InvalidOperationException($"No words for {type.Name}."),
    };
}
