using Gemeinwerk.Ledger;
using Microsoft.AspNetCore.Components;

namespace Gemeinwerk.Web.Frame;

/// <summary>Where a tile stands on a start page.</summary>
public enum TilePlace
{
    /// <summary>Waits for the visitor.</summary>
    Waiting,

    /// <summary>How something large stands, with a picture.</summary>
    Standing,

    /// <summary>What happened last.</summary>
    Changed,
}

/// <summary>A line of a tile.</summary>
/// <param name="Text">What, in the visitor's language.</param>
/// <param name="Address">Its page.</param>
/// <param name="Detail">How much, when or by whom; null for nothing.</param>
public sealed record TileLine(string Text, string Address, string? Detail = null);

/// <summary>A tile of a start page.</summary>
/// <param name="Title">In the visitor's language.</param>
/// <param name="Figure">How many or how much, shown large; null for nothing.</param>
/// <param name="Lines">The first few of what it is about.</param>
/// <param name="More">The page of them all, and how the link is called; null where the lines are all.</param>
public sealed record Tile(
    string Title, string? Figure, IReadOnlyList<TileLine> Lines, (string Label, string Address)? More = null)
{
    /// <summary>A picture with its table, for <see cref="TilePlace.Standing"/>.</summary>
    public RenderFragment? Picture { get; init; }
}

/// <summary>
/// What a module puts on the start page of a body, and on that of all bodies. It costs the same however long the
/// journal is, because it is asked with every visit of a start page.
/// </summary>
/// <param name="Sees">Who gets it; it depends on the roles, so that each sees what they can do something about.</param>
/// <param name="Find">Gets the body, which need not be that of the address; nothing to say is an empty list.</param>
public sealed record TileProvider(
    TilePlace Place, BodyRoles Sees, Func<Visit, Body, Task<IReadOnlyList<Tile>>> Find);

/// <summary>A tile with where it stands and which body it is about.</summary>
public sealed record PlacedTile(TilePlace Place, Body Body, Tile Tile)
{
    /// <summary>What all modules have to say to the visitor about these bodies, in the order of bodies.</summary>
    internal static async Task<IReadOnlyList<PlacedTile>> Of(
        Visit visit, IEnumerable<WebModule> modules, IReadOnlyList<Body> bodies, params IReadOnlyList<TilePlace> places)
    {
        var providers = modules.SelectMany(module => module.Tiles).Where(it => places.Contains(it.Place)).ToList();
        var placed = new List<PlacedTile>();
        foreach (var body in bodies)
        {
            foreach (var provider in providers.Where(it => visit.Who.Is(it.Sees, body)))
            {
                var tiles = await provider.Find(visit, body);
                placed.AddRange(tiles.Select(tile => new PlacedTile(provider.Place, body, tile)));
            }
        }
        return placed;
    }
}
