using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Edits;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.DataCentre.Api;

/// <summary>Which part of an item a member uses (Nutzung).</summary>
/// <param name="Id">Its key in the body.</param>
/// <param name="Item">The key of the item.</param>
/// <param name="Member">The key of the member, which is an item too.</param>
/// <param name="Since">The first day.</param>
/// <param name="Until">The first day without it; null where that is open.</param>
/// <param name="Share">An exact fraction, as `1/3`; `1` is the whole.</param>
public sealed record ApiUse(long Id, long Item, long Member, DateOnly Since, DateOnly? Until, string Share)
{
    internal static ApiUse Of(ItemUse use) =>
        new(use.Id.Value, use.Item.Value, use.Member.Value, use.Since, use.Until, $"{use.Share}");
}

/// <summary>A use to be recorded.</summary>
/// <param name="Item">The key of the item.</param>
/// <param name="Member">The key of the member.</param>
/// <param name="Since">The first day.</param>
/// <param name="Until">The first day without it; null where that is open.</param>
/// <param name="Share">As `1/3`, `0,25` or `25 %`; the whole where it is missing.</param>
public sealed record NewUse(long Item, long Member, DateOnly Since, DateOnly? Until = null, string? Share = null);

/// <summary>The end of a use.</summary>
/// <param name="Until">The first day without it.</param>
public sealed record UseEnd(DateOnly Until);

/// <summary>What an item is to say.</summary>
/// <param name="Name">Null to leave it.</param>
/// <param name="Fields">By the code of a field, as people in Germany write it; empty takes the field away, what is not
/// named stays. Links name what they lead to, several of them in lines of their own.</param>
public sealed record ItemChanges(string? Name, IReadOnlyDictionary<string, string> Fields);

/// <summary>Who uses what, changes of single items, and the inventory as a file.</summary>
static class UsesApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/inventory").WithTags("Inventory");
        routes.MapGet("/uses", List).Lists<ApiUse>("listUses", "Who uses what, in the order of recording.");
        routes.MapPost("/uses", Add).Creates<NewUse, ApiUse>("addUse", "Records that a member uses something.",
            BodyRoles.Operate);
        routes.MapPost("/uses/{id:long}/end", End).Creates<UseEnd, ApiUse>("endUse",
            "Ends a use; uses are never removed.", BodyRoles.Operate);
        routes.MapPut("/item", Change).Replaces<ItemChanges, ApiInventoryItem>("changeInventoryItem",
            "Changes one item, with the rules of the import.", BodyRoles.Operate);
        routes.MapGet("/export", Export).ReadsFile("exportInventory",
            "The whole inventory: `netbox` (ZIP of CSV files), `json` or `xlsx`.", InventoryDownload.Types);
    }

    static Task<IResult> List(Visit visit, string? after, int? limit) => Lists.Of(visit, new(after, limit),
        async db => (await Uses.All(db, visit.Body.Id)).Select(ApiUse.Of), it => $"{it.Id:D19}");

    static Task<IResult> Add(Visit visit) => Acts.Create(visit, async Task<Result<Made<ApiUse>>> (
        NewUse sent, Work work, Book book) =>
    {
        if (!Share.Parse(sent.Share ?? "1").Ok(out var share, out var why)) return why;
        var draft = new UseDraft(new(sent.Item), new(sent.Member), sent.Since, sent.Until, share);
        if (!(await Uses.Add(work, book, [draft])).Ok(out _, out why)) return why;
        var use = (await Uses.All(work.Db, book.Body.Id)).Last(it => it.Item == draft.Item && it.Member == draft.Member
            && it.Since == draft.Since && it.Until == draft.Until && it.Share == draft.Share);
        return new Made<ApiUse>(ApiUse.Of(use));
    });

    /// <param name="id">The key of the use.</param>
    static Task<IResult> End(Visit visit, long id) => Acts.Create(visit, async Task<Result<Made<ApiUse>>> (
        UseEnd sent, Work work, Book book) =>
        (await Uses.End(work, book, new Id<ItemUse>(id), sent.Until)).Ok(out var use, out var why)
            ? new Made<ApiUse>(ApiUse.Of(use))
            : why);

    /// <param name="id">The key of the item.</param>
    static Task<IResult> Change(Visit visit, long id) => Acts.Replace<ItemChanges, ApiInventoryItem>(visit,
        db => InventoryApi.Find(db, visit.Body.Id, id), async (sent, work, book) =>
        {
            var item = (await Inventory.Find(work.Db, book.Body.Id, new(id)))!;
            var findings = new List<Finding>();
            var done = await ItemEdits.Change(
                work, book, item.Id, new ItemEdit(sent.Name, sent.Fields), item.Seen, findings);
            return done.Rejection is null ? null : findings.Count > 0 ? findings[0].Why : done.Rejection;
        });

    /// <param name="format">Which form.</param>
    static async Task<IResult> Export(Visit visit, string format) =>
        (await InventoryDownload.Of(visit, format)).Ok(out var file, out var why)
            ? Results.Stream(file.Content, file.Type, file.Name)
            : Problems.Of(why);
}
