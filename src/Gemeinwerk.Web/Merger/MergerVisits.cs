using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;

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
