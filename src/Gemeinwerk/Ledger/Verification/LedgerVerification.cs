using System.Diagnostics.Metrics;
using Gemeinwerk.Basics;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Verification;

/// <summary>Re-derives everything of a body's books from its journal, and says where they differ.</summary>
public static class LedgerVerification
{
    static readonly Counter<long> passes = Telemetry.Meter.CreateCounter<long>(
        "gemeinwerk.verify.passes", "{pass}", "Passes of verify, by pass and verdict.");

    /// <summary>
    /// Reads the journal on two threads, then compares. The books may be written to meanwhile: all is as of one moment.
    /// </summary>
    /// <param name="key">To check the signatures of kept checkpoints; without it their pass is incomplete.</param>
    /// <param name="others">Passes of further modules.</param>
    /// <param name="progress">Gets the part of the journal that is read, 0 to 100.</param>
    /// <returns>One report per pass. What cannot be read makes its pass incomplete, it does not throw.</returns>
    public static Task<IReadOnlyList<PassReport>> Run(
        Database database, Body body, VerifierKey? key = null, IReadOnlyList<VerificationPass>? others = null,
        IProgress<int>? progress = null) =>
        database.Read(async Task<IReadOnlyList<PassReport>> (db) =>
        {
            var reports = new List<PassReport>();
            var journal = new PassReport("ledger.book", "Länge des Journals");
            reports.Add(journal);
            await Guarded(journal, () => Ledger(database, db, body, key, journal, reports, progress));
            foreach (var other in others ?? [])
            {
                var report = new PassReport(other.Name, other.Title);
                reports.Add(report);
                await Guarded(report, () => other.Run(db, body, report));
            }
            return reports;
        });

    static async Task Ledger(
        Database database, Session db, Body body, VerifierKey? key, PassReport journal, List<PassReport> reports,
        IProgress<int>? progress)
    {
        var book = (await db.All($"""
            select entry_count, log_frontier, sealed_on from ledger_book where body_id = {body.Id}
            """, row => (Count: row.Number(), Frontier: row.Bytes(), SealedOn: row.NumberOrNull()))).ToArray();
        if (book is not [var (count, frontier, sealedOn)])
        {
            journal.Fail("ledger_book", $"body_id", body.Id.Value, null);
            return;
        }
        DateOnly lastDay = default;
        if (sealedOn is { } day
            && !Day.TryParse($"{day / 10_000:0000}-{day / 100 % 100:00}-{day % 100:00}", out lastDay))
        {
            journal.Fail("ledger_book", $"sealed_on", "ein Tag", day);
        }
        if (!await CheckLength(db, body, count, journal)) return;

        var parts = await Scan(database, db, body, count, progress);
        var whole = parts[0];
        foreach (var part in parts.Skip(1)) Join(whole, part);
        reports.AddRange(whole.Reports.All);
        var periods = whole.Periods.Union(parts[^1].Periods).ToHashSet();
        await Add("ledger.log", "Merkle-Log", report => TreePasses.Log(
            db, body, frontier, parts.SelectMany(part => part.Blocks), parts[^1].Rest, report));
        await Add("ledger.checkpoints", "aufbewahrte Checkpoints", report => TreePasses.Kept(db, body, key, report));
        await Add("ledger.balances", "Salden", report => DerivedPasses.Balances(
            db, body, whole.Turnover.Balances, report));
        await Add("ledger.days", "Tagesumsätze", report => DerivedPasses.Days(db, body, whole.Turnover.Days, report));
        await Add("ledger.items", "offene Posten", report => DerivedPasses.Items(db, body, whole.Items, report));
        await Add("ledger.assets", "Anlagen", report => DerivedPasses.Assets(db, body, whole.Assets, report));
        await Add(MasterDataPass.Name, MasterDataPass.Title, report => MasterDataPass.Run(db, body, report));
        await Add("ledger.reversals", "Stornos", report => DerivedPasses.Reversals(db, body, report));
        await Add("ledger.periods", "Perioden", report => DerivedPasses.Periods(db, body, periods, report));
        int? lastYear = lastDay == default ? null : lastDay.AddDays(-1).Year;
        await Add("ledger.closings", "Jahresabschlüsse und Eröffnungen", report => ClosingPass.Run(
            db, body, lastYear, report));
        await Add("ledger.vouchers", "Belegdateien", report => VoucherPass.Run(db, body, report));

        Task Add(string name, string title, Func<PassReport, Task> run)
        {
            var report = new PassReport(name, title);
            reports.Add(report);
            return Guarded(report, () => run(report));
        }
    }

    /// <summary>
    /// Nothing may stand outside of what the book counts; a count beyond all rows is not worth a scan.
    /// </summary>
    static async Task<bool> CheckLength(Session db, Body body, long count, PassReport report)
    {
        var last = await db.One($"select coalesce(max(entry_no), 0) from ledger_entry where body_id = {body.Id}",
            row => row.Number());
        if (last != count) report.Fail("ledger_book", $"entry_count", last, count);
        var outside = await db.All($"""
            select entry_no, line_no from ledger_posting
            where body_id = {body.Id} and (entry_no < 1 or entry_no > {count})
            order by entry_no, line_no limit 100
            """, row => (No: row.Number(), Line: row.Number()));
        foreach (var (no, line) in outside) report.Fail("ledger_posting", $"({no}, {line})", "eine Buchung", null);
        return count >= 0 && count - last < 1_000_000;
    }

    static async Task<JournalPart[]> Scan(
        Database database, Session db, Body body, long count, IProgress<int>? progress)
    {
        var names = await Names.Load(db, body.Id);
        // A part begins where a block of leaves begins, so that each folds its blocks alone.
        var middle = count / 2 / JournalPart.LeavesPerBlock * JournalPart.LeavesPerBlock;
        JournalPart[] parts = [new(body, names, 1, middle), new(body, names, middle + 1, count)];
        var read = new long[parts.Length];
        await Task.WhenAll(parts.Select((part, i) => Task.Run(() => database.Read(async session =>
        {
            var start = i == 0 ? 0 : middle;
            await part.Scan(session, no =>
            {
                Volatile.Write(ref read[i], no - start);
                progress?.Report((int)(100 * (Volatile.Read(ref read[0]) + Volatile.Read(ref read[1])) / count));
            });
            return part;
        }))));
        return parts;
    }

    static void Join(JournalPart whole, JournalPart part)
    {
        foreach (var (report, other) in whole.Reports.All.Zip(part.Reports.All)) report.Take(other);
        whole.Turnover.Take(part.Turnover);
        foreach (var (item, amount) in part.Items)
        {
            whole.Items[item] = whole.Items.GetValueOrDefault(item) + amount;
        }
        foreach (var (asset, change) in part.Assets)
        {
            var (cost, depreciation) = whole.Assets.GetValueOrDefault(asset);
            whole.Assets[asset] = (cost + change.Cost, depreciation + change.Depreciation);
        }
    }

    // The one place that goes on after an exception: what cannot be read is an answer here, not a failure of verify.
    internal static async Task Guarded(PassReport report, Func<Task> run)
    {
        using var span = Telemetry.Source.StartActivity($"verify {report.Name}");
        try
        {
            await run();
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or ArgumentOutOfRangeException
            or OverflowException)
        {
            // A value that no act of ours can have written.
            report.Fail(report.Name, $"nicht lesbar", "lesbare Werte", error.Message);
        }
        catch (Exception error)
        {
            report.Lacks($"nicht lesbar: {error.Message}");
        }
        span?.SetTag("gemeinwerk.verdict", report.Verdict.Code());
        passes.Add(1, KeyValuePair.Create<string, object?>("gemeinwerk.pass", report.Name),
            KeyValuePair.Create<string, object?>("gemeinwerk.verdict", report.Verdict.Code()));
    }
}

/// <summary>A pass that another module adds: it re-derives its own tables from the journal.</summary>
public sealed record VerificationPass(string Name, string Title, Func<Session, Body, PassReport, Task> Run);
