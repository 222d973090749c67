using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Merger;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance.Api;

namespace Gemeinwerk.Web.Merger.Api;

/// <summary>A merger of bodies (Fusion): one target succeeds one or more sources on one day.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Form">Which of the two legal forms (GkG NRW § 22).</param>
/// <param name="Target">Code of the body that stays.</param>
/// <param name="Sources">Codes of the bodies that are dissolved.</param>
/// <param name="EffectiveOn">The first day on which the sources are gone.</param>
/// <param name="State">Draft or executed.</param>
/// <param name="RunNo">How often it was executed; more than once only after it was undone.</param>
/// <param name="IsDayFixed">The day is fixed by a recorded step; until then it is planned.</param>
/// <param name="IsSealed">The sources are sealed for good, so that it cannot be undone.</param>
public sealed record ApiMerger(
    string Code, MergerForm Form, string Target, IReadOnlyList<string> Sources, DateOnly EffectiveOn,
    MergerState State, int RunNo, bool IsDayFixed, bool IsSealed)
{
    internal static ApiMerger Of(MergerCase it) => new(it.Code, it.Form, it.Target.Code,
        [.. it.Sources.Select(body => body.Code)], it.EffectiveOn, it.State, it.RunNo,
        it.IsDayFixed, it.IsSealed);
}

/// <summary>Where a merger stands.</summary>
/// <param name="Merger">Which.</param>
/// <param name="Steps">All of them, in order; one of them is to be done now.</param>
public sealed record ApiMergerStanding(ApiMerger Merger, IReadOnlyList<ApiMergerStep> Steps);

/// <summary>A step of a merger.</summary>
/// <param name="Name">What it is called, German.</param>
/// <param name="State">Done, now, or later.</param>
/// <param name="Says">How far it is, German.</param>
/// <param name="WaitsFor">Whose turn it is, German; empty where nobody's.</param>
public sealed record ApiMergerStep(string Name, StepState State, string Says, string WaitsFor);

/// <summary>Something that happened to a merger.</summary>
/// <param name="No">Gapless from 1 in the merger.</param>
/// <param name="Kind">What.</param>
/// <param name="Actor">Who.</param>
/// <param name="HappenedAt">When, UTC.</param>
/// <param name="Payload">What exactly, as JSON.</param>
public sealed record ApiMergerEvent(
    long No, MergerEventKind Kind, string Actor, DateTimeOffset HappenedAt, string Payload);

/// <summary>A merger to be created at its target.</summary>
/// <param name="Code">2 to 40 lower-case letters, digits or hyphens.</param>
/// <param name="Form">`zusammenschluss` or `eingliederung`.</param>
/// <param name="Sources">Codes of bodies whose books the token may read.</param>
/// <param name="EffectiveOn">The first day on which the sources are gone.</param>
public sealed record NewMerger(string Code, MergerForm Form, IReadOnlyList<string> Sources, DateOnly EffectiveOn)
    : IExample<NewMerger>
{
    public static NewMerger Example => new("sit-2018", MergerForm.Eingliederung, ["kdz", "ckm"], new(2018, 1, 1));
}

/// <summary>A number of a source beside what it becomes in the target.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Source">Code of the source.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Name">What it is called there.</param>
/// <param name="Target">What it becomes: a number of the target, `NEU`, `NEU=4711`; null where nobody knows.</param>
/// <param name="TargetName">What that is called; null for a new one.</param>
/// <param name="Reason">Of the line or of the suggestion, or why there is none.</param>
/// <param name="State">Open, suggested, or mapped.</param>
public sealed record ApiMappingLine(
    MappingKind Kind, string Source, string Number, string Name, string? Target, string? TargetName, string Reason,
    WorkbenchState State)
{
    internal static ApiMappingLine Of(WorkbenchLine it) => new(
        it.Kind, it.Source.Code, it.Number, it.Name, it.Target, it.TargetName, it.Reason, it.State);
}

/// <summary>A number of the target with the numbers that arrive on it.</summary>
/// <param name="Number">In the target.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Arriving">As `kdz 1811`.</param>
public sealed record ApiMappingTarget(string Number, string Name, IReadOnlyList<string> Arriving);

/// <summary>How many numbers of a kind are in which state.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Open">To be decided.</param>
/// <param name="Suggested">To be accepted.</param>
/// <param name="Mapped">Decided.</param>
public sealed record ApiMappingCount(MappingKind Kind, int Open, int Suggested, int Mapped);

/// <summary>What a number becomes.</summary>
/// <param name="Target">A number of the target; `NEU` makes one there, `NEU=4711` exactly that one.</param>
/// <param name="Reason">Why.</param>
public sealed record MappingDecision(string Target, string Reason) : IExample<MappingDecision>
{
    public static MappingDecision Example => new("NEU=4711", "anderer Kunde gleicher Nummer");
}

/// <summary>Which suggestions are accepted.</summary>
/// <param name="Kind">Only those of a kind.</param>
/// <param name="Numbers">Only these, as `kdz/1811`; all where it is missing.</param>
public sealed record Acceptance(MappingKind? Kind = null, IReadOnlyList<string>? Numbers = null)
    : IExample<Acceptance>
{
    public static Acceptance Example => new(MappingKind.Account, ["kdz/1811"]);
}

/// <summary>How many lines of the mapping are new or different.</summary>
/// <param name="Lines">That were read.</param>
/// <param name="Changed">That are new or different.</param>
public sealed record MappingChanged(int Lines, int Changed);

/// <summary>A share of one body of the merger in another; it vanishes against the other's equity.</summary>
/// <param name="Holder">Code of the body that holds it.</param>
/// <param name="Account">The holder's account that carries it.</param>
/// <param name="Issuer">Code of the body that it is a share in.</param>
/// <param name="EquityAccount">The issuer's account that it vanishes against.</param>
/// <param name="AmountCents">Positive.</param>
public sealed record ApiShareholding(
    string Holder, string Account, string Issuer, string EquityAccount, long AmountCents) : IExample<ApiShareholding>
{
    public static ApiShareholding Example => new("ckm", "1111", "kdz", "2011", 250_000);
}

/// <summary>What is to be approved by a second person.</summary>
/// <param name="What">The mapping, or the execution.</param>
public sealed record ApprovalWish(MergerApproval What) : IExample<ApprovalWish>
{
    public static ApprovalWish Example => new(MergerApproval.Mapping);
}

/// <summary>An approval of a merger. A second person decides it in the browser; no program does.</summary>
/// <param name="What">Of the mapping, or of the execution.</param>
/// <param name="No">Its number in the target.</param>
/// <param name="State">Asked, approved, refused, used, or void.</param>
/// <param name="IsCurrent">Whether it is about what would be executed now, and not expired.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="AskedAt">When, UTC.</param>
/// <param name="ExpiresAt">Until when it holds, UTC.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="Content">What exactly is approved, as JSON.</param>
public sealed record ApiStandingApproval(
    MergerApproval What, long No, ApprovalState State, bool IsCurrent, string AskedBy, DateTimeOffset AskedAt,
    DateTimeOffset ExpiresAt, string? DecidedBy, string Content)
{
    internal static ApiStandingApproval Of(StandingApproval it) => new(it.What, it.Approval.No, it.Approval.State,
        it.IsCurrent, it.Approval.AskedBy, it.Approval.AskedAt, it.Approval.ExpiresAt, it.Approval.DecidedBy,
        it.Approval.Content);
}

/// <summary>What a merger would move, and what stands against it.</summary>
/// <param name="Findings">With any of them nothing is executed.</param>
/// <param name="Notes">What people should know.</param>
/// <param name="Sources">What each source gives.</param>
/// <param name="NewAccounts">How many accounts the target gets.</param>
/// <param name="NewProducts">How many products the target gets.</param>
/// <param name="NewCostCentres">How many cost centres the target gets.</param>
/// <param name="NewParties">How many parties the target gets.</param>
/// <param name="Eliminations">What vanishes on both sides (Konfusion).</param>
public sealed record ApiPlan(
    IReadOnlyList<ProblemPart> Findings, IReadOnlyList<ProblemPart> Notes, IReadOnlyList<ApiSourcePlan> Sources,
    int NewAccounts, int NewProducts, int NewCostCentres, int NewParties, IReadOnlyList<ApiElimination> Eliminations)
{
    internal static ApiPlan Of(MergerPlan it) => new(
        [.. it.Findings.Select(ProblemPart.Of)], [.. it.Notes.Select(ProblemPart.Of)],
        [.. it.Sources.Select(source => new ApiSourcePlan(source.Book.Body.Code, source.Book.Size,
            source.Balances.Count, source.Debits.Cents, source.Items.Count, source.Assets.Count,
            (-source.Book.Result).Cents))],
        it.New.Accounts.Count, it.New.Products.Count, it.New.CostCentres.Count, it.New.Parties.Count,
        [.. it.Eliminations.Select(gone => new ApiElimination(gone.Reason, gone.Debit.Body.Code, gone.Debit.Number,
            gone.Credit.Body.Code, gone.Credit.Number, gone.Amount.Cents))]);
}

/// <summary>What one source gives.</summary>
/// <param name="Body">Its code.</param>
/// <param name="Entries">Length of its journal.</param>
/// <param name="Balances">How many.</param>
/// <param name="DebitsCents">Sum of its debit balances.</param>
/// <param name="Items">How many open items.</param>
/// <param name="Assets">How many fixed assets.</param>
/// <param name="ResultCents">Of its last year, surplus positive.</param>
public sealed record ApiSourcePlan(
    string Body, long Entries, int Balances, long DebitsCents, int Items, int Assets, long ResultCents);

/// <summary>What vanishes on both sides at once (Konfusion).</summary>
/// <param name="Reason">Why.</param>
/// <param name="DebitBody">Whose claim or share.</param>
/// <param name="DebitNumber">Item or account.</param>
/// <param name="CreditBody">Whose debt or equity.</param>
/// <param name="CreditNumber">Item or account.</param>
/// <param name="AmountCents">How much.</param>
public sealed record ApiElimination(
    EliminationReason Reason, string DebitBody, string DebitNumber, string CreditBody, string CreditNumber,
    long AmountCents);

/// <summary>A dry run, in progress or over.</summary>
/// <param name="StartedBy">Who began it.</param>
/// <param name="StartedAt">When, UTC.</param>
/// <param name="Phase">Where it is, or where it ended.</param>
/// <param name="IsRunning">Whether it is in progress.</param>
/// <param name="HasPassed">It left a certificate, marked as a dry run.</param>
/// <param name="Refused">Why it was refused as a whole.</param>
/// <param name="Findings">What stands against the merger.</param>
/// <param name="IsInterrupted">The program ended before it did; nothing was written, start it again.</param>
public sealed record ApiDryRun(
    string StartedBy, DateTimeOffset StartedAt, DryRunPhase Phase, bool IsRunning, bool HasPassed,
    ProblemPart? Refused, IReadOnlyList<ProblemPart> Findings, bool IsInterrupted)
{
    internal static ApiDryRun? Of(DryRun? run) => run is null ? null : new(
        run.Actor, run.StartedAt, run.Phase, run.IsRunning, run.HasPassed,
        run.Outcome?.Rejection is { } why ? ProblemPart.Of(new Finding(0, "", why)) : null,
        run.Done is { } done ? [.. done.Findings.Select(ProblemPart.Of)] : [], run.IsInterrupted);
}

/// <summary>What came of the execution of a merger.</summary>
/// <param name="Merger">As it is now.</param>
/// <param name="Notes">What people should know.</param>
/// <param name="Certificate">The address of the certificate.</param>
/// <param name="CutOverSeconds">How long it took, in seconds.</param>
public sealed record ApiExecution(
    ApiMerger Merger, IReadOnlyList<ProblemPart> Notes, string Certificate, double CutOverSeconds);

/// <summary>A section of a certificate.</summary>
/// <param name="Name">Its name in the certificate.</param>
/// <param name="Comments">For people; the first says what the fields are.</param>
/// <param name="Rows">Fields as docs/formats.md section 5 gives them; null is none.</param>
public sealed record ApiSection(
    string Name, IReadOnlyList<string> Comments, IReadOnlyList<IReadOnlyList<string?>> Rows);

/// <summary>A statement over several books, as if they had been one.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Unmapped">Numbers that nothing says what they would be in the target.</param>
public sealed record ApiJointStatement(ApiStatement Statement, IReadOnlyList<ProblemPart> Unmapped);

/// <summary>What an old number is today.</summary>
/// <param name="Body">Code of the body that has it now.</param>
/// <param name="Number">Its number there; null where the trail ends: eliminated, or never mapped.</param>
/// <param name="Trail">Codes of the mergers that it went through, in order.</param>
public sealed record ApiResolved(string Body, string? Number, IReadOnlyList<string> Trail);
