using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.DataCentre.Api;

/// <summary>Imports of an inventory and of who uses what, with the same rules as the command line; how far they are and
/// what came of them is asked as of every import.</summary>
static class InventoryImportsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/imports").WithTags("Imports");
        routes.MapPost("/inventory", Inventory).TakesFile<ApiImport>("importInventory",
            "Imports an inventory: one file, or several as ZIP, of NetBox, i-doit, endoflife.date or plain lists "
                + "(docs/formats.md). A file columns.map.csv in it says what own columns mean.",
            BodyRoles.Operate, StatusCodes.Status202Accepted, Operations.LargestFileBytes, InventoryUpload.Type);
        routes.MapPost("/uses", Uses).TakesFile<ApiImport>("importUses",
            "Imports who uses what: item, member, since, until, share.", BodyRoles.Operate,
            StatusCodes.Status202Accepted, Operations.LargestFileBytes);
    }

    /// <param name="kind">What the files are about, where their headings leave it open: the code of a kind.</param>
    /// <param name="system">The system whose keys they carry.</param>
    /// <param name="isBeforeNetBox41">Disks are in gigabytes.</param>
    /// <param name="trial">Only checks; nothing is written.</param>
    static async Task<IResult> Inventory(
        Visit visit, ImportRuns runs, TimeProvider clock, string? kind, string? system, bool? isBeforeNetBox41,
        bool? trial)
    {
        if (await visit.Read(db => InventoryImport.Refuse(db, visit.Body)) is { } closed) return Problems.Of(closed);
        if (!Options(kind, system, isBeforeNetBox41).Ok(out var options, out var why)) return Problems.Of(why);
        return await ImportsApi.Take(visit, runs, clock, InventoryUpload.Kind,
            (it, progress) => InventoryUpload.Run(visit.Door, it, options, progress), InventoryUpload.Type,
            trial == true);
    }

    /// <param name="trial">Only checks; nothing is written.</param>
    static async Task<IResult> Uses(Visit visit, ImportRuns runs, TimeProvider clock, bool? trial) =>
        await visit.Read(db => InventoryImport.Refuse(db, visit.Body)) is { } closed
            ? Problems.Of(closed)
            : await ImportsApi.Take(visit, runs, clock, InventoryUpload.UsesKind,
                (it, _) => InventoryUpload.RunUses(visit.Door, it), isTrial: trial == true);

    /// <returns>What the files are, or <c>inventory.kind-unknown</c>, <c>inventory.source</c>.</returns>
    internal static Result<InventoryImportOptions> Options(string? kind, string? system, bool? isBeforeNetBox41)
    {
        ItemKind? wanted = null;
        if (kind is { Length: > 0 } && !ItemKinds.Parse(kind).Ok(out wanted, out var unknown)) return unknown;
        if (system is { Length: > 0 } && !InventoryImportOptions.IsSource(system))
        {
            return new Rejection("inventory.source",
                $"„{Texts.Shown(system)}“ ist kein Name eines Systems aus Buchstaben, Ziffern und Strichen.");
        }
        return new InventoryImportOptions
        {
            Kind = wanted,
            Source = system is { Length: > 0 } ? system : null,
            IsBeforeNetBox41 = isBeforeNetBox41,
        };
    }
}
