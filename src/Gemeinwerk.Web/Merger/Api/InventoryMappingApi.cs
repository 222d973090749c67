using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Merger.Api;

/// <summary>What becomes of the sources' inventories (Bestände): proposals, decisions, what stays double.</summary>
static class InventoryMappingApi
{
    const string Item = "/mergers/{code}/inventory/{source}/{item:long}",
        Weight = "/mergers/{code}/inventory-weights/{owner}/{item:long}";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Inventories of mergers");
        routes.MapGet("/mergers/{code}/inventory", Moves).Lists<ApiItemMove>("listInventoryMoves",
            "What becomes of each item of the sources' data centres by the plan as it stands.");
        routes.MapGet("/mergers/{code}/inventory-proposals", Proposals).Lists<ApiItemProposal>(
            "listInventoryProposals", "What has to be decided before the inventories can become one.");
        routes.MapGet("/mergers/{code}/inventory-debt", Debt).Reads<IReadOnlyList<ApiMergeDebt>>("getMergeDebt",
            "What stays double in the joint data centre (Fusionsschuld) before each merger, with it, today.");
        routes.MapGet("/mergers/{code}/inventory-uses", UseMoves).Lists<ApiUseMove>("listUseMoves",
            "What becomes of each use (Nutzung) of the bodies by the plan as it stands.");
        routes.MapGet("/mergers/{code}/new-uses", NewUses).Lists<ApiArrivingUse>("listNewUses",
            "The uses that the target will have got by the plan as it stands.");
        routes.MapGet(Weight, OneWeight).Reads<ApiUseWeight>("getUseWeight",
            "How much a former item weighs in a joint one.");
        routes.MapPut(Weight, Weigh).Replaces<UseWeighing, ApiUseWeight>("setUseWeight",
            "Decides how much a former item weighs in a joint one.", BodyRoles.Close);
        routes.MapDelete(Weight, Unweigh).Removes("removeUseWeight", "Takes a weight back.", BodyRoles.Close);
        routes.MapGet(Item, One).Reads<ApiItemMove>("getInventoryMove", "What becomes of one item of a source.");
        routes.MapPut(Item, Set).Replaces<ItemDecision, ApiItemMove>("setInventoryDecision",
            "Decides what becomes of one item of a source.", BodyRoles.Close);
        routes.MapDelete(Item, Remove).Removes("removeInventoryDecision", "Takes a decision back.", BodyRoles.Close);
        routes.MapPost("/mergers/{code}/inventory-acceptance", Accept).Creates<ItemAcceptance, ItemsDecided>(
            "acceptInventoryProposals", "Accepts proposals.", BodyRoles.Close);
    }

    static async Task<IResult> Moves(Visit visit, string code, string? q, string? after, int? limit) =>
        await InventoryPlanPage.Find(visit, code) is (_, var plan)
            ? await Lists.Of(visit, new(after, limit, q),
                db => Task.FromResult(plan.Moves.Select(ApiItemMove.Of)), it => $"{it.Source}:{it.Item}",
                it => [it.Name, it.NewName, it.Reason])
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Proposals(Visit visit, string code, string? q, string? after, int? limit) =>
        await InventoryPlanPage.Find(visit, code) is (_, var plan)
            ? await Lists.Of(visit, new(after, limit, q),
                db => Task.FromResult(plan.Open.Select(it => new ApiItemProposal(
                    it.Source.Code, it.Item.Id.Value, it.Item.Kind.Code, it.Item.Name, it.Why, it.Decision?.NewName,
                    it.Weights.Count == 0 ? null : [.. it.Weights.Select(ApiUseWeight.Of)]))),
                it => $"{it.Source}:{it.Item}{(it.Weights is null ? "" : ":weights")}", it => [it.Name, it.Why])
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Debt(Visit visit, string code) => await visit.Merger(code) is not null
        ? await Answers.Read(visit, async Task<Result<IReadOnlyList<ApiMergeDebt>>> (db) =>
            (await MergeDebts.Of(db, code, LastDay.Today(visit.Service<TimeProvider>())))
                .Ok(out var course, out var why)
                ? course.Moments.Select(ApiMergeDebt.Of).ToList()
                : why)
        : Problems.Of(Problems.NotFound);

    static async Task<IResult> UseMoves(Visit visit, string code, string? q, string? after, int? limit) =>
        await InventoryPlanPage.Find(visit, code) is (_, var plan)
            ? await Lists.Of(visit, new(after, limit, q),
                db => Task.FromResult((plan.Uses?.Moves ?? []).Select(ApiUseMove.Of)), it => $"{it.Body}:{it.Use}",
                it => [it.Body, it.Fate.Code()])
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> NewUses(Visit visit, string code, string? q, string? after, int? limit) =>
        await InventoryPlanPage.Find(visit, code) is (_, var plan)
            ? await Lists.Of(visit, new(after, limit, q),
                db => Task.FromResult((plan.Uses?.Added ?? []).Select(ApiArrivingUse.Of)), it => $"{it.Id:D19}",
                it => [it.Share])
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> OneWeight(Visit visit, string code, string owner, long item) =>
        await visit.Merger(code) is { } merger
            ? await Answers.Read(visit, db => FindWeight(db, merger, new(owner, item)))
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Weigh(Visit visit, string code, string owner, long item) =>
        await visit.OwnMerger(code) is { } merger
            ? await Acts.Replace<UseWeighing, ApiUseWeight>(visit, db => FindWeight(db, merger, new(owner, item)),
                async (sent, work, book) => (await InventoryDecisions.Set(work, code, [],
                    [new UseWeight(new(owner, item), sent.Weight, sent.Reason)])).Rejection)
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Unweigh(Visit visit, string code, string owner, long item) =>
        await visit.OwnMerger(code) is { } merger
            ? await Acts.Remove(visit, db => FindWeight(db, merger, new(owner, item)), async (work, book) =>
                (await InventoryDecisions.Unweigh(work, code, new(owner, item))).Ok(out var wasThere, out var why)
                    ? wasThere ? null : Problems.NotFound
                    : why)
            : Problems.Of(Problems.NotFound);

    /// <summary>What was decided, else what the plan counts with.</summary>
    static async Task<Result<ApiUseWeight>> FindWeight(Session db, MergerCase merger, ItemAddress item)
    {
        if (merger.State == MergerState.Executed) return Mergers.Executed(merger.Code);
        if ((await UseWeights.All(db, merger)).Find(it => it.Item == item) is { } decided)
        {
            return ApiUseWeight.Of(decided) with { IsDecided = true };
        }
        if (!(await Execution.Plan(db, merger.Code)).Ok(out var plan, out var why)) return why;
        var parts = (plan.Inventory?.Uses?.Shared ?? []).SelectMany(shared => shared.Parts);
        return parts.FirstOrDefault(part => part.Item == item) is { } found
            ? new ApiUseWeight(item.Body, item.Item, found.Weight, "", false)
            : Problems.NotFound;
    }

    static async Task<IResult> One(Visit visit, string code, string source, long item) =>
        await visit.Merger(code) is { } merger
            ? await Answers.Read(visit, db => Find(db, merger, source, item))
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Set(Visit visit, string code, string source, long item) =>
        await visit.OwnMerger(code) is { } merger
            ? await Acts.Replace<ItemDecision, ApiItemMove>(visit, db => Find(db, merger, source, item),
                async (sent, work, book) =>
                {
                    var target = sent.Target is { } text ? ItemAddress.Parse(text) : null;
                    if (target is null && sent.Target is not null)
                    {
                        return new("merger.inventory-address", "„target“ ist kein Stück in der Form "
                            + "Körperschaft:Schlüssel.");
                    }
                    return (await InventoryDecisions.Set(work, code,
                        [new(source, item, sent.Fate, sent.NewName, target, sent.Reason)])).Rejection;
                })
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Remove(Visit visit, string code, string source, long item) =>
        await visit.OwnMerger(code) is { } merger
            ? await Acts.Remove(visit, db => Find(db, merger, source, item), async (work, book) =>
                (await InventoryDecisions.Remove(work, code, source, item)).Ok(out var wasThere, out var why)
                    ? wasThere ? null : Problems.NotFound
                    : why)
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Accept(Visit visit, string code) => await visit.OwnMerger(code) is null
        ? Problems.Of(Problems.NotFound)
        : await Acts.Create(visit, async Task<Result<Made<ItemsDecided>>> (
            ItemAcceptance sent, Work work, Book book) =>
        {
            var chosen = sent.Items?.ToHashSet();
            var accepted = await InventoryDecisions.Accept(work, code, open =>
                chosen?.Contains(open.Key) != false);
            return accepted.Ok(out var count, out var why) ? new Made<ItemsDecided>(new(count)) : why;
        });

    static async Task<Result<ApiItemMove>> Find(Session db, MergerCase merger, string source, long item)
    {
        if (merger.State == MergerState.Executed) return Mergers.Executed(merger.Code);
        if (!(await Execution.Plan(db, merger.Code)).Ok(out var plan, out var why)) return why;
        var moves = plan.Inventory?.Moves ?? [];
        return moves.FirstOrDefault(move => move.Source.Code == source && move.From.Id.Value == item) is { } found
            ? ApiItemMove.Of(found)
            : Problems.NotFound;
    }
}

/// <summary>What becomes of an item of a source's inventory.</summary>
/// <param name="Source">Code of the source.</param>
/// <param name="Item">Its key there.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Fate">Moved, joined, replaced or retired.</param>
/// <param name="Target">The key of what it becomes in the target; null where it is retired, or undecided.</param>
/// <param name="NewName">Its name in the target, of a VLAN its number there; null where it keeps what it has.</param>
/// <param name="Reason">Why, German; null where nothing has to be said.</param>
public sealed record ApiItemMove(
    string Source, long Item, string Kind, string Name, ItemFate Fate, long? Target, string? NewName, string? Reason)
{
    internal static ApiItemMove Of(InventoryMove it) => new(it.Source.Code, it.From.Id.Value, it.From.Kind.Code,
        it.From.Name, it.Fate, it.Target, it.NewName, it.Reason);
}

/// <summary>Something that has to be decided about an item.</summary>
/// <param name="Source">Code of the source.</param>
/// <param name="Item">Its key there.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Why">What is the matter, German.</param>
/// <param name="NewName">The name that is proposed; null where that is for people to find, or it is about weights.
/// </param>
/// <param name="Weights">The weights that are proposed, where it is about who uses how much of a joint item.</param>
public sealed record ApiItemProposal(
    string Source, long Item, string Kind, string Name, string Why, string? NewName,
    IReadOnlyList<ApiUseWeight>? Weights);

/// <summary>How much a former item weighs among those that bring users to the same one.</summary>
/// <param name="Body">Code of its body: a source, or the target.</param>
/// <param name="Item">Its key there.</param>
/// <param name="Weight">Whole parts, 1 to 1,000,000.</param>
/// <param name="Reason">For people.</param>
/// <param name="IsDecided">Somebody decided it; else it is proposed.</param>
public sealed record ApiUseWeight(string Body, long Item, long Weight, string Reason, bool IsDecided)
{
    internal static ApiUseWeight Of(UseWeight it) => new(it.Item.Body, it.Item.Item, it.Weight, it.Reason, false);
}

/// <summary>How much a former item is to weigh.</summary>
/// <param name="Weight">Whole parts, 1 to 1,000,000.</param>
/// <param name="Reason">For people.</param>
public sealed record UseWeighing(long Weight, string Reason) : IExample<UseWeighing>
{
    public static UseWeighing Example => new(6, "Sechs Mitglieder nutzen es.");
}

/// <summary>What becomes of a use of a body.</summary>
/// <param name="Body">Code of the body: a source, or the target.</param>
/// <param name="Use">Its key there.</param>
/// <param name="Item">Key of what is used.</param>
/// <param name="Member">Key of the member that uses it.</param>
/// <param name="Since">First day.</param>
/// <param name="Until">First day on which it no longer does; null where that is open.</param>
/// <param name="Share">The exact share, as `1/3`.</param>
/// <param name="Fate">Arrived, history or retired of a source; kept or reshared of the target.</param>
/// <param name="Weight">What its item weighs in a joint one; null where it brings users alone.</param>
public sealed record ApiUseMove(
    string Body, long Use, long Item, long Member, DateOnly Since, DateOnly? Until, string Share, UseFate Fate,
    long? Weight)
{
    internal static ApiUseMove Of(UseMove it) => new(it.Body.Code, it.Use.Id.Value, it.Use.Item.Value,
        it.Use.Member.Value, it.Use.Since, it.Use.Until, $"{it.Use.Share}", it.Fate, it.Weight);
}

/// <summary>A use that the target will have got.</summary>
/// <param name="Id">Its key in the target.</param>
/// <param name="Item">Key of what is used, in the target.</param>
/// <param name="Member">Key of the member, in the target.</param>
/// <param name="Since">First day.</param>
/// <param name="Until">First day on which it no longer does; null where that is open.</param>
/// <param name="Share">The exact share, as `1/3`.</param>
public sealed record ApiArrivingUse(long Id, long Item, long Member, DateOnly Since, DateOnly? Until, string Share)
{
    internal static ApiArrivingUse Of(ItemUse it) =>
        new(it.Id.Value, it.Item.Value, it.Member.Value, it.Since, it.Until, $"{it.Share}");
}

/// <summary>What stays double at one moment, counted for each beyond the first.</summary>
/// <param name="Stage">Which kind of moment, German.</param>
/// <param name="On">The day before a merger, its effective day, or today.</param>
/// <param name="Merger">Code of the merger that it belongs to; null of today.</param>
/// <param name="IsUndone">It was so after a run that was undone.</param>
/// <param name="OfRoadmap">The stage of the target's roadmap in which the day lies; null where none does.</param>
/// <param name="Products">Applications of different makers for one purpose.</param>
/// <param name="Platforms">Versions of one system.</param>
/// <param name="Domains">DNS domains.</param>
/// <param name="Networks">Networks in use that overlap with another one.</param>
/// <param name="Sites">Sites.</param>
public sealed record ApiMergeDebt(
    string Stage, DateOnly On, string? Merger, bool IsUndone, string? OfRoadmap, int Products, int Platforms,
    int Domains, int Networks, int Sites)
{
    internal static ApiMergeDebt Of(MergeDebtStage it) => new(
        it.Stage, it.On, it.Merger, it.IsUndone, it.OfRoadmap, it.Debt.Products, it.Debt.Platforms,
        it.Debt.Domains, it.Debt.Networks, it.Debt.Sites);
}

/// <summary>What is to become of an item.</summary>
/// <param name="Fate">Moved, joined, replaced or retired.</param>
/// <param name="NewName">Of a moved item; of a VLAN its new number. Null to leave what it has.</param>
/// <param name="Target">What it is or is replaced by, as `body:key`; null for the other fates.</param>
/// <param name="Reason">For people, and in the certificate.</param>
public sealed record ItemDecision(ItemFate Fate, string? NewName, string? Target, string Reason)
    : IExample<ItemDecision>
{
    public static ItemDecision Example => new(ItemFate.Moved, "db1-kdz", null, "Der Name ist vergeben.");
}

/// <summary>Which proposals are accepted.</summary>
/// <param name="Items">As `source:key`, and `source:key:weights` for weights; null for all.</param>
public sealed record ItemAcceptance(IReadOnlyList<string>? Items) : IExample<ItemAcceptance>
{
    public static ItemAcceptance Example => new((IReadOnlyList<string>)["kdz:17"]);
}

/// <summary>How many decisions are new or different.</summary>
/// <param name="Changed">The number.</param>
public sealed record ItemsDecided(int Changed);
