using System.Diagnostics;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Npgsql;

namespace Gemeinwerk.Bench;

/// <summary>
/// What a child process can measure. Each takes the address of a database and a number; setting up is not measured.
/// </summary>
static class Measurements
{
    const string Code = "bench";

    internal static Task<Measured> Run(string name, string address, long count) => name switch
    {
        "post" => Post(address, sample => sample.Entries(count)),
        "post-with-ids" => Post(address, sample => sample.EntriesWithIds(count)),
        "raw-sqlite" => RawSqlitePost(address, count),
        "raw-postgres" => RawPostgresPost(address, count),
        "trial-balance" => TrialBalance(address, (int)count),
        "entries" => Entries(address, (int)count),
        "raw-entries" => RawEntries(address, (int)count),
        "post-and-balance" => PostAndBalance(address, count),
        "plain-text" => PlainText(address, count),
        "import" => Import(address, count),
        "verify" => Verify(address, count),
        "merger-books" => MergerBooks.Prepare(address, count),
        "merge" => MergerBooks.Merge(address),
        "copy-postings" => Task.FromResult(MergerBooks.Copy(address)),
        "inventory-import" => Centre.Import(address, count),
        "inventory-read" => Task.FromResult(Centre.PlainRead(address, count)),
        "inventory-conflicts" => Centre.Conflicts(address, count),
        "inventory-merger" => Centre.PrepareMerger(address, count),
        "inventory-merge" => Centre.Merge(address),
        "impact" => Task.FromResult(CentrePlans.Impact((int)count)),
        "placement" => Task.FromResult(CentrePlans.Placement((int)count)),
        "network-overlaps" => Task.FromResult(Centre.Overlaps(count)),
        _ => throw new ArgumentException($"Unknown measurement: {name}"),
    };

    static async Task<Measured> Post(string address, Func<Sample, IEnumerable<EntryDraft>> entries)
    {
        await using var database = await Database.Open(address);
        var sample = await Sample.Create(database, Code);
        return await Measured.Of(() => sample.Post(database, entries(sample)));
    }

    static async Task<Measured> RawSqlitePost(string file, long postings)
    {
        var sample = await Prepared(file);
        using var raw = new RawSqlite(file);
        return Measured.Of(() => raw.Post(sample.Body, sample.Entries(postings)));
    }

    static async Task<Measured> RawPostgresPost(string address, long postings)
    {
        var sample = await Prepared(address);
        await using var connection = new NpgsqlConnection(PostgresAddress.ConnectionString(address));
        await connection.OpenAsync();
        await RawPostgres.DropTriggers(connection);
        return await Measured.Of(() => RawPostgres.Post(connection, sample.Body, sample.Entries(postings)));
    }

    /// <summary>The median over days of the year that follow no pattern, the first of each ten not counted.</summary>
    static async Task<Measured> TrialBalance(string address, int days)
    {
        await using var database = await Database.Open(address);
        var sample = await Sample.Load(database, Code);
        var first = new DateOnly(Sample.Year, 1, 1);
        return await Median(days, async i =>
        {
            var day = first.AddDays(i * 37 % 365);
            var lines = await database.Read(db => Balances.TrialBalance(db, sample.Body.Id, day));
            Invariant.Holds(lines.Sum(line => line.Balance.Cents) == 0);
        });
    }

    static async Task<Measured> Entries(string address, int count)
    {
        await using var database = await Database.Open(address);
        var sample = await Sample.Load(database, Code);
        using var drafts = sample.Entries(count * 4L, seed: 2).GetEnumerator();
        return await Median(count, async _ =>
        {
            drafts.MoveNext();
            (await database.Act(Code, async work =>
                await Journal.Post(work, await Book.Open(work, sample.Body), drafts.Current))).Expect();
        });
    }

    static async Task<Measured> RawEntries(string file, int count)
    {
        await using var database = await Database.Open(file);
        var sample = await Sample.Load(database, Code);
        using var raw = new RawSqlite(file);
        using var rows = new RawEntry(raw, sample.Body);
        using var drafts = sample.Entries(count * 4L, seed: 2).GetEnumerator();
        return await Median(count, _ =>
        {
            drafts.MoveNext();
            rows.Commit(drafts.Current);
            return Task.CompletedTask;
        });
    }

    /// <summary>
    /// What hledger and ledger do beside it: take the whole journal in, show the balance of every account.
    /// </summary>
    static async Task<Measured> PostAndBalance(string file, long postings)
    {
        await using var database = await Database.Open(file);
        var sample = await Sample.Create(database, Code);
        return await Measured.Of(async () =>
        {
            await sample.Post(database, sample.Entries(postings));
            await database.Read(db => Balances.TrialBalance(db, sample.Body.Id, new DateOnly(Sample.Year, 12, 31)));
        });
    }

    static async Task<Measured> PlainText(string file, long postings)
    {
        var scratch = file + ".db";
        var sample = await Prepared(scratch);
        return Measured.Of(() => PlainTextJournal.Write(file, sample.Entries(postings)));
    }

    static async Task<Measured> Import(string address, long postings)
    {
        await using var database = await Database.Open(address);
        var file = address + ".csv";
        var sample = await Sample.Create(database, Code);
        JournalFile.Write(file, sample, postings);
        return await Measured.Of(async () =>
        {
            var report = await JournalImport.Run(
                database, "bench", Code, ImportSource.File(file), new JournalImportOptions());
            Invariant.Holds(!report.IsRefused && report.Postings >= postings);
        });
    }

    static async Task<Measured> Verify(string address, long postings)
    {
        await using var database = await Database.Open(address);
        var body = (await database.Read(db => Bodies.Find(db, Code))).Expect();
        Invariant.Holds((await database.Read(db => Book.State(db, body.Id))).EntryCount * 4 >= postings);
        return await Measured.Of(async () =>
        {
            var reports = await LedgerVerification.Run(database, body);
            Invariant.Holds(reports.All(report => report.Verdict == Verdict.Pass));
        });
    }

    static async Task<Sample> Prepared(string address)
    {
        await using var database = await Database.Open(address);
        return await Sample.Create(database, Code);
    }

    static async Task<Measured> Median(int count, Func<int, Task> act)
    {
        var seconds = new List<double>(count);
        var whole = await Measured.Of(async () =>
        {
            for (var i = 0; i < count; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await act(i);
                if (i >= count / 10) seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        });
        return whole with { Seconds = Numbers.Median(seconds), CpuSeconds = whole.CpuSeconds / count };
    }
}
