using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>Where a journal stood around the last run, as recorded.</summary>
/// <param name="BudgetBefore">Changes that its budget had; null where the certificate does not bind budgets.</param>
public sealed record RecordedMoments(
    Body Body, long Before, long After, long Done, long AssetsBefore, long AssetsAfter, string PeriodStates,
    long? BudgetBefore, long? BudgetAfter)
{
    /// <summary>Of the run's certificate, docs/formats.md section 5.</summary>
    internal int CertificateVersion => BudgetBefore is null ? 2 : CertificateText.Version;
}

/// <summary>An item or asset of the last run; no target where it was eliminated.</summary>
/// <param name="Amount">Open amount of an item, cost of an asset.</param>
public sealed record RecordedMove(
    MappingKind Kind, Body Source, string Number, string? Target, Money Amount, Money Depreciation);

/// <summary>What the last run of a merger wrote down.</summary>
public static class RunRecords
{
    /// <summary>
    /// Every run that is written down of mergers into a body, as the merger was then. What a case counts is not asked:
    /// a count that was changed is found by the events, and must lead nobody to runs that never were.
    /// </summary>
    internal static async Task<List<(MergerCase Merger, MergerCase Run)>> Runs(Session db, Body target)
    {
        var runs = new List<(MergerCase, MergerCase)>();
        foreach (var merger in (await Mergers.All(db)).Where(merger => merger.Target == target))
        {
            runs.AddRange(await db.All($"""
                select run_no from merger_run
                where body_id = {target.Id} and merger_id = {merger.Id} order by run_no
                """, row => (merger, merger with { RunNo = row.Int() })));
        }
        return runs;
    }

    /// <summary>Sources in their order, then the target.</summary>
    public static async Task<List<RecordedMoments>> Moments(Session db, MergerCase merger)
    {
        var bodies = merger.Bodies.ToDictionary(body => body.Id);
        var moments = await db.All($"""
            select book_body_id, size_before, size_after, size_done, assets_before, assets_after, period_states,
              budget_before, budget_after
            from merger_moment
            where body_id = {merger.Target.Id} and merger_id = {merger.Id} and run_no = {merger.RunNo}
            """, row => new RecordedMoments(bodies[row.Id<Body>()], row.Number(), row.Number(), row.Number(),
            row.Number(), row.Number(), row.Text(), row.NumberOrNull(), row.NumberOrNull()));
        var order = merger.Bodies.ToList();
        return [.. moments.OrderBy(at => order.IndexOf(at.Body))];
    }

    public static Task<List<RecordedMove>> Moves(Session db, MergerCase merger)
    {
        var bodies = merger.Bodies.ToDictionary(body => body.Id);
        return db.All($"""
            select kind, source_body_id, source, target, amount, depreciation from merger_move
            where body_id = {merger.Target.Id} and merger_id = {merger.Id} and run_no = {merger.RunNo}
            order by kind, source_body_id, source
            """, row => new RecordedMove(Codes.Parse<MappingKind>(row.Text()), bodies[row.Id<Body>()], row.Text(),
            row.TextOrNull(), row.Money(), row.Money()));
    }

    /// <summary>SHA-256 over all dunning levels that a run wrote down, as hex: what its event says of them.</summary>
    internal static async Task<string> DunningDigest(Session db, MergerCase merger)
    {
        var codes = merger.Bodies.ToDictionary(body => body.Id, body => body.Code);
        var lines = await db.All($"""
            select book_body_id, item, dunning_level from merger_dunning
            where body_id = {merger.Target.Id} and merger_id = {merger.Id} and run_no = {merger.RunNo}
            """, row => CertificateText.Join(
            [codes[row.Id<Body>()], row.Text(), CertificateText.Number(row.Number())]));
        var text = string.Join('\n', lines.Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Dunning levels above 0 at the time of the run, by item number.</summary>
    internal static async Task<Dictionary<string, int>> DunningLevels(Session db, MergerCase merger, Body book) =>
        (await db.All($"""
            select item, dunning_level from merger_dunning
            where body_id = {merger.Target.Id} and merger_id = {merger.Id} and run_no = {merger.RunNo}
              and book_body_id = {book.Id}
            """, row => (Number: row.Text(), Level: row.Int()))).ToDictionary(item => item.Number, item => item.Level);
}
