using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Dependencies;
using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.DataCentre.Api;

/// <summary>What capacity and placement are computed with, as parameters of an address; what is missing is as usual.
/// </summary>
sealed record PlanParameters(
    IsoDay? On, int? Overcommit, int? Reserve, int? Years, bool? Deliveries, TimeProvider Clock)
{
    internal DateOnly Day => On?.Day ?? LastDay.Today(Clock);

    /// <returns>The rules, or <c>centre.number</c>.</returns>
    internal Result<CentreRules> Rules()
    {
        if (!PlanNumber.Overcommit.Check(Overcommit).Ok(out var overcommit, out var why)) return why;
        if (!PlanNumber.Reserve.Check(Reserve).Ok(out var reserve, out why)) return why;
        if (!PlanNumber.Years.Check(Years).Ok(out var years, out why)) return why;
        return new CentreRules(Day, overcommit, reserve, years, CountsDeliveries: Deliveries == true);
    }
}

/// <summary>What is computed from the inventory of a data centre. Nothing is written.</summary>
static class PlanApi
{
    const int MostTexts = 50;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/inventory").WithTags("Inventory");
        routes.MapGet("/applications", Applications).Lists<ApiApplication>("listApplications",
            "Applications with who uses them to which share, by name.");
        routes.MapGet("/impact", Impacts).Reads<ApiImpact>("getImpact",
            "What fails where an item fails, what it needs, and which members that concerns.");
        routes.MapGet("/restart", Restart).Reads<ApiRestartPlan>("getRestartPlan",
            "The order in which the data centre is started again, with bottlenecks and open issues.");
        routes.MapGet("/capacity", Capacities).Reads<ApiCapacity>("getCapacity",
            "What sites and clusters have and use.");
        routes.MapGet("/placement", Place).Reads<ApiPlacement>("getPlacement",
            "All virtual machines on as few hosts as the fast way finds, with what that saves.");
        routes.MapGet("/placement/search", Search).Reads<ApiPlacementSearch>("getPlacementSearch",
            "The last search for the best placement that somebody began, and what it found and proved.");
        routes.MapPost("/placement/search/stop", Stop).Does<ApiPlacementSearch>("stopPlacementSearch",
            "Stops the search for the best placement; it soon ends with the best that was found until then.",
            BodyRoles.Staff, StatusCodes.Status202Accepted);
        routes.MapGet("/what-if", Try).Reads<ApiWhatIf>("tryCentreWithout",
            "Compares the data centre with itself without some things, and with deliveries that come later.");
        routes.MapGet("/waves", Waves).Reads<ApiMovePlan>("getMovePlan",
            "In which nights all virtual machines move.");
    }

    /// <param name="on">The day on which who uses what is asked.</param>
    static Task<IResult> Applications(
        Visit visit, IsoDay? on, string? q, string? after, int? limit, TimeProvider clock) => Lists.Of(
        visit, new(after, limit, q), async db => UsedItem.Of(await InventorySnapshot.Load(db, visit.Body),
                await Uses.All(db, visit.Body.Id), on?.Day ?? LastDay.Today(clock), ItemKinds.Application)
            .Select(ApiApplication.Of),
        it => $"{it.Name}\n{it.Id:D19}",
        it => [it.Name, it.Product, it.Vendor, .. it.Users.Select(user => user.Member)]);

    /// <param name="id">The key of the item.</param>
    static async Task<IResult> Impacts(Visit visit, long id, IsoDay? on, TimeProvider clock)
    {
        var (snapshot, uses) = await visit.Inventory();
        return snapshot.Has(id)
            ? Answers.Of(ApiImpact.Of(Impact.Of(DependencyGraph.Of(snapshot),
                Usage.Of(snapshot, uses, on?.Day ?? LastDay.Today(clock)), snapshot.Find(id))))
            : Problems.Of(new Rejection("inventory.item-unknown",
                $"Ein Stück des Bestands mit dem Schlüssel {id} gibt es nicht."));
    }

    /// <param name="site">The name of a site: only what is started there.</param>
    static async Task<IResult> Restart(Visit visit, string? site, IsoDay? on, TimeProvider clock)
    {
        var (snapshot, uses) = await visit.Inventory();
        if (!Named(snapshot, ItemKinds.Site, site).Ok(out var only, out var why)) return Problems.Of(why);
        return Answers.Of(ApiRestartPlan.Of(RestartPlan.Of(DependencyGraph.Of(snapshot),
            Usage.Of(snapshot, uses, on?.Day ?? LastDay.Today(clock))), only));
    }

    static async Task<IResult> Capacities(
        Visit visit, IsoDay? on, int? overcommit, int? reserve, int? years, bool? deliveries, TimeProvider clock)
    {
        var asked = new PlanParameters(on, overcommit, reserve, years, deliveries, clock);
        if (!asked.Rules().Ok(out var rules, out var why)) return Problems.Of(why);
        var (snapshot, _) = await visit.Inventory();
        return Answers.Of(ApiCapacity.Of(Capacity.Of(snapshot, rules)));
    }

    static async Task<IResult> Place(
        Visit visit, IsoDay? on, int? overcommit, int? reserve, int? years, bool? deliveries, string? cluster,
        bool? across, int? kwhPriceCents, int? spareHosts, TimeProvider clock)
    {
        var asked = new PlanParameters(on, overcommit, reserve, years, deliveries, clock);
        if (!asked.Rules().Ok(out var rules, out var why)) return Problems.Of(why);
        if (!PlanNumber.PriceCents.Check(kwhPriceCents).Ok(out var price, out why)) return Problems.Of(why);
        if (!PlanNumber.Spare.Check(spareHosts).Ok(out var spare, out why)) return Problems.Of(why);
        var (snapshot, _) = await visit.Inventory();
        if (!Named(snapshot, ItemKinds.Cluster, cluster).Ok(out var only, out why)) return Problems.Of(why);
        var options = new PlacementOptions(rules with { IsAcross = across == true && only is null }, only,
            PricePerKilowattHour: price * 100L, SpareHosts: spare);
        return Answers.Of(ApiPlacement.Of(Placement.Of(snapshot, options)));
    }

    static async Task<IResult> Search(Visit visit, PlacementRuns runs) =>
        await runs.Last(visit.Door, visit.Body) is { } run
            ? Answers.Of(StateOf(run))
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Stop(Visit visit, PlacementRuns runs) =>
        await runs.Last(visit.Door, visit.Body) is { } run
            ? await Acts.Begin(visit, [],
                new Made<ApiPlacementSearch>(StateOf(run), $"{visit.Api()}/inventory/placement/search"), isReplay =>
                {
                    if (!isReplay) runs.Stop(visit.Body);
                })
            : Problems.Of(Problems.NotFound);

    static ApiPlacementSearch StateOf(PlacementRun run) =>
        run.IsInterrupted ? run.State with { State = Finance.Api.WorkState.Interrupted } : run.State;

    static async Task<IResult> Try(
        Visit visit, IsoDay? on, int? overcommit, int? reserve, int? years, bool? deliveries, string[]? remove,
        string[]? delay, TimeProvider clock)
    {
        var asked = new PlanParameters(on, overcommit, reserve, years, deliveries, clock);
        if (!asked.Rules().Ok(out var rules, out var why)) return Problems.Of(why);
        if (Refuse(remove, delay) is { } tooMany) return Problems.Of(tooMany);
        var (snapshot, uses) = await visit.Inventory();
        if (!Scenario.Parse(snapshot, remove ?? [], delay ?? []).Ok(out var scenario, out why)) return Problems.Of(why);
        return Answers.Of(ApiWhatIf.Of(WhatIf.Of(snapshot, uses, new PlacementOptions(rules), scenario)));
    }

    static async Task<IResult> Waves(
        Visit visit, IsoDay first, int? every, int? most, bool? together, string[]? freeze)
    {
        if (!PlanNumber.Every.Check(every).Ok(out var days, out var why)) return Problems.Of(why);
        if (!PlanNumber.PerNight.Check(most).Ok(out var machines, out why)) return Problems.Of(why);
        if (Refuse(freeze) is { } tooMany) return Problems.Of(tooMany);
        var freezes = new List<Freeze>();
        foreach (var text in freeze ?? [])
        {
            if (!Freeze.Parse(text).Ok(out var closed, out why)) return Problems.Of(why);
            freezes.Add(closed);
        }
        var (snapshot, _) = await visit.Inventory();
        return MoveWaves.Of(DependencyGraph.Of(snapshot), snapshot.Of(ItemKinds.VirtualMachine),
            new MoveOptions(first.Day, days, machines, together == true, freezes)).Ok(out var plan, out why)
            ? Answers.Of(ApiMovePlan.Of(plan))
            : Problems.Of(why);
    }

    static Rejection? Refuse(params string[]?[] texts) => texts.Sum(it => it?.Length ?? 0) > MostTexts
        ? new("api.parameter", $"Ein Parameter steht öfter als {MostTexts} mal da.")
        : null;

    static Result<ConfigurationItem?> Named(InventorySnapshot snapshot, ItemKind kind, string? name)
    {
        if (name is not { Length: > 0 }) return (ConfigurationItem?)null;
        return snapshot.Find(kind, name).Ok(out var item, out var why) ? item : why;
    }
}
