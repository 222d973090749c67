using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>What an old number is today.</summary>
/// <param name="Body">The body that has it now.</param>
/// <param name="Number">Its number there; null where the trail ends: eliminated, or never mapped.</param>
/// <param name="Trail">The mergers that it went through, in order.</param>
public sealed record Resolved(Body Body, string? Number, IReadOnlyList<MergerCase> Trail);

/// <summary>Old numbers resolve for ever, through any number of mergers one after another.</summary>
public static class Resolution
{
    /// <returns>What the number is today (itself, where its body went through no merger), or
    /// <c>ledger.body-unknown</c>.</returns>
    public static async Task<Result<Resolved>> Resolve(Session db, MappingKind kind, string bodyCode, string number)
    {
        if (!(await Bodies.Find(db, bodyCode)).Ok(out var body, out var why)) return why;
        var executed = (await Mergers.All(db)).FindAll(merger => merger.State == MergerState.Executed);
        var (current, trail) = ((string?)number, new List<MergerCase>());
        while (current is not null && executed.Find(merger => merger.Sources.Contains(body)) is { } merger)
        {
            current = await Step(db, merger, kind, body, current);
            // A party that nothing moved for was never made.
            if (current?.StartsWith(MappingLine.New, StringComparison.Ordinal) is true) current = null;
            trail.Add(merger);
            body = merger.Target;
        }
        return new Resolved(body, current, trail);
    }

    /// <summary>What an item of an inventory is today, by its key.</summary>
    /// <returns>As of numbers, or <c>ledger.body-unknown</c>.</returns>
    public static async Task<Result<Resolved>> ResolveItem(Session db, string bodyCode, long item)
    {
        if (!(await Bodies.Find(db, bodyCode)).Ok(out var body, out var why)) return why;
        var executed = (await Mergers.All(db)).FindAll(merger => merger.State == MergerState.Executed);
        var (current, trail) = ((long?)item, new List<MergerCase>());
        while (current is { } id && executed.Find(merger => merger.Sources.Contains(body)) is { } merger)
        {
            current = await db.Maybe($"""
                select target_id from merger_inventory_move
                where body_id = {merger.Target.Id} and merger_id = {merger.Id} and run_no = {merger.RunNo}
                  and source_body_id = {body.Id} and item_id = {id}
                """, row => row.NumberOrNull());
            trail.Add(merger);
            body = merger.Target;
        }
        return new Resolved(body, current is { } known ? CertificateText.Number(known) : null, trail);
    }

    static async Task<string?> Step(Session db, MergerCase merger, MappingKind kind, Body source, string number)
    {
        var (target, id) = (merger.Target.Id, merger.Id);
        return kind is MappingKind.Item or MappingKind.Asset
            ? await db.Maybe($"""
                select target from merger_move
                where body_id = {target} and merger_id = {id} and run_no = {merger.RunNo} and kind = {kind.Code()}
                  and source_body_id = {source.Id} and source = {number}
                """, row => row.TextOrNull())
            : await db.Maybe($"""
                select target from merger_mapping
                where body_id = {target} and merger_id = {id} and kind = {kind.Code()}
                  and source_body_id = {source.Id} and source = {number}
                """, row => row.Text());
    }
}
