using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>
/// What mergers wrote down of budgets is what both budgets say: for each value the change that brought it and the one
/// that took it away, for each commitment the one in the target and its origin, for each cover group the one in the
/// target, and in the dissolved source, whose budget nobody changes any more, its lines.
/// </summary>
static class BudgetVerification
{
    internal static VerificationPass Pass { get; } =
        new VerificationPass("merger.budgets", "Fusionen: Ansätze und Mittelbindungen wie in den Haushalten", Run);

    static async Task Run(Session db, Body body, PassReport report)
    {
        foreach (var (merger, run) in await RunRecords.Runs(db, body))
        {
            await Check(db, run, report,
                isInForce: run.RunNo == merger.RunNo && merger.State == MergerState.Executed);
        }
    }

    static async Task Check(Session db, MergerCase merger, PassReport report, bool isInForce)
    {
        var recorded = await BudgetTransfer.Recorded(db, merger);
        var (values, commitments) = (recorded.Values, recorded.Commitments);
        foreach (var source in merger.Sources.Union(values.Select(it => it.Source))
            .Union(commitments.Select(it => it.Source)))
        {
            var own = values.Where(move => move.Source == source).ToList();
            Compare(Sums(own.Select(move => move.Arrived)),
                await Changes(db, merger.Target, BudgetTransfer.Arrives(merger, source)), merger.Target);
            Compare(Sums(own.Select(move => move.From with { Amount = -move.From.Amount })),
                await Changes(db, source, BudgetTransfer.Leaves(merger)), source);
            var kept = await Commitments.Lines(db, source.Id);
            foreach (var from in commitments.Where(move => move.Source == source).Select(move => move.From))
            {
                Same(source, from.Number, (from.Year, from.Key),
                    kept.GetValueOrDefault(from.Number) is { } it ? (it.Year, it.Key) : null);
            }
        }
        var bound = await Commitments.Lines(db, merger.Target.Id);
        foreach (var to in commitments.Select(move => move.To))
        {
            Same(merger.Target, to.Number, (to.Year, to.Key, to.Open),
                bound.GetValueOrDefault(to.Number) is { } it ? (it.Year, it.Key, it.Amount) : null);
        }

        await CheckCovers(db, merger, recorded, isInForce, Same);

        void Compare(Dictionary<(int, BudgetKey, BudgetChangeKind), Money> expected,
            Dictionary<(int, BudgetKey, BudgetChangeKind), Money> found, Body where)
        {
            foreach (var line in expected.Keys.Union(found.Keys))
            {
                Same(where, $"{line}", expected.GetValueOrDefault(line), found.GetValueOrDefault(line));
            }
        }

        void Same(Body where, string what, object expected, object? found)
        {
            if (expected.Equals(found)) return;
            report.Fail("merger_budget", $"{merger.Code} {merger.RunNo} {where.Code} {what}", found, expected);
        }
    }

    static async Task CheckCovers(Session db, MergerCase merger, RecordedBudget recorded, bool isInForce,
        Action<Body, string, object, object?> same)
    {
        var names = (await CoverGroups.All(db, merger.Target.Id))
            .ToDictionary(group => (group.Year, group.Code), group => group.Name);
        foreach (var to in recorded.Covers.Select(move => move.To).DistinctBy(line => (line.Year, line.Code)))
        {
            same(merger.Target, $"{to.Year} {to.Code}", to.Name, names.GetValueOrDefault((to.Year, to.Code)));
        }
        if (!isInForce || (await RunRecords.Moments(db, merger))[0].CertificateVersion < 3) return;
        var before = await BudgetMoments.Covers(db, merger);
        foreach (var source in merger.Sources)
        {
            var now = await CoverGroups.Lines(db, source.Id);
            foreach (var gone in before[source.Id].Except(now)) same(source, $"{gone.Year} {gone.Key}", gone, null);
            foreach (var come in now.Except(before[source.Id])) same(source, $"{come.Year} {come.Key}", "", come);
        }
    }

    static async Task<Dictionary<(int, BudgetKey, BudgetChangeKind), Money>> Changes(
        Session db, Body body, string reference) => Sums(await BudgetAmounts.Of(db, body.Id, reference));

    static Dictionary<(int, BudgetKey, BudgetChangeKind), Money> Sums(IEnumerable<BudgetAmount> amounts) => amounts
        .GroupBy(amount => (amount.Year, amount.Key, amount.Kind))
        .Select(same => (same.Key, Sum: new Money(same.Sum(amount => amount.Amount.Cents))))
        .Where(line => !line.Sum.IsZero).ToDictionary(line => line.Key, line => line.Sum);
}
