using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;
using Gate = Gemeinwerk.Merger.Governance.Gate;

namespace Gemeinwerk.Web.Merger;

/// <summary>
/// Which mergers a visit sees: those that its body takes part in, as target or source. They are changed at the target
/// only, because its book is what they lock.
/// </summary>
static class MergerVisits
{
    /// <summary>Who merges reads each other's books.</summary>
    internal static async Task<IEnumerable<long>> Partners(Session db, Visitor who, IReadOnlyList<Body> bodies)
    {
        var partners = new List<Body>();
        foreach (var body in bodies.Where(body => who.Is(BodyRoles.Staff, body)))
        {
            partners.AddRange(await Mergers.Partners(db, body));
        }
        return partners.Select(body => body.Id.Value);
    }

    /// <summary>Whom a roadmap is held against: besides, the bodies that the visitor may read anyway.</summary>
    internal static async Task<IEnumerable<long>> OfRoadmap(Session db, Visitor who, IReadOnlyList<Body> bodies) =>
        (await Partners(db, who, bodies)).Concat(
            (await who.Bodies(db)).Where(body => who.Is(BodyRoles.Staff, body)).Select(body => body.Id.Value));

    /// <summary>The same bodies within a visit.</summary>
    internal static async Task<IReadOnlyList<Body>> BodiesOfRoadmap(this Visit visit)
    {
        var own = (await visit.Bodies()).Where(body => visit.Who.Is(BodyRoles.Staff, body));
        var partners = await visit.Read(db => Mergers.Partners(db, visit.Body));
        return [.. own.Append(visit.Body).Concat(partners).DistinctBy(body => body.Id).OrderBy(body => body.Code)];
    }

    /// <summary>How the gates stand, on the day that an execution would ask with.</summary>
    internal static Task<IReadOnlyList<Gate>> Gates(this Visit visit, MergerCase merger)
    {
        var today = DateOnly.FromDateTime(visit.Service<TimeProvider>().GetUtcNow().UtcDateTime);
        return visit.Read(db => MergerGates.Of(db, merger, today));
    }

    internal static async Task<List<MergerCase>> Of(Session db, Body body) =>
        (await Mergers.All(db)).FindAll(merger => merger.Bodies.Contains(body));

    /// <summary>Null where there is none, or none of the body's.</summary>
    internal static async Task<MergerCase?> Merger(this Visit visit, string code) =>
        (await visit.Read(db => Of(db, visit.Body))).Find(merger => merger.Code == code);

    /// <summary>Likewise, and only at its target.</summary>
    internal static async Task<MergerCase?> OwnMerger(this Visit visit, string code) =>
        await visit.Merger(code) is { } merger && merger.Target == visit.Body ? merger : null;

    internal static string Address(this Visit visit, MergerCase merger) => $"{visit.Home}/merger/{merger.Code}";

    /// <summary>Whether the visitor may change the merger here.</summary>
    internal static bool MayChange(this Visit visit, MergerCase merger) =>
        merger.Target == visit.Body && visit.May(BodyRoles.Close);
}
