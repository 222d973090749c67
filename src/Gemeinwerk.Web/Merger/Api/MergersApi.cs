using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Merger.Api;

/// <summary>Mergers: who takes part reads them, and at their target they are made and changed.</summary>
static class MergersApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Mergers");
        routes.MapGet("/mergers", List).Lists<ApiMerger>("listMergers",
            "Mergers that the body takes part in, by code.");
        routes.MapGet("/mergers/{code}", Get).Reads<ApiMergerStanding>("getMerger", "Where a merger stands.");
        routes.MapGet("/mergers/{code}/events", Events).Lists<ApiMergerEvent>("listMergerEvents",
            "What happened to a merger, oldest first.");
        routes.MapGet("/mergers/{code}/shareholdings", Shares).Reads<IReadOnlyList<ApiShareholding>>(
            "getShareholdings", "Declared shares of the bodies in each other.");
        routes.MapPost("/mergers/{code}/shareholdings", AddShare).Creates<ApiShareholding, ApiShareholding>(
            "addShareholding", "Declares a share that vanishes against equity.", BodyRoles.Close);
        routes.MapGet("/mergers/{code}/approvals", Standing).Reads<IReadOnlyList<ApiStandingApproval>>(
            "getMergerApprovals", "The newest approval of mapping and execution, where one was asked for.");
        routes.MapPost("/mergers/{code}/approvals", Ask).Creates<ApprovalWish, ApiStandingApproval>(
            "askMergerApproval", "Asks for an approval; a second person decides it in the browser.", BodyRoles.Close);
        routes.MapGet("/mergers/{code}/plan", Plan).Reads<ApiPlan>("getMergerPlan",
            "What the merger would move, and what stands against it.");
        routes.MapGet("/mergers/{code}/as-if-merged/{kind}", AsIf).Reads<ApiJointStatement>("getJointStatement",
            "A statement of a year as if the bodies had been one.");
        routes.MapGet("/resolve", Resolve).Reads<ApiResolved>("resolveNumber",
            "What an old number of this body is today, through all its mergers.");
    }

    /// <summary>Apart, because it is about all bodies of the token and not about those of one merger.</summary>
    internal static void MapCreation(IEndpointRouteBuilder routes) =>
        routes.MapPost("/mergers", Create).WithTags("Mergers").Creates<NewMerger, ApiMerger>("createMerger",
            "Creates a merger whose target is this body.", BodyRoles.Close);

    static Task<IResult> List(Visit visit, string? after, int? limit) => Lists.Of(
        visit, new(after, limit), async db => (await MergerVisits.Of(db, visit.Body)).Select(ApiMerger.Of),
        it => it.Code);

    static async Task<IResult> Create(Visit visit)
    {
        var readable = (await CreatePage.Others(visit)).Select(body => body.Code).ToHashSet();
        return await Acts.Create(visit, async Task<Result<Made<ApiMerger>>> (NewMerger sent, Work work, Book book) =>
        {
            // A merger opens the books of its sources to those of its target, so nobody names one they cannot read.
            if (sent.Sources.FirstOrDefault(source => !readable.Contains(source)) is { } unknown)
            {
                return new Rejection("ledger.body-unknown",
                    $"Die Körperschaft „{Texts.Shown(unknown)}“ gibt es nicht.");
            }
            var made = await Mergers.Create(
                work, sent.Code, sent.Form, book.Body.Code, sent.Sources, sent.EffectiveOn);
            return made.Ok(out var merger, out var why)
                ? new Made<ApiMerger>(ApiMerger.Of(merger), $"{visit.Api()}/mergers/{merger.Code}")
                : why;
        });
    }

    static async Task<IResult> Get(Visit visit, string code)
    {
        if (await visit.Merger(code) is not { } merger) return Problems.Of(Problems.NotFound);
        var progress = await MergerProgress.Of(visit, merger);
        return Answers.Of(new ApiMergerStanding(ApiMerger.Of(merger), [.. progress.Steps.Select(step =>
            new ApiMergerStep(step.Name, step.State, step.Says, step.WaitsFor))]));
    }

    static async Task<IResult> Events(Visit visit, string code, string? after, int? limit)
    {
        if (await visit.Merger(code) is not { } merger) return Problems.Of(Problems.NotFound);
        return await Lists.Of(visit, new(after, limit), async db => (await MergerEvents.All(db, merger)).Select(it =>
            new ApiMergerEvent(it.No, it.Kind, it.Actor, it.HappenedAt, it.Payload)), it => $"{it.No:D19}");
    }

    static async Task<IResult> Shares(Visit visit, string code) => await visit.Merger(code) is { } merger
        ? await Answers.Read(visit, async Task<Result<IReadOnlyList<ApiShareholding>>> (db) =>
            (await Shareholdings.All(db, merger)).ConvertAll(it => new ApiShareholding(
                it.Holder, it.Account, it.Issuer, it.EquityAccount, it.Amount.Cents)))
        : Problems.Of(Problems.NotFound);

    static async Task<IResult> AddShare(Visit visit, string code) => await visit.OwnMerger(code) is null
        ? Problems.Of(Problems.NotFound)
        : await Acts.Create(visit, async Task<Result<Made<ApiShareholding>>> (
            ApiShareholding sent, Work work, Book book) =>
        {
            // The plan asks whether these accounts carry the amount; a text beyond reason is none.
            if ((Texts.Refuse(sent.Account, 8) ?? Texts.Refuse(sent.EquityAccount, 8)) is { } bad)
            {
                return new Rejection("merger.shareholding", $"Konto der Beteiligung: {bad}");
            }
            var added = await Shareholdings.Add(work, code, new(
                sent.Holder, sent.Account, sent.Issuer, sent.EquityAccount, new Money(sent.AmountCents)));
            return added.Ok(out _, out var why) ? new Made<ApiShareholding>(sent) : why;
        });

    static async Task<IResult> Standing(Visit visit, string code, TimeProvider clock) =>
        await visit.Merger(code) is { } merger
            ? await Answers.Read(visit, async Task<Result<IReadOnlyList<ApiStandingApproval>>> (db) =>
                (await MergerApprovals.Standing(db, merger, clock.GetUtcNow())).ConvertAll(ApiStandingApproval.Of))
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Ask(Visit visit, string code) => await visit.OwnMerger(code) is not { } merger
        ? Problems.Of(Problems.NotFound)
        : await Acts.Create(visit, async Task<Result<Made<ApiStandingApproval>>> (
            ApprovalWish sent, Work work, Book book) =>
        {
            if (!(await MergerApprovals.Ask(work, code, sent.What)).Ok(out _, out var why)) return why;
            var asked = (await MergerApprovals.Standing(work.Db, merger, work.Now)).Single(it => it.What == sent.What);
            return new Made<ApiStandingApproval>(
                ApiStandingApproval.Of(asked), $"{visit.Api()}/mergers/{code}/approvals");
        });

    static async Task<IResult> Plan(Visit visit, string code) => await visit.Merger(code) is { } merger
        ? await Answers.Read(visit, async Task<Result<ApiPlan>> (db) =>
            merger.State == MergerState.Executed
                ? new Rejection("merger.executed",
                    $"Die Fusion „{code}“ ist vollzogen; ihr Zertifikat sagt, was überging.")
                : (await Execution.Plan(db, code)).Ok(out var plan, out var why) ? ApiPlan.Of(plan) : why)
        : Problems.Of(Problems.NotFound);

    static async Task<IResult> AsIf(Visit visit, string code, string kind, int year)
    {
        if (await visit.Merger(code) is null || !Codes.TryParse(kind, out StatementKind which))
        {
            return Problems.Of(Problems.NotFound);
        }
        if (Years.Refuse(year) is { } bad) return Problems.Of(bad);
        return await Answers.Read(visit, async Task<Result<ApiJointStatement>> (db) =>
            (await AsIfMerged.Compute(db, code, which, year)).Ok(out var joint, out var why)
                ? new ApiJointStatement(ApiStatement.Of(joint.Statement, []),
                    [.. joint.Unmapped.Select(ProblemPart.Of)])
                : why);
    }

    static Task<IResult> Resolve(Visit visit, string kind, string number) =>
        Answers.Read(visit, async Task<Result<ApiResolved>> (db) =>
        {
            var isItem = kind == "inventory" && long.TryParse(number, NumberStyles.None, null, out _);
            var which = default(MappingKind);
            if (!isItem && !Codes.TryParse(kind, out which))
            {
                return new Rejection("api.parameter",
                    $"„kind“ ist eine von: {Codes.All<MappingKind>()}, inventory (mit dem Schlüssel des Stücks).");
            }
            var found = isItem
                ? await Resolution.ResolveItem(db, visit.Body.Code, long.Parse(number, CultureInfo.InvariantCulture))
                : await Resolution.Resolve(db, which, visit.Body.Code, number);
            return found.Ok(out var it, out var why)
                ? new ApiResolved(it.Body.Code, it.Number, [.. it.Trail.Select(merger => merger.Code)])
                : why;
        });
}
