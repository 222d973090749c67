using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>A budget at a moment of a run.</summary>
/// <param name="Log">How many lines its export has, and the root over them.</param>
sealed record BudgetMoment(BudgetStanding Standing, LogState Log)
{
    internal static async Task<BudgetMoment> Of(Session db, Body body, BudgetStanding standing)
    {
        var (size, root) = await BudgetExport.Root(db, body, standing);
        return new BudgetMoment(standing, new LogState(size, root));
    }
}

/// <summary>A body's budget around a run.</summary>
sealed record BudgetMoments(Body Body, BudgetMoment Before, BudgetMoment After)
{
    /// <summary>The budgets of all bodies as of now, sources in their order, then the target.</summary>
    internal static async Task<List<(Body Body, BudgetMoment Moment)>> Now(Session db, MergerCase merger)
    {
        var moments = new List<(Body, BudgetMoment)>();
        foreach (var body in merger.Bodies)
        {
            moments.Add((body, await BudgetMoment.Of(db, body, await BudgetStanding.Now(db, body.Id))));
        }
        return moments;
    }

    /// <summary>As the last run left them, from what it wrote down.</summary>
    /// <returns>Nothing for a run whose certificate does not bind budgets.</returns>
    internal static async Task<List<BudgetMoments>> Recorded(
        Session db, MergerCase merger, IReadOnlyList<RecordedMoments> moments)
    {
        if (moments[0].CertificateVersion < 3) return [];
        var moved = await BudgetTransfer.Recorded(db, merger);
        var (commitments, covers) = (await Commitments(db, merger), await Covers(db, merger));
        var found = new List<BudgetMoments>();
        foreach (var at in moments)
        {
            var own = new BudgetStanding(at.BudgetBefore!.Value, [.. commitments[at.Body.Id]], [.. covers[at.Body.Id]]);
            var after = own with
            {
                Changes = at.BudgetAfter!.Value,
                Commitments = at.Body != merger.Target ? []
                    : [.. own.Commitments.Concat(moved.Commitments.Select(move => move.To))],
                Covers = at.Body != merger.Target ? own.Covers
                    : [.. own.Covers.Concat(moved.Covers.Select(move => move.To))
                        .DistinctBy(line => (line.Year, line.Key))],
            };
            found.Add(new BudgetMoments(
                at.Body, await BudgetMoment.Of(db, at.Body, own), await BudgetMoment.Of(db, at.Body, after)));
        }
        return found;
    }

    /// <summary>Writes down what no change dates: open commitments and cover groups before the run.</summary>
    internal static async Task Record(
        Work work, MergerCase merger, int runNo, IReadOnlyList<BudgetMoments> budgets, IReadOnlyList<CoverMove> covers)
    {
        await work.Db.Bulk("merger_commitment", """
            body_id, merger_id, run_no, book_body_id, number, fiscal_year, product, position, text, open
            """, budgets.SelectMany(at => at.Before.Standing.Commitments.Select(bound => (at.Body, Bound: bound))),
            (to, it) => to.Add(merger.Target.Id).Add(merger.Id).Add(runNo).Add(it.Body.Id).Add(it.Bound.Number)
                .Add(it.Bound.Year).Add(it.Bound.Key.Product).Add(it.Bound.Key.Position).Add(it.Bound.Text)
                .Add(it.Bound.Open));
        var place = 0;
        var moved = covers.ToDictionary(move => (move.Source, move.From), move => move.To);
        await work.Db.Bulk("merger_cover", """
            body_id, merger_id, run_no, place, book_body_id, fiscal_year, product, position, code, name,
            target_product, target_position, target_code
            """, budgets.SelectMany(at => at.Before.Standing.Covers.Select(line =>
                (at.Body, Line: line, To: moved.GetValueOrDefault((at.Body, line))))),
            (to, it) => to.Add(merger.Target.Id).Add(merger.Id).Add(runNo).Add(++place).Add(it.Body.Id)
                .Add(it.Line.Year).Add(it.Line.Key.Product).Add(it.Line.Key.Position).Add(it.Line.Code)
                .Add(it.Line.Name).Add(it.To?.Key.Product).Add(it.To?.Key.Position).Add(it.To?.Code));
    }

    static async Task<ILookup<Id<Body>, OpenCommitment>> Commitments(Session db, MergerCase merger) =>
        (await db.All($"""
            select book_body_id, fiscal_year, product, position, number, text, open from merger_commitment
            where body_id = {merger.Target.Id} and merger_id = {merger.Id} and run_no = {merger.RunNo}
            """, row => (Body: row.Id<Body>(), Bound: new OpenCommitment(row.Int(),
            new BudgetKey(row.TextOrNull(), row.Text()), row.Text(), row.Text(), row.Money()))))
        .ToLookup(it => it.Body, it => it.Bound);

    /// <summary>The lines of each book that were in a cover group before the run.</summary>
    internal static async Task<ILookup<Id<Body>, CoverLine>> Covers(Session db, MergerCase merger) =>
        (await db.All($"""
            select book_body_id, fiscal_year, product, position, code, name from merger_cover
            where body_id = {merger.Target.Id} and merger_id = {merger.Id} and run_no = {merger.RunNo}
            """, row => (Body: row.Id<Body>(), Line: new CoverLine(row.Int(),
            new BudgetKey(row.TextOrNull(), row.Text()), row.Text(), row.Text()))))
        .ToLookup(it => it.Body, it => it.Line);
}
