using Gemeinwerk.Council;
using Gemeinwerk.Council.Papers;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger.Governance;

/// <summary>What the public notice (Bekanntmachung) of a merger that is prepared here is made of.</summary>
public static class MergerNotices
{
    /// <summary>All assemblies that have to resolve on it, GkG NRW § 22.</summary>
    public static async Task<IReadOnlyList<MergerSide>> Sides(Session db, MergerCase merger)
    {
        var sides = new List<MergerSide>();
        foreach (var body in merger.Resolving)
        {
            sides.Add(new MergerSide(body.Name, await Councils.Read(db, body.Id)));
        }
        return sides;
    }
}
