using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Conflicts;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.DataCentre.Api;

/// <summary>A kind of configuration item, and how many of it there are.</summary>
/// <param name="Kind">Its code, as `device`.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Count">How many the body has.</param>
public sealed record ApiInventoryKind(string Kind, string Name, long Count);

/// <summary>A configuration item (Konfigurationselement).</summary>
/// <param name="Id">Its key in the body; for ever the same.</param>
/// <param name="Kind">The code of its kind.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Fields">What is known of it.</param>
public sealed record ApiInventoryItem(long Id, string Kind, string Name, IReadOnlyList<ApiInventoryField> Fields)
{
    internal static ApiInventoryItem Of(ShownItem item) => new(item.Id, item.Kind, item.Name,
        [.. item.Fields.Select(field => new ApiInventoryField(field.Code, field.Name, field.Value))]);
}

/// <summary>What an item says in one field.</summary>
/// <param name="Code">The field, as `serial`.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Value">As people in Germany read it; of links the names of what they lead to.</param>
public sealed record ApiInventoryField(string Code, string Name, string Value);

/// <summary>What two inventories have against each other, or one alone.</summary>
/// <param name="Kind">What is the matter.</param>
/// <param name="Side">The body whose item it is first about.</param>
/// <param name="Items">The names of the items concerned.</param>
/// <param name="Text">What is the matter, one German sentence.</param>
/// <param name="Proposal">What to do, one German sentence.</param>
/// <param name="NewName">The name or network proposed for the last of the items.</param>
/// <param name="SavingCents">Saved in a year where the proposal is followed.</param>
/// <param name="Until">The day by which to act.</param>
public sealed record ApiInventoryConflict(
    ConflictKind Kind, string Side, IReadOnlyList<string> Items, string Text, string? Proposal, string? NewName,
    long? SavingCents, DateOnly? Until)
{
    internal static ApiInventoryConflict Of(Conflict it) => new(
        it.Kind, it.Side, [.. it.Items.Select(item => item.Name)], it.Text, it.Proposal, it.NewName,
        it.Saving?.Cents, it.Until);
}

/// <summary>Two items that are the same thing.</summary>
/// <param name="Kind">The code of their kind.</param>
/// <param name="Left">The name on the side of the body asked.</param>
/// <param name="Right">The name on the other.</param>
/// <param name="By">How that is known.</param>
public sealed record ApiInventoryMatch(string Kind, string Left, string Right, string By);

/// <summary>The check of two inventories.</summary>
/// <param name="Conflicts">In the order of their kinds.</param>
/// <param name="Matches">What is the same on both sides.</param>
/// <param name="SavingCents">What following all proposals saves in a year.</param>
public sealed record ApiInventoryConflicts(
    IReadOnlyList<ApiInventoryConflict> Conflicts, IReadOnlyList<ApiInventoryMatch> Matches, long SavingCents);

/// <summary>The inventory of a data centre, to be read.</summary>
static class InventoryApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/inventory").WithTags("Inventory");
        routes.MapGet("/kinds", Kinds).Lists<ApiInventoryKind>("listInventoryKinds",
            "What kinds of items there are, by code.");
        routes.MapGet("/items", Items).Lists<ApiInventoryItem>("listInventoryItems", "The items of one kind, by key.");
        routes.MapGet("/item", Item).Reads<ApiInventoryItem>("getInventoryItem", "One item.");
        routes.MapGet("/conflicts", Conflicts).Reads<ApiInventoryConflicts>("checkInventories",
            "Checks the inventory against that of another body, which the caller must be able to read too.")
            .Concerns(Walls.AllOfVisitor);
    }

    static Task<IResult> Kinds(Visit visit, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q), async db => (await Inventory.Count(db, visit.Body.Id))
            .Select(it => new ApiInventoryKind(it.Key.Code, it.Key.Plural, it.Value)),
        it => it.Kind, it => [it.Kind, it.Name]);

    /// <param name="kind">The code of a kind, as `device`.</param>
    static Task<IResult> Items(Visit visit, string kind, string? q, string? after, int? limit) =>
        !ItemKinds.Parse(kind).Ok(out var found, out var unknown)
            ? Task.FromResult(Problems.Of(unknown))
            : Lists.Of(visit, new(after, limit, q), async db =>
            {
                var names = await Inventory.NamesLedTo(db, visit.Body.Id, found);
                return (await Inventory.All(db, visit.Body.Id, found))
                    .Select(item => ApiInventoryItem.Of(ShownItem.Of(id => names[id], item)));
            }, it => $"{it.Id:D19}", it => [it.Name, .. it.Fields.Select(field => field.Value)]);

    /// <param name="id">The key of the item.</param>
    static Task<IResult> Item(Visit visit, long id) => Answers.Read(visit, db => Find(db, visit.Body.Id, id));

    /// <returns>The item, or <c>inventory.item-unknown</c>.</returns>
    internal static async Task<Result<ApiInventoryItem>> Find(Session db, Id<Body> body, long id)
    {
        if (await Inventory.Find(db, body, new(id)) is not { } item)
        {
            return new Rejection("inventory.item-unknown",
                $"Ein Stück des Bestands mit dem Schlüssel {id} gibt es nicht.");
        }
        var names = (await Inventory.LedTo(db, body, item.Id)).DistinctBy(it => it.Item.Id)
            .ToDictionary(it => it.Item.Id.Value, it => it.Item.Name);
        return ApiInventoryItem.Of(ShownItem.Of(target => names[target], item));
    }

    /// <param name="other">The code of the other body.</param>
    /// <param name="on">The day on which both become one.</param>
    static async Task<IResult> Conflicts(Visit visit, string other, IsoDay? on, TimeProvider clock)
    {
        var found = (await visit.Bodies()).Where(body => visit.Who.Is(BodyRoles.Staff, body))
            .FirstOrDefault(body => body.Code == other);
        var day = on?.Day ?? LastDay.Today(clock);
        return await Answers.Read(visit, async Task<Result<ApiInventoryConflicts>> (db) =>
        {
            if (found is null || found == visit.Body)
            {
                return new Rejection("ledger.body-unknown", $"Die Körperschaft „{Texts.Shown(other)}“ gibt es nicht.");
            }
            var report = ConflictCheck.Run(await InventorySnapshot.Load(db, visit.Body),
                await InventorySnapshot.Load(db, found), new ConflictRules(day));
            return new ApiInventoryConflicts([.. report.Conflicts.Select(ApiInventoryConflict.Of)],
                [.. report.Matches.Select(match =>
                    new ApiInventoryMatch(match.Left.Kind.Code, match.Left.Name, match.Right.Name, match.By))],
                report.Saving.Cents);
        });
    }
}
