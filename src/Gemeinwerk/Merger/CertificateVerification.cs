using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>
/// Whether the stored certificates are signed and say what journals, items, assets and the merger's own tables still
/// say, section by section. Comments are left to the signature. The separate program checks the same from exports.
/// </summary>
sealed class CertificateVerification
{
    internal static VerificationPass Pass { get; } =
        new VerificationPass("merger.certificates", "Fusionen: Zertifikate wie in den Büchern", Run);

    readonly Session db;
    readonly MergerCase merger;
    readonly PassReport report;
    readonly Dictionary<string, List<string>> sections = [];

    CertificateVerification(Session db, MergerCase merger, PassReport report) =>
        (this.db, this.merger, this.report) = (db, merger, report);

    static async Task Run(Session db, Body body, PassReport report)
    {
        var key = SigningKey.KnownVerifier(body);
        foreach (var (merger, run) in await RunRecords.Runs(db, body))
        {
            // Mapping and shareholdings are those of the last run, and only until it is undone.
            await new CertificateVerification(db, run, report).Check(
                key, isInForce: run.RunNo == merger.RunNo && merger.State == MergerState.Executed);
        }
    }

    /// <summary>The certificate of the run in force alone.</summary>
    internal static Task CheckInForce(Session db, MergerCase merger, PassReport report) =>
        new CertificateVerification(db, merger, report).Check(
            SigningKey.KnownVerifier(merger.Target), isInForce: true);

    async Task Check(VerifierKey? key, bool isInForce)
    {
        if (!SignedNote.Parse(await Certificates.Stored(db, merger)).Ok(out var note, out var why))
        {
            Fail("certificate", "eine unterschriebene Notiz", why.Message);
            return;
        }
        if (key is null) report.Lacks($"der Schlüssel zur Unterschrift des Zertifikats {merger.Code} {merger.RunNo}");
        else if (!note.IsSignedBy(key)) Fail("certificate", $"Unterschrift von {key.Name}", "ungültig");
        Read(note.Text);
        var moments = await RunRecords.Moments(db, merger);
        var version = moments[0].CertificateVersion;
        Compare("certificate", CertificateText.Head(merger, isDryRun: false, version).Select(CertificateText.Join));
        Compare("checkpoints", await Checkpoints(moments));
        var budget = await BudgetTransfer.Recorded(db, merger);
        var items = await CertifiedRows.Items(db, merger);
        var assets = await CertifiedRows.Assets(db, merger);
        Compare("items", items);
        Compare("assets", assets);
        var inventory = await CheckInventory(isInForce);
        await CheckMapping(isInForce, version > 2 ? budget : null);
        await CheckBalances(moments, items.Count, assets.Count,
            version > 2 ? (budget.Commitments.Count, Lines("cover-groups").Count) : null, inventory);
        await CheckEliminations(isInForce);
        if (version > 2) await CheckBudget(moments, budget);
        else CheckBudgetOfVersion2(budget);
    }

    void Read(string text)
    {
        var section = "";
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line is ['[', .., ']']) section = line[1..^1];
            else if (!line.StartsWith('#')) Lines(section).Add(line);
        }
    }

    async Task<List<string>> Checkpoints(List<RecordedMoments> moments)
    {
        var lines = new List<string>();
        foreach (var at in moments)
        {
            foreach (var (moment, size) in new[] { ("before", at.Before), ("after", at.After), ("sealed", at.Done) })
            {
                if (moment == "sealed" && at.Body == merger.Target) continue;
                var root = (await MerkleLog.Root(db, at.Body.Id, size)).Ok(out var hash, out _) ? hash : [];
                lines.Add(CertificateText.Join([at.Body.Code, moment, CertificateText.Number(size),
                    Convert.ToBase64String(root)]));
            }
        }
        return lines;
    }

    async Task CheckMapping(bool isInForce, RecordedBudget? budget)
    {
        var moved = await RunRecords.Moves(db, merger);
        var expected = moved.Where(move => move.Target is not null).Select(move => CertificateText.Join(
            [move.Kind.Code(), move.Source.Code, move.Number, move.Target])).ToList();
        if (budget is not null)
        {
            expected.AddRange(merger.Sources.SelectMany(source =>
                CertificateText.Positions(source, budget.Keys(source))).Select(CertificateText.Join));
        }
        var isHolding = Lines("mapping").ToLookup(line => line.Split('|')[0] is "item" or "asset" or "position");
        Compare("mapping", expected, isHolding[true]);
        if (!isInForce) return;
        var stored = (await Mappings.All(db, merger)).Select(line => CertificateText.Join(
            [line.Kind.Code(), line.SourceBody, line.Source, line.Target])).ToHashSet();
        foreach (var line in isHolding[false].Where(line => !stored.Contains(line)))
        {
            Fail("mapping", "eine Zeile der Zuordnung", line);
        }
    }

    async Task CheckBalances(
        List<RecordedMoments> moments, int items, int assets, (int Commitments, int CoverGroups)? moved,
        RecordedInventory? inventory)
    {
        var mapping = Lines("mapping").Select(CertificateText.Split).Where(fields => fields.Length == 4)
            .ToDictionary(fields => (fields[0]!, fields[1]!, fields[2]!), fields => fields[3]!);
        var balances = await CertifiedRows.Balances(db, merger, moments, mapping);
        Compare("balances", balances.Select(CertificateText.Fields).Select(CertificateText.Join));
        var eliminated = (await RunRecords.Moves(db, merger)).Count(move => move.Target is null);
        Compare("counts", CertificateText.Counts(balances, items, eliminated, assets,
            Lines("budget").Count, moved).Concat(CertifiedInventory.Counts(inventory?.Moves))
            .Concat(CertifiedUses.Counts(inventory?.Uses)).Select(CertificateText.Join));
        var accounts = await Accounts.All(db, merger.Target.Id);
        Compare("lines", CertificateText.Lines(merger.Target.Framework, accounts, balances)
            .Select(CertificateText.Join));
        Compare("statement", CertifiedStatement.Of(merger.Target.Framework, accounts, merger.Sources.Count, balances)
            .Select(CertificateText.Fields).Select(CertificateText.Join));
    }

    async Task CheckBudget(List<RecordedMoments> moments, RecordedBudget budget)
    {
        var standing = await BudgetMoments.Recorded(db, merger, moments);
        Compare("budgets", standing.SelectMany(CertificateText.Fields).Select(CertificateText.Join));
        Compare("commitments", budget.Commitments.Select(CertificateText.Fields).Select(CertificateText.Join));
        Compare("cover-groups", CertificateText.CoverGroups(budget.Covers).Select(CertificateText.Join));
        var before = standing.Single(at => at.Body == merger.Target).Before.Standing;
        var amounts = await BudgetAmounts.From(
            db, merger.Target.Id, merger.EffectiveOn.Year, before.Changes);
        Compare("budget", CertifiedBudget.Of(merger, budget, CertifiedBudget.Sums(amounts, before.Commitments))
            .Select(CertificateText.Fields).Select(CertificateText.Join));
    }

    /// <summary>What was written down of inventories is what was signed; and as long as the merger is in force, a
    /// source has what it had.</summary>
    async Task<RecordedInventory?> CheckInventory(bool isInForce)
    {
        var recorded = await RecordedInventory.Read(db, merger);
        if (recorded is null)
        {
            Compare("inventories", []);
            Compare("inventory", []);
            await CheckUses(null, isInForce);
            return null;
        }
        var lines = CertifiedInventory.Moments(merger, body => [.. recorded.Before(body)],
            recorded.After(merger.Target, merger.Target)).Select(CertificateText.Join).ToList();
        Compare("inventories", lines);
        Compare("inventory", CertifiedInventory.Moves(recorded.Moves).Select(CertificateText.Join));
        foreach (var source in isInForce ? merger.Sources : [])
        {
            var now = (await Inventory.All(db, source.Id)).ToDictionary(item => item.Id);
            foreach (var was in recorded.Before(source).Where(was =>
                !now.Remove(was.Id, out var item) || !InventoryTransfer.IsSame(was, item)))
            {
                Fail("inventory", $"{was} der {source.Code}", "fehlt oder ist anders");
            }
            foreach (var item in now.Values) Fail("inventory", null, $"{item} der {source.Code}");
        }
        await CheckUses(recorded.Uses, isInForce);
        return recorded;
    }

    /// <summary>Likewise of who uses what.</summary>
    async Task CheckUses(RecordedUses? recorded, bool isInForce)
    {
        Compare("use-moments", recorded is null ? []
            : CertifiedUses.Moments(merger, recorded).Select(CertificateText.Join));
        Compare("uses", recorded is null ? [] : CertifiedUses.Moves(recorded).Select(CertificateText.Join));
        Compare("new-uses", recorded is null ? [] : CertifiedUses.Added(recorded).Select(CertificateText.Join));
        foreach (var source in isInForce && recorded is not null ? merger.Sources : [])
        {
            Compare("uses", recorded!.Before(source).Select(use => $"{source.Code} {use}"),
                (await Uses.All(db, source.Id)).Select(use => $"{source.Code} {use}"));
        }
    }

    /// <summary>What came from the sources; what the target had before was not kept by moment.</summary>
    void CheckBudgetOfVersion2(RecordedBudget budget)
    {
        var expected = CertifiedBudget.Of(merger, budget, [], version: 2)
            .Select(CertificateText.Moved).Select(CertificateText.Join);
        var stated = Lines("budget").Select(line => CertificateText.Split(line)[..^2])
            .Where(fields => fields[4..].Any(amount => amount != "0")).Select(CertificateText.Join);
        Compare("budget", expected, stated);
    }

    /// <summary>
    /// Mutual claims take exactly the items that were not moved; shares are those that were declared.
    /// </summary>
    async Task CheckEliminations(bool isInForce)
    {
        var left = (await RunRecords.Moves(db, merger)).Where(move => move.Target is null)
            .ToDictionary(move => (move.Source.Code, move.Number), move => move.Amount.Cents);
        var shares = new List<string>();
        foreach (var line in Lines("eliminations"))
        {
            if (CertificateText.Split(line) is not
                [var reason, { } debit, { } claim, { } credit, { } debt, { } amount]
                || !long.TryParse(amount, out var cents))
            {
                Fail("eliminations", "sechs Felder", line);
                continue;
            }
            if (reason != EliminationReason.MutualClaim.Code())
            {
                shares.Add(line);
                continue;
            }
            left[(debit, claim)] = left.GetValueOrDefault((debit, claim)) - cents;
            left[(credit, debt)] = left.GetValueOrDefault((credit, debt)) + cents;
        }
        foreach (var ((body, number), cents) in left.Where(pair => pair.Value != 0))
        {
            Fail("eliminations", $"{body} {number} ganz verrechnet", $"Rest {cents}");
        }
        if (!isInForce) return;
        Compare("eliminations", (await Shareholdings.All(db, merger)).Select(share => CertificateText.Join(
            [EliminationReason.MutualShareholding.Code(), share.Holder, share.Account, share.Issuer,
                share.EquityAccount, CertificateText.Number(share.Amount.Cents)])), shares);
    }

    List<string> Lines(string section) =>
        sections.TryGetValue(section, out var lines) ? lines : sections[section] = [];

    void Compare(string section, IEnumerable<string> expected) => Compare(section, expected, Lines(section));

    void Compare(string section, IEnumerable<string> expected, IEnumerable<string> stated)
    {
        var rest = expected.ToHashSet(StringComparer.Ordinal);
        var surplus = stated.Where(line => !rest.Remove(line)).ToList();
        foreach (var line in rest) Fail(section, line, null);
        foreach (var line in surplus) Fail(section, null, line);
    }

    void Fail(string section, string? expected, string? found) =>
        report.Fail("merger_run", $"{merger.Code} {merger.RunNo} [{section}]", expected, found);
}
