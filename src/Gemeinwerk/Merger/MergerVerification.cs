using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>
/// Re-derives what mergers wrote down of open items and assets from the journals on both sides: what each was in its
/// source, and that the target took over exactly that.
/// </summary>
public static class MergerVerification
{
    public static VerificationPass Pass { get; } =
        new VerificationPass("merger.moves", "Fusionen: Posten und Anlagen wie in den Journalen", Run);

    /// <summary>All passes of mergers.</summary>
    public static IReadOnlyList<VerificationPass> Passes { get; } =
        [Pass, BudgetVerification.Pass, EventVerification.Pass, CertificateVerification.Pass, SealVerification.Pass,
            Governance.MergerGates.Pass, Governance.RecordedSteps.Pass, Roadmaps.RoadmapRecords.Pass];

    static async Task Run(Session db, Body body, PassReport report)
    {
        foreach (var (_, merger) in await RunRecords.Runs(db, body))
        {
            var moments = (await RunRecords.Moments(db, merger)).ToDictionary(at => at.Body.Id);
            var moves = await RunRecords.Moves(db, merger);
            var target = moments[merger.Target.Id];
            foreach (var book in merger.Bodies)
            {
                var own = moves.FindAll(move => move.Source == book);
                var items = await Items(db, book.Id, 0, moments[book.Id].Before);
                var assets = await Values(db, book.Id, 0, moments[book.Id].Before);
                if (book != merger.Target)
                {
                    CompareAll(MappingKind.Item, own, items, report, merger);
                    CompareAll(MappingKind.Asset, own, assets, report, merger);
                }
                foreach (var move in own) Compare(move, move.Number,
                    move.Kind == MappingKind.Item ? items : assets, report, merger);
            }
            var arrivedItems = await Items(db, body.Id, target.Before, target.After);
            var arrivedAssets = await Values(db, body.Id, target.Before, target.After);
            foreach (var move in moves.Where(move => move.Target is not null))
            {
                Compare(move, move.Target!, move.Kind == MappingKind.Item ? arrivedItems : arrivedAssets, report,
                    merger);
            }
        }
    }

    /// <summary>Nothing of a source is missing from the moves.</summary>
    static void CompareAll(MappingKind kind, List<RecordedMove> moves,
        Dictionary<string, (Money Amount, Money Depreciation)> found, PassReport report, MergerCase merger)
    {
        var known = moves.Where(move => move.Kind == kind).Select(move => move.Number).ToHashSet();
        foreach (var (number, value) in found.Where(pair => !known.Contains(pair.Key)))
        {
            report.Fail("merger_move", $"{merger.Code} {kind.Code()} {number}", value.Amount.Cents, null);
        }
    }

    static void Compare(RecordedMove move, string number,
        Dictionary<string, (Money Amount, Money Depreciation)> journal, PassReport report, MergerCase merger)
    {
        var (amount, depreciation) = journal.GetValueOrDefault(number);
        if (amount == move.Amount && depreciation == move.Depreciation) return;
        report.Fail("merger_move", $"{merger.Code} {move.Kind.Code()} {move.Source.Code}/{move.Number}",
            $"{amount.Cents} {depreciation.Cents}", $"{move.Amount.Cents} {move.Depreciation.Cents}");
    }

    static async Task<Dictionary<string, (Money, Money)>> Items(Session db, Id<Body> body, long after, long upTo) =>
        (await db.All($"""
            select i.number, cast(sum(p.amount) as bigint)
            from ledger_item i join ledger_posting p on p.body_id = i.body_id and p.item_id = i.item_id
            where i.body_id = {body} and p.entry_no > {after} and p.entry_no <= {upTo}
            group by i.number having sum(p.amount) <> 0
            """, row => (Number: row.Text(), Amount: row.Money())))
        .ToDictionary(item => item.Number, item => (item.Amount, Money.Zero));

    static async Task<Dictionary<string, (Money, Money)>> Values(Session db, Id<Body> body, long after, long upTo) =>
        (await db.All($"""
            select a.number,
              cast(sum(case when p.movement in ('addition', 'disposal', 'transfer') then p.amount else 0 end)
                as bigint),
              cast(sum(case when p.movement in ('addition', 'disposal', 'transfer') then 0 else p.amount end)
                as bigint)
            from ledger_asset a join ledger_posting p on p.body_id = a.body_id and p.asset_id = a.asset_id
            where a.body_id = {body} and p.entry_no > {after} and p.entry_no <= {upTo}
            group by a.number
            """, row => (Number: row.Text(), Cost: row.Money(), Depreciation: row.Money())))
        .Where(asset => !asset.Cost.IsZero || !asset.Depreciation.IsZero)
        .ToDictionary(asset => asset.Number, asset => (asset.Cost, asset.Depreciation));
}
