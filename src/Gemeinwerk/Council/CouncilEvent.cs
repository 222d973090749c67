using System.Text.Json.Serialization;

namespace Gemeinwerk.Council;

/// <summary>
/// Something that happened around an assembly (Verbandsversammlung). All that is known of members, statutes, sittings
/// and resolutions follows from these events in their order; none is ever changed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(MemberJoined), "member-joined")]
[JsonDerivedType(typeof(MemberLeft), "member-left")]
[JsonDerivedType(typeof(MemberSucceeded), "member-succeeded")]
[JsonDerivedType(typeof(PopulationCounted), "population-counted")]
[JsonDerivedType(typeof(VotesFixed), "votes-fixed")]
[JsonDerivedType(typeof(DelegateAppointed), "delegate-appointed")]
[JsonDerivedType(typeof(DelegateEnded), "delegate-ended")]
[JsonDerivedType(typeof(StatuteDrafted), "statute-drafted")]
[JsonDerivedType(typeof(StatuteAgreed), "statute-agreed")]
[JsonDerivedType(typeof(StatuteStarted), "statute-started")]
[JsonDerivedType(typeof(SittingCalled), "sitting-called")]
[JsonDerivedType(typeof(SittingCancelled), "sitting-cancelled")]
[JsonDerivedType(typeof(ItemPlaced), "item-placed")]
[JsonDerivedType(typeof(ItemWithdrawn), "item-withdrawn")]
[JsonDerivedType(typeof(InstructionGiven), "instruction-given")]
[JsonDerivedType(typeof(SittingOpened), "sitting-opened")]
[JsonDerivedType(typeof(Attended), "attended")]
[JsonDerivedType(typeof(BallotsCast), "ballots-cast")]
[JsonDerivedType(typeof(VoteClosed), "vote-closed")]
[JsonDerivedType(typeof(SittingClosed), "sitting-closed")]
[JsonDerivedType(typeof(ApprovalAsked), "approval-asked")]
[JsonDerivedType(typeof(ApprovalAnswered), "approval-answered")]
[JsonDerivedType(typeof(Published), "published")]
[JsonDerivedType(typeof(AssociationArose), "association-arose")]
[JsonDerivedType(typeof(OriginWithdrawn), "origin-withdrawn")]
[JsonDerivedType(typeof(TerminationGiven), "termination-given")]
[JsonDerivedType(typeof(SettlementMade), "settlement-made")]
[JsonDerivedType(typeof(AssociationFormed), "association-formed")]
[JsonDerivedType(typeof(GroundGone), "ground-gone")]
[JsonDerivedType(typeof(OfficeHeld), "office-held")]
[JsonDerivedType(typeof(PublicationOrdered), "publication-ordered")]
[JsonDerivedType(typeof(SettlementDisputed), "settlement-disputed")]
[JsonDerivedType(typeof(DeclarationMade), "declaration-made")]
[JsonDerivedType(typeof(KeyCounted), "key-counted")]
[JsonDerivedType(typeof(LevyDrafted), "levy-drafted")]
[JsonDerivedType(typeof(LevyPartAdded), "levy-part-added")]
[JsonDerivedType(typeof(LevyCapSet), "levy-cap-set")]
[JsonDerivedType(typeof(LevyClaimed), "levy-claimed")]
public abstract record CouncilEvent;

/// <summary>A member (Verbandsmitglied) belongs to the association from a day on, GkG NRW § 4.</summary>
/// <param name="Member">Its number: 1 to 40 lower-case letters, digits or hyphens.</param>
/// <param name="Resolution">The resolution that took it in; null for founders and for members that came by a merger.
/// </param>
/// <param name="Basis">Where that is written: a founding agreement, a merger, a resolution.</param>
/// <param name="Furthers">How a company or private person furthers the task; only so it is a member (§ 4).</param>
/// <param name="WithDistricts">Of a public body: districts, independent cities or the state are members of it, so that
/// the supervisory authority is another (§ 29).</param>
public sealed record MemberJoined(
    string Member, string Name, MemberKind Kind, DateOnly Since, int? Resolution, string Basis,
    string? Furthers = null, bool? WithDistricts = null) : CouncilEvent;

/// <param name="Until">The first day on which it is no member any more.</param>
/// <param name="Resolution">For <see cref="LeaveReason.Resolution"/> and <see cref="LeaveReason.Expulsion"/>.</param>
public sealed record MemberLeft(
    string Member, DateOnly Until, LeaveReason Reason, int? Resolution, string Basis) : CouncilEvent;

/// <summary>A member is gone, as by a municipal merger, and its successor steps in (§ 21).</summary>
/// <param name="Successor">A member already, or a new one with this number.</param>
public sealed record MemberSucceeded(
    string Member, string Successor, string Name, MemberKind Kind, DateOnly On, string Basis) : CouncilEvent;

/// <summary>A number of inhabitants (Einwohnerzahl) on a day.</summary>
public sealed record PopulationCounted(string Member, long Count, DateOnly On, string Source) : CouncilEvent;

/// <summary>Votes that the statute names for a member, from a day on.</summary>
public sealed record VotesFixed(string Member, int Votes, DateOnly Since, string Source) : CouncilEvent;

/// <summary>A delegate (vertretungsberechtigte Person) or a substitute, § 15 (1) to (3).</summary>
/// <param name="IsAdministration">Head of administration, or staff proposed by that head.</param>
/// <param name="Until">The last day of the term; in office until the successor starts. Null where it is open.</param>
public sealed record DelegateAppointed(
    string Member, string Person, bool IsSubstitute, bool IsAdministration, DateOnly From, DateOnly? Until)
    : CouncilEvent;

/// <param name="On">The first day on which the seat is lapsed.</param>
public sealed record DelegateEnded(string Member, string Person, DateOnly On) : CouncilEvent;

/// <summary>A wording of the statute (Verbandssatzung); it never changes, a change is a further version.</summary>
public sealed record StatuteDrafted(int Version, StatuteText Text) : CouncilEvent;

/// <summary>The founders agreed on the first statute (§ 9); later ones are resolved by the assembly.</summary>
public sealed record StatuteAgreed(int Version, DateOnly On, string Basis) : CouncilEvent;

/// <summary>A statute that was adopted is in force from a day on (§ 11).</summary>
/// <param name="Gazette">Where it was published, for a founding agreement; null where its resolution was published.
/// </param>
public sealed record StatuteStarted(int Version, DateOnly On, string? Gazette) : CouncilEvent;

/// <summary>A sitting (Sitzung) is called.</summary>
/// <param name="Sitting">Gapless from 1.</param>
/// <param name="Time">As <c>10:00</c>, or null.</param>
/// <param name="Repeats">The sitting that had no quorum and is called again; the invitation says so.</param>
public sealed record SittingCalled(
    int Sitting, DateOnly On, string? Time, string Place, DateOnly InvitedOn, int? Repeats) : CouncilEvent;

public sealed record SittingCancelled(int Sitting, string Reason) : CouncilEvent;

/// <summary>An item of the agenda (Tagesordnungspunkt) with its motion.</summary>
/// <param name="Item">Gapless from 1 in the sitting.</param>
/// <param name="Motion">What is to be resolved, word by word.</param>
/// <param name="Statute">The version that a motion about the statute or a merger adopts.</param>
/// <param name="Merger">Code of the merger, of a motion about one.</param>
/// <param name="Candidate">Who is to be elected.</param>
/// <param name="Interim">Who holds the rights of head and chair until the first election, of a merger (§ 22 (2)).
/// </param>
/// <param name="Levy">The draft of a levy that a motion about the budget sets (§ 19 (2)).</param>
public sealed record ItemPlaced(
    int Sitting, int Item, MotionKind Kind, string Title, string Motion, bool IsPublic, int? Statute, string? Merger,
    Candidate? Candidate, Interim? Interim, int? Levy = null) : CouncilEvent;

public sealed record ItemWithdrawn(int Sitting, int Item, string Reason) : CouncilEvent;

/// <summary>A member's own council has bound its delegate's vote (§ 15 (1)).</summary>
public sealed record InstructionGiven(int Sitting, int Item, string Member, Choice Choice, string Source)
    : CouncilEvent;

public sealed record SittingOpened(int Sitting, string Chair) : CouncilEvent;

/// <summary>Somebody came or left.</summary>
public sealed record Attended(int Sitting, string Member, string Person, bool IsPresent) : CouncilEvent;

/// <summary>Votes of members; each casts all of its votes alike, and may change them until the vote is closed.
/// </summary>
public sealed record BallotsCast(int Sitting, int Item, IReadOnlyList<Ballot> Ballots) : CouncilEvent;

/// <summary>A vote is over and the resolution stands.</summary>
/// <param name="Secret">What was counted in a secret vote, in votes; null for open ones.</param>
public sealed record VoteClosed(int Sitting, int Item, VoteCount? Secret) : CouncilEvent;

public sealed record SittingClosed(int Sitting) : CouncilEvent;

/// <summary>The supervisory authority (Aufsichtsbehörde) is asked for approval, or told where that is enough.</summary>
public sealed record ApprovalAsked(int Resolution, string Authority, DateOnly On, bool IsNotification) : CouncilEvent;

public sealed record ApprovalAnswered(int Resolution, ApprovalAnswer Answer, DateOnly On, string Reference)
    : CouncilEvent;

/// <summary>A resolution was made public (Bekanntmachung).</summary>
/// <param name="Gazette">Where: an official gazette, or the form that the statute names.</param>
public sealed record Published(int Resolution, string Gazette, DateOnly On, string Reference) : CouncilEvent;

/// <summary>A merger has taken effect here: the association arose, or took others in.</summary>
/// <param name="Interim">Who holds the rights until the first election; null where the merger named nobody.</param>
public sealed record AssociationArose(string Merger, DateOnly On, bool IsNew, Interim? Interim) : CouncilEvent;

/// <summary>The merger was undone: the members that it brought and the statute that it started are as before.</summary>
public sealed record OriginWithdrawn(string Merger, string Reason) : CouncilEvent;

/// <summary>A member has given notice (Kündigung).</summary>
/// <param name="Effective">The first day on which it is no member any more.</param>
public sealed record TerminationGiven(
    string Member, DateOnly On, DateOnly Effective, TerminationBasis Basis, string Source) : CouncilEvent;

/// <summary>What a member that left gets or pays (Auseinandersetzung).</summary>
/// <param name="AmountCents">Integer cents, positive to be paid to the member.</param>
/// <param name="IsByAuthority">Set by the authority because the parties did not agree (§ 20 (1)).</param>
public sealed record SettlementMade(
    string Member, long AmountCents, bool IsByAuthority, DateOnly On, string Reference) : CouncilEvent;

/// <summary>What the association is (§ 4): formed by its members of their own will, or for a task that they must
/// fulfil together.</summary>
public sealed record AssociationFormed(AssociationNature Nature, DateOnly Since, string Basis) : CouncilEvent;

/// <summary>The authority declared that the ground of a Pflichtverband is gone: it goes on as a Freiverband, and each
/// member may leave within six months (§ 20 (3)).</summary>
public sealed record GroundGone(DateOnly On, string Authority, string Reference) : CouncilEvent;

/// <summary>Who held an office when the records began here; whoever comes later is elected by the assembly.</summary>
/// <param name="Basis">The election, as it stands in older records.</param>
public sealed record OfficeHeld(Office Office, string Person, DateOnly Since, string Basis) : CouncilEvent;

/// <summary>The head signed the publication order (Bekanntmachungsanordnung) of an adopted statute (§ 16 (2)).
/// </summary>
/// <param name="Signer">Who is head on that day, or the head's deputy.</param>
public sealed record PublicationOrdered(int Resolution, string Signer, DateOnly On) : CouncilEvent;

/// <summary>The association and a member that left do not agree on the settlement; the authority decides (§ 20 (1)).
/// </summary>
public sealed record SettlementDisputed(string Member, DateOnly On, string Source) : CouncilEvent;

/// <summary>A declaration by which the association binds itself (Verpflichtungserklärung), as a contract (§ 16 (4)).
/// </summary>
/// <param name="Partner">To whom.</param>
/// <param name="Signers">All who signed; the head and a further authorised official are expected.</param>
public sealed record DeclarationMade(
    string Title, string Partner, DateOnly On, IReadOnlyList<string> Signers, string Reference) : CouncilEvent;

public enum MemberKind { Municipality, District, PublicBody, Company, Person, IndependentCity, State }

/// <summary>Freiverband or Pflichtverband.</summary>
public enum AssociationNature { Voluntary, Mandatory }

public enum LeaveReason { Resolution, Notice, Expulsion, SuccessionExit, Merger }

public enum TerminationBasis { Statute, Merger, GroundGone }

public enum Choice { Yes, No, Abstain }

public enum ApprovalAnswer { Given, Refused, ChangesAsked }

/// <summary>What a motion is about; the majority that it needs follows from it.</summary>
public enum MotionKind { Ordinary, Budget, Election, Statute, Tasks, Accession, Leaving, Dissolution, Merger }

public enum Office { Chair, DeputyChair, Head, DeputyHead, Director }

/// <summary>What post makes somebody eligible (§ 15 (4), § 16 (1)).</summary>
public enum CandidatePost { Delegate, HeadOfAdministration, GeneralDeputy, SeniorStaff, Outside }

/// <summary>One member's vote.</summary>
public sealed record Ballot(string Member, Choice Choice);

/// <summary>Votes, not members.</summary>
public sealed record VoteCount(long Yes, long No, long Abstain)
{
    public long Cast => Yes + No;
}

/// <param name="Member">The member whose delegate or staff the person is; null for one from outside.</param>
/// <param name="HasConsent">The superior agrees, where § 16 (1) asks for that.</param>
/// <param name="ProposedBy">The head, who proposes the managing director (§ 16 (3)).</param>
public sealed record Candidate(
    Office Office, string Person, string? Member, CandidatePost Post, bool HasConsent, string? ProposedBy = null);

/// <summary>Holders of the rights of head and chair until the first election.</summary>
public sealed record Interim(string Head, string Chair);
