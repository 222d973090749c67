using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre;

/// <summary>How a use is to be from now on.</summary>
/// <param name="IsWithdrawn">It stays in its place, and nothing reads it.</param>
sealed record UseChange(ItemUse Use, bool IsWithdrawn);

/// <summary>The one door through which uses are written: always recorded.</summary>
static class UseTable
{
    const string Columns = "body_id, use_id, item_id, member_id, since, until, share_numerator, share_denominator";

    /// <summary>The first key that no use has or had.</summary>
    internal static Task<long> NextId(Session db, Id<Body> body) => db.One(
        $"select coalesce(max(use_id), 0) + 1 from datacentre_use where body_id = {body}", row => row.Number());

    /// <param name="uses">Under keys that none has or had, ascending.</param>
    internal static async Task Add(Work work, Body body, IReadOnlyList<ItemUse> uses)
    {
        if (uses.Count == 0) return;
        await work.Db.Bulk("datacentre_use", Columns, uses, (to, use) => Row(to, body, use));
        await InventoryRegisters.Uses.RecordAdded(work, body.AuditLog(), uses[0].Id.Value);
    }

    /// <summary>Changes when uses end, and whether they are withdrawn.</summary>
    internal static Task Change(Work work, Body body, IReadOnlyList<UseChange> changes) =>
        InventoryRegisters.Uses.RecordChange(work, body.AuditLog(), [.. changes.Select(it => it.Use.Id.Value)],
            () => work.Db.Bulk("datacentre_use", $"{Columns}, withdrawn", changes,
                (to, it) => Row(to, body, it.Use).Add(it.IsWithdrawn ? Moment.Microseconds(work.Now) : (long?)null),
                "on conflict (body_id, use_id) do update set until = excluded.until, withdrawn = excluded.withdrawn"));

    static BulkRow Row(BulkRow to, Body body, ItemUse use) => to.Add(body.Id).Add(use.Id).Add(use.Item).Add(use.Member)
        .Add(use.Since).Add(use.Until).Add(use.Share.Numerator).Add(use.Share.Denominator);
}
