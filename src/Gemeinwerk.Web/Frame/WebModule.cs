using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Frame;

/// <summary>What a module adds to the application; <see cref="WebApp.Modules"/> lists them.</summary>
/// <param name="Menu">Its entries in the navigation of a body, in order.</param>
/// <param name="Search">What the search page asks.</param>
/// <param name="Map">Adds the module's addresses.</param>
public sealed record WebModule(
    string Name, IReadOnlyList<MenuEntry> Menu, IReadOnlyList<SearchProvider> Search, Action<Routes> Map)
{
    /// <summary>
    /// Which bodies its part of start pages and of the search concerns; its addresses say so themselves.
    /// </summary>
    public Beside? Concerns { get; init; }

    /// <summary>What start pages ask.</summary>
    public IReadOnlyList<TileProvider> Tiles { get; init; } = [];
}

/// <summary>An entry of the navigation.</summary>
/// <param name="Label">In German; translated where there is a translation.</param>
/// <param name="Path">Below the body's own address: <c>finance/journal</c>.</param>
/// <param name="Sees">Who gets it shown; the address itself declares who may open it.</param>
/// <param name="Words">Marks the module's translations.</param>
public sealed record MenuEntry(string Label, string Path, BodyRoles Sees, Type Words)
{
    /// <summary>Whether there is anything behind it for a visitor; null where there always is.</summary>
    public Func<Visit, Task<bool>>? Leads { get; init; }

    internal async Task<bool> IsFor(Visit visit) =>
        visit.May(Sees) && (Leads is null || await Leads(visit));
}

/// <summary>Where modules add addresses.</summary>
/// <param name="Site">Addresses from the root, as <c>/search</c>.</param>
/// <param name="Body">Addresses of one body, below <c>/b/{body}</c>.</param>
/// <param name="ApiSite">Operations for programs, below <c>/api/v1</c>.</param>
/// <param name="Api">Operations on one body, below <c>/api/v1/bodies/{body}</c>.</param>
public sealed record Routes(
    IEndpointRouteBuilder Site, IEndpointRouteBuilder Body, IEndpointRouteBuilder ApiSite, IEndpointRouteBuilder Api);

/// <summary>Something that was searched for.</summary>
/// <param name="Kind">What it is, in the visitor's language: "Konto", "Buchung".</param>
/// <param name="Address">Its page.</param>
public sealed record SearchHit(string Kind, string Label, string Address);

/// <summary>Searches one module's things of one body, which the visitor may read.</summary>
/// <param name="Sees">Who may find them.</param>
/// <param name="Find">Gets the text, trimmed and not empty, and how many hits are wanted at the most.</param>
public sealed record SearchProvider(
    BodyRoles Sees, Func<Session, Body, string, int, IStringLocalizerFactory, Task<IReadOnlyList<SearchHit>>> Find);
