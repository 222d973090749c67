using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>What the last run carried over of budgets, as recorded.</summary>
public sealed record RecordedBudget(
    IReadOnlyList<BudgetMove> Values, IReadOnlyList<CommitmentMove> Commitments, IReadOnlyList<CoverMove> Covers)
{
    /// <summary>The lines of a source that went over, with what they became.</summary>
    internal IEnumerable<(BudgetKey From, BudgetKey To)> Keys(Body source) =>
        Values.Where(move => move.Source == source).Select(move => (move.From.Key, move.To))
            .Concat(Commitments.Where(move => move.Source == source).Select(move => (move.From.Key, move.To.Key)))
            .Concat(Covers.Where(move => move.Source == source).Select(move => (move.From.Key, move.To.Key)))
            .Distinct();
}

/// <summary>
/// Moves budgets by changes on both sides, each naming the merger: what the target gets the source gives up, so nothing
/// is authorised twice. Taking it back adds the opposite changes. Cover groups are made in the target; those of the
/// sources stay, with nothing left on their lines.
/// </summary>
static class BudgetTransfer
{
    internal static async Task Carry(
        Work work, MergerPlan plan, int runNo, IReadOnlyDictionary<Id<Body>, Book> books)
    {
        var (merger, budget) = (plan.Merger, plan.Budget);
        var target = books[merger.Target.Id];
        if (budget.Values.Count + budget.Commitments.Count + budget.Covers.Count == 0) return;
        var run = merger with { RunNo = runNo };
        await Change(work, books, merger, budget.Values, 1, source => Arrives(run, source), Leaves(run));
        foreach (var move in budget.Commitments)
        {
            (await Commitments.Release(work, books[move.Source.Id], move.From.Number)).Expect();
        }
        (await Commitments.TakeOver(work, target, [.. budget.Commitments.Select(move => move.To)])).Expect();
        (await CoverGroups.TakeOver(work, target, budget.Covers.Select(move => move.To))).Expect();
        await Compare(work.Db, plan);
    }

    /// <summary>The reference of the changes in the target that bring what a source had.</summary>
    internal static string Arrives(MergerCase run, Body source) =>
        $"Fusion {run.Code}, Lauf {run.RunNo}: übernommen von {source.Code}";

    /// <summary>The reference of the changes that take it from the sources.</summary>
    internal static string Leaves(MergerCase run) =>
        $"Fusion {run.Code}, Lauf {run.RunNo}: übergegangen auf {run.Target.Code}";

    internal static async Task TakeBack(
        Work work, MergerCase merger, RecordedBudget recorded, IReadOnlyDictionary<Id<Body>, Book> books)
    {
        var run = $"Fusion {merger.Code}, Lauf {merger.RunNo}, rückgängig";
        await Change(work, books, merger, recorded.Values, -1, source => $"{run}: zurück an {source.Code}",
            $"{run}: zurück von {merger.Target.Code}");
        foreach (var move in recorded.Commitments)
        {
            (await Commitments.Release(work, books[merger.Target.Id], move.To.Number)).Expect();
            await Commitments.Reinstate(work, books[move.Source.Id], move.From.Number);
        }
        var before = (await BudgetMoments.Covers(work.Db, merger))[merger.Target.Id]
            .Select(line => (line.Year, line.Key)).ToHashSet();
        foreach (var (year, key) in recorded.Covers.Select(move => (move.To.Year, move.To.Key)).Distinct()
            .Where(line => !before.Contains(line)))
        {
            await CoverGroups.Leave(work, merger.Target, year, key);
        }
    }

    static async Task Change(Work work, IReadOnlyDictionary<Id<Body>, Book> books, MergerCase merger,
        IReadOnlyList<BudgetMove> moves, int sign, Func<Body, string> arrives, string leaves)
    {
        foreach (var same in moves.GroupBy(move => (move.Source, move.From.Year, move.From.Kind)))
        {
            var (source, year, kind) = same.Key;
            await Add(books[merger.Target.Id], sign, move => move.To, arrives(source));
            await Add(books[source.Id], -sign, move => move.From.Key, leaves);

            async Task Add(Book book, int direction, Func<BudgetMove, BudgetKey> key, string reference) =>
                (await Budget.Add(work, book, year, kind,
                    [.. same.Select(move => new BudgetChange(
                        key(move), direction < 0 ? -move.From.Amount : move.From.Amount))],
                    reference, kind == BudgetChangeKind.Approval ? reference : null)).Expect();
        }
    }

    /// <summary>The target's budget must now say what the plan said; this is read back.</summary>
    static async Task Compare(Session db, MergerPlan plan)
    {
        var target = plan.Merger.Target.Id;
        var found = CertifiedBudget.Sums(
            await BudgetAmounts.From(db, target, plan.Merger.EffectiveOn.Year), await Commitments.Open(db, target))
            .Where(sum => !sum.Value.IsZero).ToDictionary();
        var wanted = CertifiedBudget.Of(plan).Where(line => !line.After.IsZero).ToList();
        Invariant.Holds(found.Count == wanted.Count && wanted.TrueForAll(line =>
            found.GetValueOrDefault((line.What, line.Year, line.Key)) == line.After));
    }

    internal static async Task Record(Work work, MergerPlan plan, int runNo)
    {
        var place = 0;
        var values = plan.Budget.Values.Select(move => (move.Source, Kind: move.From.Kind.Code(), move.From.Year,
            move.From.Key, Number: (string?)null, ToYear: move.From.Year, move.To, ToNumber: (string?)null,
            move.From.Amount));
        var commitments = plan.Budget.Commitments.Select(move => (move.Source, Kind: "commitment", move.From.Year,
            move.From.Key, Number: (string?)move.From.Number, ToYear: move.To.Year, To: move.To.Key,
            ToNumber: (string?)move.To.Number, Amount: move.From.Open));
        await work.Db.Bulk("merger_budget", """
            body_id, merger_id, run_no, place, source_body_id, kind, fiscal_year, product, position, number,
            target_year, target_product, target_position, target_number, amount
            """, values.Concat(commitments), (to, it) => to.Add(plan.Merger.Target.Id).Add(plan.Merger.Id).Add(runNo)
            .Add(++place).Add(it.Source.Id).Add(it.Kind).Add(it.Year).Add(it.Key.Product).Add(it.Key.Position)
            .Add(it.Number).Add(it.ToYear).Add(it.To.Product).Add(it.To.Position).Add(it.ToNumber).Add(it.Amount));
    }

    /// <summary>What the last run carried over, in its order.</summary>
    internal static async Task<RecordedBudget> Recorded(Session db, MergerCase merger)
    {
        var bodies = (await Bodies.All(db)).ToDictionary(body => body.Id);
        var (values, commitments) = (new List<BudgetMove>(), new List<CommitmentMove>());
        await db.Scan($"""
            select b.source_body_id, b.kind, b.fiscal_year, b.product, b.position, b.number, b.target_year,
              b.target_product, b.target_position, b.target_number, b.amount, coalesce(c.text, '')
            from merger_budget b
            left join merger_commitment c on c.body_id = b.body_id and c.merger_id = b.merger_id
              and c.run_no = b.run_no and c.book_body_id = b.source_body_id and c.number = b.number
            where b.body_id = {merger.Target.Id} and b.merger_id = {merger.Id} and b.run_no = {merger.RunNo}
            order by b.place
            """, row =>
        {
            var (source, kind, year) = (bodies[row.Id<Body>()], row.Text(), row.Int());
            var (from, number) = (new BudgetKey(row.TextOrNull(), row.Text()), row.TextOrNull());
            var (toYear, to) = (row.Int(), new BudgetKey(row.TextOrNull(), row.Text()));
            var (toNumber, amount, text) = (row.TextOrNull(), row.Money(), row.Text());
            if (number is null)
            {
                values.Add(new(source, new(year, from, Codes.Parse<BudgetChangeKind>(kind), amount), to));
                return;
            }
            commitments.Add(new(
                source, new(year, from, number, text, amount), new(toYear, to, toNumber!, text, amount)));
        });
        return new RecordedBudget(values, commitments, await RecordedCovers(db, merger, bodies));
    }

    static async Task<List<CoverMove>> RecordedCovers(
        Session db, MergerCase merger, Dictionary<Id<Body>, Body> bodies) => await db.All($"""
        select book_body_id, fiscal_year, product, position, code, name, target_product, target_position, target_code
        from merger_cover
        where body_id = {merger.Target.Id} and merger_id = {merger.Id} and run_no = {merger.RunNo}
          and target_code is not null
        order by place
        """, row =>
    {
        var (source, year) = (bodies[row.Id<Body>()], row.Int());
        var line = new CoverLine(year, new BudgetKey(row.TextOrNull(), row.Text()), row.Text(), row.Text());
        return new CoverMove(source, line,
            line with { Key = new BudgetKey(row.TextOrNull(), row.Text()), Code = row.Text() });
    });
}
