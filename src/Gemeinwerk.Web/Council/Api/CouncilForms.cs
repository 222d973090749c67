using System.Text.Json.Nodes;
using Gemeinwerk.Council;
using Gemeinwerk.Web.Api;

namespace Gemeinwerk.Web.Council.Api;

/// <summary>A member (Verbandsmitglied) on a day.</summary>
/// <param name="Number">Its number; for ever the same.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Since">Its first day as a member.</param>
/// <param name="Until">The first day on which it is none any more; null while that is open.</param>
/// <param name="Votes">Null where the rule asks for a number of inhabitants that is missing.</param>
/// <param name="VotesFrom">Where the votes come from, German.</param>
/// <param name="Furthers">How a company or private person furthers the task.</param>
/// <param name="WithDistricts">A public body of which districts, independent cities or the state are members.</param>
/// <param name="Delegates">Who votes for it, delegates before substitutes.</param>
public sealed record ApiCouncilMember(
    string Number, string Name, MemberKind Kind, DateOnly Since, DateOnly? Until, int? Votes, string VotesFrom,
    string? Furthers, bool WithDistricts, IReadOnlyList<ApiCouncilDelegate> Delegates)
{
    internal static ApiCouncilMember Of(Assembly assembly, Weight it, DateOnly day) => new(it.Member.Number,
        it.Member.Name, it.Member.Kind, it.Member.Since, it.Member.Until, it.Votes, it.Basis,
        it.Member.Furthers, it.Member.WithDistricts, [.. assembly.DelegatesOf(it.Member.Number, day).Select(seat =>
            new ApiCouncilDelegate(seat.Person, seat.IsSubstitute, seat.From, seat.Until))]);
}

/// <summary>A delegate or substitute.</summary>
/// <param name="Person">The name.</param>
/// <param name="IsSubstitute">Votes where no delegate is there.</param>
/// <param name="From">The first day of the term.</param>
/// <param name="Until">The last day of the term; null where it is open.</param>
public sealed record ApiCouncilDelegate(string Person, bool IsSubstitute, DateOnly From, DateOnly? Until);

/// <summary>The statutory votes (satzungsmäßige Stimmen) on a day, and the offices.</summary>
/// <param name="On">The day.</param>
/// <param name="StatutoryVotes">All votes, whoever is present.</param>
/// <param name="Chair">Who chairs the assembly; null where nobody is known.</param>
/// <param name="Head">The head of the association (Verbandsvorsteher); null where nobody is known.</param>
/// <param name="Statute">The version of the statute in force; null before the first.</param>
public sealed record ApiCouncilVotes(DateOnly On, long StatutoryVotes, string? Chair, string? Head, int? Statute)
{
    internal static ApiCouncilVotes Of(Assembly assembly, DateOnly day) => new(day, assembly.StatutoryVotes(day),
        assembly.Holder(Office.Chair, day), assembly.Holder(Office.Head, day), assembly.StatuteOn(day)?.Version);
}

/// <summary>What an association (Zweckverband) is on a day, and who supervises it.</summary>
/// <param name="On">The day.</param>
/// <param name="LegalForm">What it is in law, German.</param>
/// <param name="Nature">Formed freely, or for a mandatory task; null where nobody said so.</param>
/// <param name="Authority">The supervisory authority (GkG NRW § 29).</param>
/// <param name="Upper">The upper one.</param>
/// <param name="Highest">The highest one.</param>
/// <param name="Because">Why it is this authority, German.</param>
/// <param name="LeaveUntil">The last day on which members may leave because the ground of a Pflichtverband is gone;
/// null where it is not.</param>
/// <param name="Declarations">What it bound itself by.</param>
public sealed record ApiAssociation(
    DateOnly On, string LegalForm, AssociationNature? Nature, SupervisoryAuthority Authority,
    SupervisoryAuthority Upper, SupervisoryAuthority Highest, string Because, DateOnly? LeaveUntil,
    IReadOnlyList<ApiDeclaration> Declarations)
{
    internal static ApiAssociation Of(Assembly assembly, DateOnly day)
    {
        var its = Supervision.Of(assembly, day);
        return new(day, Gemeinwerk.Council.LegalForm.Of(assembly, day), assembly.NatureOn(day), its.Authority,
            its.Upper, its.Highest, its.Says, assembly.GroundTerminationUntil,
            [.. assembly.Declarations.Select(it => ApiDeclaration.Of(assembly, it))]);
    }
}

/// <summary>A declaration by which an association bound itself (Verpflichtungserklärung).</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Partner">To whom.</param>
/// <param name="On">The day.</param>
/// <param name="Signers">Who signed.</param>
/// <param name="Reference">Where it is filed.</param>
/// <param name="Warnings">What should be looked at, German: a signature that is missing.</param>
public sealed record ApiDeclaration(
    string Title, string Partner, DateOnly On, IReadOnlyList<string> Signers, string Reference,
    IReadOnlyList<string> Warnings)
{
    internal static ApiDeclaration Of(Assembly assembly, DeclarationMade it) =>
        new(it.Title, it.Partner, it.On, it.Signers, it.Reference, CouncilRules.Warn(assembly, it));
}

/// <summary>A version of the statute (Verbandssatzung).</summary>
/// <param name="Version">Gapless from 1.</param>
/// <param name="Name">What the association is called in it.</param>
/// <param name="AdoptedBy">The number of the resolution; null for a founding agreement or a draft.</param>
/// <param name="AdoptedOn">Null while it is a draft.</param>
/// <param name="Start">In force from this day on; null while it is not.</param>
/// <param name="Hash">SHA-256 over every word, lower-case hexadecimal.</param>
/// <param name="Missing">What the law wants and the text lacks, German.</param>
public sealed record ApiCouncilStatute(
    int Version, string Name, int? AdoptedBy, DateOnly? AdoptedOn, DateOnly? Start, string Hash,
    IReadOnlyList<string> Missing)
{
    internal static ApiCouncilStatute Of(Statute it) =>
        new(it.Version, it.Text.Name, it.AdoptedBy, it.AdoptedOn, it.Start, it.Text.Hash, it.Text.Missing);
}

/// <summary>A version of the statute with all that it says.</summary>
/// <param name="Statute">Which it is.</param>
/// <param name="Text">What it says.</param>
public sealed record ApiCouncilStatuteText(ApiCouncilStatute Statute, StatuteText Text)
{
    internal static ApiCouncilStatuteText Of(Statute it) => new(ApiCouncilStatute.Of(it), it.Text);
}

/// <summary>A sitting (Sitzung) of the assembly.</summary>
/// <param name="No">Gapless from 1.</param>
/// <param name="On">Its day.</param>
/// <param name="Time">As `10:00`; null where it is not known.</param>
/// <param name="Place">Where it is held.</param>
/// <param name="InvitedOn">When members were invited.</param>
/// <param name="State">Called, open, closed or cancelled.</param>
/// <param name="Chair">Who chairs it; null before it is open.</param>
/// <param name="Present">The members that are there, with who votes for them.</param>
/// <param name="PresentVotes">Their votes.</param>
/// <param name="StatutoryVotes">All votes on its day.</param>
/// <param name="HasQuorum">Whether it can resolve.</param>
/// <param name="Items">How many items its agenda has.</param>
public sealed record ApiCouncilSitting(
    int No, DateOnly On, string? Time, string Place, DateOnly InvitedOn, SittingState State, string? Chair,
    IReadOnlyDictionary<string, string> Present, long PresentVotes, long StatutoryVotes, bool HasQuorum, int Items)
{
    internal static ApiCouncilSitting Of(Assembly assembly, Sitting it) => new(it.No, it.On, it.Time, it.Place,
        it.InvitedOn, it.State, it.Chair, it.Present, assembly.PresentVotes(it), assembly.StatutoryVotes(it.On),
        assembly.HasQuorum(it), it.Items.Count);
}

/// <summary>A vote that was counted, or as it stands.</summary>
/// <param name="Statutory">All votes that the statute gives.</param>
/// <param name="Present">Votes of the members that are there.</param>
/// <param name="Yes">Votes for the motion.</param>
/// <param name="Against">Votes against it.</param>
/// <param name="Abstain">Votes of those who abstain.</param>
/// <param name="Required">The smallest number of votes for the motion that carries it.</param>
/// <param name="IsPassed">Whether it is reached.</param>
/// <param name="IsSecret">Whether it was counted in secret.</param>
/// <param name="Rule">The majority in words with its source, German.</param>
/// <param name="Missing">Members whose consent the statute asks for besides and that did not give it.</param>
public sealed record ApiCouncilTally(
    long Statutory, long Present, long Yes, long Against, long Abstain, long Required, bool IsPassed, bool IsSecret,
    string Rule, IReadOnlyList<string> Missing)
{
    internal static ApiCouncilTally Of(Tally it) => new(it.Statutory, it.Present, it.Votes.Yes, it.Votes.No,
        it.Votes.Abstain, it.Required, it.IsPassed, it.IsSecret, it.Rule, it.Missing);
}

/// <summary>An item of an agenda (Tagesordnungspunkt).</summary>
/// <param name="No">Gapless from 1 in the sitting.</param>
/// <param name="Kind">What the motion is about.</param>
/// <param name="Title">Its title.</param>
/// <param name="Motion">What is to be resolved, word by word.</param>
/// <param name="IsPublic">Whether the public may hear it.</param>
/// <param name="Statute">The version of the statute that it adopts; null where it adopts none.</param>
/// <param name="Merger">The code of the merger that it is about; null where it is about none.</param>
/// <param name="Instructions">How members' own councils bound their delegates, by member.</param>
/// <param name="Ballots">How members vote so far, by member.</param>
/// <param name="Tally">How the vote stands or ended.</param>
/// <param name="Resolution">The number of the resolution; null while the vote is not closed.</param>
/// <param name="Withdrawn">Why it was taken off the agenda; null while it stands.</param>
public sealed record ApiCouncilItem(
    int No, MotionKind Kind, string Title, string Motion, bool IsPublic, int? Statute, string? Merger,
    IReadOnlyDictionary<string, Choice> Instructions, IReadOnlyDictionary<string, Choice> Ballots,
    ApiCouncilTally Tally, int? Resolution, string? Withdrawn)
{
    internal static ApiCouncilItem Of(Assembly assembly, Sitting sitting, AgendaItem it) => new(it.No, it.Kind,
        it.Title, it.Motion, it.IsPublic, it.Statute, it.Merger, it.Instructions, it.Ballots,
        ApiCouncilTally.Of(it.Resolution is { } no
            ? assembly.Resolution(no)!.Tally
            : assembly.Standing(sitting, it)), it.Resolution, it.Withdrawn);
}

/// <summary>A resolution (Beschluss).</summary>
/// <param name="No">Gapless from 1 in the body.</param>
/// <param name="Citation">As it is cited: `3/2017`.</param>
/// <param name="Sitting">The sitting that made it.</param>
/// <param name="Item">The item of its agenda.</param>
/// <param name="On">The day.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Title">Its title.</param>
/// <param name="Motion">What was resolved, word by word.</param>
/// <param name="TextHash">SHA-256 of that, lower-case hexadecimal.</param>
/// <param name="IsPublic">Whether the public may read it.</param>
/// <param name="Tally">What was counted, and what was needed.</param>
/// <param name="Statute">The version of the statute that it adopts; null where it adopts none.</param>
/// <param name="StatuteHash">Its hash.</param>
/// <param name="Merger">The code of the merger that it is about; null where it is about none.</param>
/// <param name="Approval">What the authority said until today, German; null where it was not asked.</param>
/// <param name="ApprovalDeemedOn">From when on approval is deemed given where nobody answers; null where the law knows
/// no such thing.</param>
/// <param name="OrderedBy">Who ordered that an adopted statute is published; null while nobody did.</param>
/// <param name="OrderedOn">When.</param>
/// <param name="Publications">Where it was made public.</param>
public sealed record ApiCouncilResolution(
    int No, string Citation, int Sitting, int Item, DateOnly On, MotionKind Kind, string Title, string Motion,
    string TextHash, bool IsPublic, ApiCouncilTally Tally, int? Statute, string? StatuteHash, string? Merger,
    string? Approval, DateOnly? ApprovalDeemedOn, string? OrderedBy, DateOnly? OrderedOn,
    IReadOnlyList<ApiCouncilPublication> Publications)
{
    internal static ApiCouncilResolution Of(Resolution it, DateOnly today) => new(it.No, it.Citation, it.Sitting,
        it.Item, it.On, it.Kind, it.Title, it.Motion, it.TextHash, it.IsPublic, ApiCouncilTally.Of(it.Tally),
        it.Statute, it.StatuteHash, it.Merger, it.Approval?.State(today), it.Approval?.DeemedOn,
        it.Order?.Signer, it.Order?.On,
        [.. it.Publications.Select(was => new ApiCouncilPublication(was.Gazette, was.On, was.Reference))]);
}

/// <summary>A publication (Bekanntmachung).</summary>
/// <param name="Gazette">Where.</param>
/// <param name="On">When.</param>
/// <param name="Reference">The place in it.</param>
public sealed record ApiCouncilPublication(string Gazette, DateOnly On, string Reference);

/// <summary>An event as it was recorded.</summary>
/// <param name="No">Gapless from 1 in the body.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who recorded it.</param>
/// <param name="Event">What happened; `event` in it names the kind.</param>
public sealed record ApiCouncilEvent(long No, DateTimeOffset At, string Actor, JsonObject Event);

/// <summary>What happened around an assembly.</summary>
/// <param name="Events">In their order; each is recorded after the one before.</param>
public sealed record NewCouncilEvents(IReadOnlyList<JsonObject> Events) : IExample<NewCouncilEvents>
{
    public static NewCouncilEvents Example => new((IReadOnlyList<JsonObject>)
    [
        new JsonObject
        {
            ["event"] = "member-joined",
            ["member"] = "hemer",
            ["name"] = "Stadt Hemer",
            ["kind"] = "municipality",
            ["since"] = "2013-01-02",
            ["basis"] = "Gründungsvertrag",
        },
    ]);
}

/// <summary>What came of events that were recorded.</summary>
/// <param name="First">The number of the first.</param>
/// <param name="Last">The number of the last.</param>
/// <param name="Warnings">What is allowed and should be looked at, German: votes against an instruction.</param>
public sealed record ApiCouncilRecorded(long First, long Last, IReadOnlyList<string> Warnings);
