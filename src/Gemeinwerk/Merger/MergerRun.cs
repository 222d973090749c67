using System.Diagnostics.Metrics;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>A body's journal around a run.</summary>
/// <param name="After">As certified: of a source with its result closed, of the target at the end.</param>
/// <param name="Done">When the run was over; beyond <paramref name="After"/> a source only has been emptied.</param>
/// <param name="AssetsBefore">The key of the last asset.</param>
public sealed record JournalMoments(
    Body Body, LogState Before, LogState After, LogState Done, long AssetsBefore, long AssetsAfter,
    string PeriodStates)
{
    internal RecordedMoments Recorded(BudgetMoments budget) =>
        new(Body, Before.Size, After.Size, Done.Size, AssetsBefore, AssetsAfter, PeriodStates,
            budget.Before.Standing.Changes, budget.After.Standing.Changes);
}

/// <summary>The length of a journal and the root of its log.</summary>
public sealed record LogState(long Size, byte[] Root)
{
    internal static LogState Of(Book book) => new(book.EntryCount, book.Frontier.Root());
}

/// <summary>One execution of a plan without findings, in one transaction.</summary>
/// <param name="mostPostings">What does not fit into one entry becomes several, each balanced.</param>
sealed class MergerRun(
    Work work, MergerPlan plan, IReadOnlyDictionary<Id<Body>, Book> books,
    int mostPostings = PostingRules.MostPostings)
{
    static readonly Counter<long> runs = Telemetry.Meter.CreateCounter<long>(
        "gemeinwerk.merger.runs", "{run}", "Mergers executed; dry runs do not count.");

    readonly MergerCase merger = plan.Merger;
    readonly List<JournalMoments> moments = [];

    int RunNo => merger.RunNo + 1;

    /// <returns>The signed certificate, or <c>ledger.signing-key</c>.</returns>
    internal async Task<Result<string>> Execute(bool isDryRun)
    {
        Invariant.Holds(plan.Findings.Count == 0);
        var before = await BudgetMoments.Now(work.Db, merger);
        await Telemetry.Step("merger create", Create);
        foreach (var source in plan.Sources) await Telemetry.Step("merger close-source", () => CloseSource(source));
        await Telemetry.Step("merger fill-target", FillTarget);
        await Telemetry.Step("merger compare", Compare);
        await Telemetry.Step("merger budget", () => BudgetTransfer.Carry(work, plan, RunNo, books));
        await Telemetry.Step("merger inventory", () => InventoryTransfer.Carry(work, plan));
        var after = await BudgetMoments.Now(work.Db, merger);
        List<BudgetMoments> budgets = [.. before.Zip(after, (was, now) =>
            new BudgetMoments(was.Body, was.Moment, now.Moment))];
        foreach (var source in merger.Sources) await Book.Seal(work, source.Id, merger.EffectiveOn);
        var signed = Certificates.Sign(merger.Target, CertificateText.Of(plan, moments, budgets, isDryRun));
        if (!signed.Ok(out var certificate, out var why)) return why;
        await Telemetry.Step("merger record", () => Record(certificate, budgets));
        if ((await Succession.TakeEffect(work, merger)).Rejection is { } notTaken) return notTaken;
        work.AfterCommit(() => runs.Add(1));
        return certificate;
    }

    async Task Create()
    {
        var target = books[merger.Target.Id];
        (await Accounts.Add(work, target, plan.New.Accounts)).Expect();
        (await Dimensions.AddProducts(work, target, plan.New.Products)).Expect();
        (await Dimensions.AddCostCentres(work, target, plan.New.CostCentres)).Expect();
        (await Parties.Add(work, target, plan.New.Parties)).Expect();
    }

    async Task CloseSource(SourcePlan source)
    {
        var book = books[source.Book.Body.Id];
        var (before, year) = (LogState.Of(book), merger.LastDay.Year);
        var states = source.Book.Years.FirstOrDefault(y => y.Year == year)?.States ?? [];
        for (var period = 0; period < states.Count; period++)
        {
            if (states[period] != PeriodState.Open) continue;
            await Ledger.Closing.SetState(work, book, year, period, period, PeriodState.Closing);
        }
        book.Know(source.Items.Select(move => move.From.Item));
        book.Know(source.Assets.Select(move => move.Asset));
        await Post(book, EntryKind.Closing, merger.LastDay, "ABSCHLUSS",
            $"Abschluss zum {German.Date(merger.LastDay)}: Ergebnis", MergerPostings.Result(source.Book));
        var after = LogState.Of(book);
        await Post(book, EntryKind.Closing, merger.LastDay, "UEBERGANG",
            $"Gesamtrechtsnachfolge: Übergang auf {merger.Target.Name}", MergerPostings.Release(source));
        var assets = await LastAsset(book);
        moments.Add(new JournalMoments(source.Book.Body, before, after, LogState.Of(book), assets, assets,
            string.Join(',', states.Select(state => state.Code()))));
    }

    async Task FillTarget()
    {
        var book = books[merger.Target.Id];
        var before = LogState.Of(book);
        var assetsBefore = await LastAsset(book);
        var keys = await TargetKeys.Read(work.Db, merger.Target.Id);
        foreach (var source in plan.Sources)
        {
            var items = await OpenItems.CreateAll(work, book,
                [.. source.Items.Where(move => !move.IsEliminated).Select(move => move.From.Item with
                {
                    Number = move.TargetNumber!,
                    Account = keys.Accounts[move.TargetAccount],
                    Party = keys.Parties[move.TargetParty!],
                })]);
            var assets = await Assets.CreateAll(work, book, [.. source.Assets.Select(move => move.Asset with
            {
                Number = move.TargetNumber,
                Account = keys.Accounts[move.To.Account],
                ExpenseAccount = keys.Accounts[move.TargetExpenseAccount],
                Product = keys.Product(move.To.Product),
                CostCentre = keys.CostCentre(move.To.CostCentre),
            })]);
            await Post(book, EntryKind.CarryOver, merger.EffectiveOn, $"UEBERNAHME-{source.Book.Body.Code}",
                $"Gesamtrechtsnachfolge: Übernahme von {source.Book.Body.Name}",
                MergerPostings.CarryOver(source, keys, items.ToDictionary(item => item.Number, item => item.Id),
                    assets.ToDictionary(asset => asset.Number, asset => asset.Id)));
        }
        await PostEliminations(book, keys);
        var done = LogState.Of(book);
        moments.Add(new JournalMoments(
            merger.Target, before, done, done, assetsBefore, await LastAsset(book), ""));
    }

    Task<long> LastAsset(Book book) => Assets.LastKey(work.Db, book.Body.Id);

    async Task PostEliminations(Book book, TargetKeys keys)
    {
        if (plan.Eliminations.Count == 0) return;
        var findings = new List<Finding>();
        await Journal.PostAll(work, book, plan.Eliminations.Select(elimination => Draft(
            EntryKind.Elimination, merger.EffectiveOn, "KONFUSION", TextOf(elimination),
            MergerPostings.Eliminate(elimination, keys))), findings);
        Invariant.Holds(findings.Count == 0);
    }

    static string TextOf(Elimination elimination)
    {
        var (debit, credit) = (elimination.Debit, elimination.Credit);
        return elimination.Reason == EliminationReason.MutualClaim
            ? $"Konfusion: Forderung {debit.Number} der {debit.Body.Code} gegen Verbindlichkeit {credit.Number} der "
                + credit.Body.Code
            : $"Beteiligung der {debit.Body.Code} (Konto {debit.Number}) gegen Eigenkapital der {credit.Body.Code} "
                + $"(Konto {credit.Number})";
    }

    async Task Post(Book book, EntryKind kind, DateOnly day, string document, string text, List<Posting> postings)
    {
        if (postings.Count == 0) return;
        await book.LoadNames();
        var parts = BalancedParts.Of(postings, mostPostings);
        for (var part = 0; part < parts.Count; part++)
        {
            var which = parts.Count == 1 ? "" : $" (Teil {part + 1} von {parts.Count})";
            (await Journal.Post(work, book, Draft(kind, day, document, text + which, parts[part]))).Expect();
        }
    }

    EntryDraft Draft(EntryKind kind, DateOnly day, string document, string text, List<Posting> postings) =>
        new(day, day, $"FUSION-{merger.Code}-{RunNo}-{document}", text, postings, kind)
        {
            PeriodOverride = kind == EntryKind.Closing ? FiscalYears.ClosingOfAccounts : CutOver.TargetPeriod(merger),
        };

    /// <summary>The books must now say what the plan said; this is read back from the maintained balances.</summary>
    async Task Compare()
    {
        var keys = await TargetKeys.Read(work.Db, merger.Target.Id);
        var expected = plan.TargetBefore();
        foreach (var (at, amount) in plan.Sources.SelectMany(source => source.Balances).Concat(plan.Eliminated()))
        {
            expected[at] = expected.GetValueOrDefault(at) + amount;
        }
        var found = await BookSnapshot.ReadBalances(work.Db, merger.Target.Id);
        var wanted = expected.Where(pair => !pair.Value.IsZero).ToDictionary(
            pair => new Assignment(keys.Accounts[pair.Key.Account], keys.Product(pair.Key.Product),
                keys.CostCentre(pair.Key.CostCentre)), pair => pair.Value);
        Invariant.Holds(found.Count == wanted.Count
            && found.All(pair => wanted.GetValueOrDefault(pair.Key) == pair.Value));
        foreach (var source in merger.Sources)
        {
            Invariant.Holds((await BookSnapshot.ReadBalances(work.Db, source.Id)).Count == 0);
        }
    }

    async Task Record(string certificate, List<BudgetMoments> budgets)
    {
        var (target, id) = (merger.Target.Id, merger.Id);
        var standing = moments.ConvertAll(at => (Moments: at, Recorded: at.Recorded(
            budgets.Single(budget => budget.Body == at.Body))));
        await work.Db.Run($"""
            insert into merger_run (body_id, merger_id, run_no, executed_at)
            values ({target}, {id}, {RunNo}, {work.Now})
            """);
        await work.Db.Run($"""
            insert into merger_certificate (body_id, merger_id, run_no, certificate)
            values ({target}, {id}, {RunNo}, {certificate})
            """);
        await work.Db.Bulk("merger_moment", """
            body_id, merger_id, run_no, book_body_id, size_before, size_after, size_done, assets_before, assets_after,
            period_states, budget_before, budget_after
            """, standing.Select(at => at.Recorded), (to, at) => to.Add(target).Add(id).Add(RunNo).Add(at.Body.Id)
            .Add(at.Before).Add(at.After).Add(at.Done).Add(at.AssetsBefore).Add(at.AssetsAfter).Add(at.PeriodStates)
            .Add(at.BudgetBefore).Add(at.BudgetAfter));
        await work.Db.Bulk("merger_move",
            "body_id, merger_id, run_no, kind, source_body_id, source, target, amount, depreciation",
            Moves(), (to, move) => to.Add(target).Add(id).Add(RunNo).Add(move.Kind.Code()).Add(move.Source.Id)
                .Add(move.Number).Add(move.Target).Add(move.Amount).Add(move.Depreciation));
        await work.Db.Bulk("merger_dunning", "body_id, merger_id, run_no, book_body_id, item, dunning_level",
            DunningLevels(), (to, item) => to.Add(target).Add(id).Add(RunNo).Add(item.Book).Add(item.Number)
                .Add(item.Level));
        await BudgetTransfer.Record(work, plan, RunNo);
        await InventoryTransfer.Record(work, plan, RunNo);
        await BudgetMoments.Record(work, merger, RunNo, budgets, plan.Budget.Covers);
        await Mappings.Write(work, merger, [.. plan.Resolved.Lines
            .Where(line => line.Kind is not (MappingKind.Item or MappingKind.Asset))]);
        await work.Db.Run($"""
            update merger_case set run_no = {RunNo}, state = {MergerState.Executed.Code()}
            where body_id = {target} and merger_id = {id}
            """);
        await MergerEvents.Add(work, merger, MergerEventKind.Executed, new
        {
            run = RunNo,
            moments = standing.Select(at => MergerEvents.Standing(at.Recorded, at.Moments.Done.Root)),
            dunning = await RunRecords.DunningDigest(work.Db, merger with { RunNo = RunNo }),
        });
    }

    IEnumerable<(Id<Body> Book, string Number, int Level)> DunningLevels()
    {
        var moves = plan.Sources.SelectMany(source => source.Items).ToList();
        return moves.Select(move => (move.Source.Id, move.From.Item.Number, move.From.Item.DunningLevel))
            .Concat(moves.Where(move => !move.IsEliminated)
                .Select(move => (merger.Target.Id, move.TargetNumber!, move.From.Item.DunningLevel)))
            .Concat(plan.Target.Items.Select(item => (merger.Target.Id, item.Item.Number, item.Item.DunningLevel)))
            .Where(item => item.DunningLevel > 0);
    }

    IEnumerable<(MappingKind Kind, Body Source, string Number, string? Target, Money Amount,
        Money Depreciation)> Moves() =>
        plan.Sources.SelectMany(source => source.Items).Concat(plan.EliminatedOfTarget)
            .Select(move =>
                (MappingKind.Item, move.Source, move.From.Item.Number, move.TargetNumber, move.From.Item.Open,
                Money.Zero))
            .Concat(plan.Sources.SelectMany(source => source.Assets).Select(move => (
                MappingKind.Asset, move.Source, move.Asset.Number, (string?)move.TargetNumber, move.Asset.Cost,
                move.Asset.Depreciation)));
}
