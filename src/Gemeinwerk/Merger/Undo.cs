using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>
/// Undoes a merger by inverse events: its entries are mirrored, the sources' books open again, balances, items and
/// assets are what they were. Nothing is deleted. Afterwards the merger can be run again.
/// </summary>
public static class Undo
{
    /// <summary>One transaction over all books, like the run.</summary>
    /// <returns>The findings that stand against it; with any of them nothing is written. Or <c>merger.unknown</c>,
    /// <c>merger.not-executed</c>, <c>merger.sealed</c>.</returns>
    public static async Task<Result<IReadOnlyList<Finding>>> Run(Work work, string code)
    {
        if (!(await Mergers.Find(work.Db, code)).Ok(out var merger, out var why)) return why;
        await Execution.Lock(work, merger);
        merger = (await Mergers.Find(work.Db, code)).Expect();
        if (merger.State != MergerState.Executed)
        {
            return new Rejection("merger.not-executed", $"Die Fusion „{code}“ ist nicht vollzogen.");
        }
        if (merger.IsSealed) return RecordedSteps.Sealed(merger);
        var moments = await RunRecords.Moments(work.Db, merger);
        var budget = await BudgetTransfer.Recorded(work.Db, merger);
        var findings = await Check(work.Db, merger, moments);
        await CheckCommitments(work.Db, merger, budget, findings);
        await CheckCovers(work.Db, merger, budget, findings);
        var inventory = await RecordedInventory.Read(work.Db, merger);
        await InventoryTransfer.Check(work.Db, merger, inventory, findings);
        if (findings.Count > 0) return findings;

        // First of all, because the database opens a sealed book again only where the run is marked as undone.
        await work.Db.Run($"""
            update merger_run set undone_at = {work.Now}
            where body_id = {merger.Target.Id} and merger_id = {merger.Id} and run_no = {merger.RunNo}
            """);
        foreach (var source in merger.Sources) await Book.Seal(work, source.Id, null);
        var books = await Execution.Lock(work, merger);
        foreach (var at in moments)
        {
            var book = books[at.Body.Id];
            for (var no = at.Done; no > at.Before; no--) await Mirror(work, merger, book, no);
            await RestorePeriods(work, book, merger.LastDay.Year, at.PeriodStates);
        }
        await BudgetTransfer.TakeBack(work, merger, budget, books);
        await InventoryTransfer.TakeBack(work, merger, inventory);
        await Succession.TakeBack(work, merger);
        await Record(work, merger, books[merger.Target.Id]);
        return findings;
    }

    static async Task Mirror(Work work, MergerCase merger, Book book, long no)
    {
        var entry = (await Entries.Find(work.Db, book.Body, no))!;
        var text = $"Fusion {merger.Code} rückgängig: {entry.Draft.Text}";
        (await Journal.Mirror(work, book, entry, entry.Draft.BookedOn,
            $"FUSION-{merger.Code}-{merger.RunNo}-RUECK", text[..Math.Min(1000, text.Length)])).Expect();
    }

    static async Task RestorePeriods(Work work, Book book, int year, string states)
    {
        var before = states.Split(',', StringSplitOptions.RemoveEmptyEntries);
        for (var period = 0; period < before.Length; period++)
        {
            if (Codes.Parse<PeriodState>(before[period]) != PeriodState.Open) continue;
            await Ledger.Closing.SetState(work, book, year, period, period, PeriodState.Open);
        }
    }

    static async Task Record(Work work, MergerCase merger, Book target)
    {
        var assets = (await RunRecords.Moves(work.Db, merger))
            .Where(move => move.Kind == MappingKind.Asset).Select(move => move.Target!);
        await Assets.Retire(work, target, assets, merger.EffectiveOn);
        await work.Db.Run($"""
            update merger_case set state = {MergerState.Draft.Code()}
            where body_id = {merger.Target.Id} and merger_id = {merger.Id}
            """);
        await MergerEvents.Add(work, merger, MergerEventKind.Undone, new { run = merger.RunNo });
    }

    static async Task<List<Finding>> Check(Session db, MergerCase merger, List<RecordedMoments> moments)
    {
        var findings = new List<Finding>();
        foreach (var at in moments.Where(at => at.Body != merger.Target))
        {
            var standing = await WindingUp(db, at);
            if (standing.Count > 0)
            {
                var numbers = string.Join(", ", standing.Take(5)) + (standing.Count > 5 ? " und weitere" : "");
                Add("", "merger.wound-up", $"Die Quelle {at.Body.Code} hat seither Abwicklungsbuchungen, die nicht "
                    + $"storniert sind: Nr. {numbers}. Sind sie storniert, lässt sich die Fusion rückgängig machen.");
            }
            await CheckPeriod(at.Body, merger.LastDay.Year, FiscalYears.ClosingOfAccounts, "merger.source-year");
        }
        var target = moments.Single(at => at.Body == merger.Target);
        if ((await Book.State(db, merger.Target.Id)).SealedOn is not null)
        {
            Add("", "merger.book-sealed", $"Das Ziel {merger.Target.Code} ist inzwischen selbst aufgelöst.");
        }
        await CheckPeriod(merger.Target, merger.EffectiveOn.Year, CutOver.TargetPeriod(merger), "merger.target-year");
        await CheckChanges(db, merger, target.Done, Add);
        return findings;

        void Add(string place, string code, string message) =>
            findings.Add(new Finding(0, place, new Rejection(code, message)));

        async Task CheckPeriod(Body body, int year, int period, string code)
        {
            var years = await FiscalYears.All(db, body.Id);
            if (years.Find(y => y.Year == year)?.States[period] == PeriodState.Closed)
            {
                Add("", code, $"Das Haushaltsjahr {year} der {body.Code} ist inzwischen geschlossen.");
            }
        }
    }

    /// <summary>Entries of a dissolved body that no reversal has taken back.</summary>
    static Task<List<long>> WindingUp(Session db, RecordedMoments at) => db.All($"""
        select e.entry_no from ledger_entry e
        where e.body_id = {at.Body.Id} and e.entry_no > {at.Done} and e.reverses_no is null
          and not exists (select 1 from ledger_entry r where r.body_id = e.body_id and r.reverses_no = e.entry_no)
        order by e.entry_no
        """, row => row.Number());

    static async Task CheckCommitments(
        Session db, MergerCase merger, RecordedBudget budget, List<Finding> findings)
    {
        if (budget.Commitments.Count == 0) return;
        var open = (await Commitments.Open(db, merger.Target.Id)).ToDictionary(it => it.Number, it => it.Open);
        foreach (var (number, amount) in budget.Commitments.Select(move => (move.To.Number, move.To.Open)))
        {
            if (open.GetValueOrDefault(number) == amount) continue;
            findings.Add(new Finding(0, $"commitment/{merger.Target.Code}/{number}", new Rejection(
                "merger.commitment-changed",
                $"Die übernommene Mittelbindung {number} ist seither in Anspruch genommen oder freigegeben worden.")));
        }
    }

    static async Task CheckCovers(Session db, MergerCase merger, RecordedBudget budget, List<Finding> findings)
    {
        if (budget.Covers.Count == 0) return;
        var now = (await CoverGroups.Lines(db, merger.Target.Id)).ToDictionary(it => (it.Year, it.Key), it => it.Code);
        foreach (var to in budget.Covers.Select(move => move.To).Distinct())
        {
            if (now.GetValueOrDefault((to.Year, to.Key)) == to.Code) continue;
            findings.Add(new Finding(0, $"cover/{merger.Target.Code}/{to.Year}/{to.Key}", new Rejection(
                "merger.cover-changed", $"Die Haushaltsposition {to.Year} {to.Key} ist nicht mehr im übernommenen "
                + $"Deckungskreis {to.Code}.")));
        }
    }

    /// <summary>Items and assets of the merger that are not what they were then, by their index; what was reversed, or
    /// went into a merger that is undone, is what it was.</summary>
    static async Task CheckChanges(
        Session db, MergerCase merger, long done, Action<string, string, string> add)
    {
        var (target, id, run) = (merger.Target.Id, merger.Id, merger.RunNo);
        var items = await db.All($"""
            select i.number
            from merger_move m
            join ledger_item i on i.body_id = m.body_id
              and i.number = case when m.target is null and m.source_body_id = m.body_id then m.source else m.target end
            join ledger_posting p on p.body_id = i.body_id and p.item_id = i.item_id
            where m.body_id = {target} and m.merger_id = {id} and m.run_no = {run} and m.kind = 'item'
              and p.entry_no > {done}
            group by i.number having sum(p.amount) <> 0
            """, row => row.Text());
        var assets = await db.All($"""
            select a.number
            from merger_move m
            join ledger_asset a on a.body_id = m.body_id and a.number = m.target
            join ledger_posting p on p.body_id = a.body_id and p.asset_id = a.asset_id
            where m.body_id = {target} and m.merger_id = {id} and m.run_no = {run} and m.kind = 'asset'
              and p.entry_no > {done}
            group by a.number having sum(p.amount) <> 0
              or sum(case when p.movement in ('addition', 'disposal', 'transfer') then p.amount else 0 end) <> 0
            """, row => row.Text());
        foreach (var number in items.Order(StringComparer.Ordinal))
        {
            add($"item/{merger.Target.Code}/{number}", "merger.item-changed",
                $"Der übernommene Posten {number} ist seither bebucht worden.");
        }
        foreach (var number in assets.Order(StringComparer.Ordinal))
        {
            add($"asset/{merger.Target.Code}/{number}", "merger.asset-changed",
                $"Die übernommene Anlage {number} ist seither bebucht worden.");
        }
    }
}
