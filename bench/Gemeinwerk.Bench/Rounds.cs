using Gemeinwerk.Bench.Load;
using Npgsql;

namespace Gemeinwerk.Bench;

/// <summary>Runs the measurements in turn, so that whatever slows the machine down slows both sides.</summary>
/// <param name="postgres">The address of a server, or null: then its rows stay unmeasured.</param>
sealed class Rounds(string folder, string? postgres, double scale, int count, Func<string, bool> isWanted)
{
    const int EntriesCommitted = 20_000, DaysRead = 100, Users = 200, LoadMinutes = 10;

    static readonly long[] peerSizes = [10_000, 100_000, 1_000_000];

    internal Comparison Sqlite { get; } =
        new("bulk posting, SQLite", "Journal.PostAll", "Microsoft.Data.Sqlite, prepared single-row inserts", 1.0);
    internal Comparison Postgres { get; } =
        new("bulk posting, PostgreSQL", "Journal.PostAll", "Npgsql typed binary COPY", 1.3);
    internal Comparison Import { get; } =
        new("CSV import, SQLite", "JournalImport.Run", "Journal.PostAll of the same entries and ids", 1.25);
    internal Comparison Verify { get; } =
        new("verify, SQLite", "LedgerVerification.Run", "Journal.PostAll of the same book", 0.5);
    internal Comparison Merger { get; } =
        new("merger of two books with certificate, SQLite", "Execution.Run", "INSERT … SELECT of their postings", 0.5);
    internal Comparison Entry { get; } =
        new("one durable entry, SQLite, p50", "Journal.Post", "one commit of its rows", 1.5);
    internal Comparison TrialBalance { get; } =
        new("trial balance, any day, p50", At(20_000_000 * scale), At(2_000_000 * scale), 1.5);

    internal Comparison InventoryImport { get; } =
        new("inventory of 100,000 objects, SQLite", "InventoryImport.Run", "the same pages read and parsed", 30);
    internal Duration Inventory { get; } = new("inventory of 100,000 objects, SQLite", "InventoryImport.Run", 10);
    internal Growth InventoryMemory { get; } =
        new("memory for 800,000 objects of an inventory by that for 200,000, SQLite", "InventoryImport.Run", 1.1);
    internal Duration Conflicts { get; } =
        new("conflicts of two inventories of 50,000 objects", "InventorySnapshot.Load, ConflictCheck.Run", 2);
    internal Duration Overlaps { get; } = new("overlaps of 10,000 and 10,000 networks", "NetworkOverlaps.Find", 0.1);

    internal Duration InventoryMerger { get; } =
        new("merger of two inventories of 50,000 objects, with certificate", "Execution.Run", 30);

    internal Duration Impact { get; } =
        new("impact of each of 20,000 items with 80,000 edges", "ImpactCounts.Of", 0.5);
    internal Duration Placement { get; } =
        new("placement of 1,500 virtual machines on 120 hosts, p50", "GreedyPlacement.Run", 0.05);

    internal IEnumerable<Duration> Durations => [Inventory, Conflicts, InventoryMerger, Overlaps, Impact, Placement];

    internal List<Reading> Readings { get; } = [];

    internal LoadRun? Load { get; private set; }

    internal IEnumerable<Comparison> Comparisons =>
        [Sqlite, Postgres, Import, Verify, TrialBalance, Merger, Entry, InventoryImport];

    long Postings => (long)(5_000_000 * scale);

    internal async Task Run()
    {
        for (var round = 1; round <= count; round++)
        {
            if (isWanted("sqlite")) await SqlitePosting(round);
            if (isWanted("postgres") && postgres is not null) await PostgresPosting(round);
            if (isWanted("import")) await CsvImport(round);
            if (isWanted("verify")) await Verification();
            if (isWanted("entry")) await DurableEntry(round);
            if (isWanted("centre")) await Inventories(round);
        }
        if (isWanted("merger")) await Mergers();
        if (isWanted("trial") || isWanted("web")) await LargeBook();
        if (isWanted("peers")) await Peers();
    }

    async Task SqlitePosting(int round)
    {
        var (ours, baseline) = await Both(round,
            () => OnFile(file => Measured.InChild("post", file, $"{Postings}")),
            () => OnFile(file => Measured.InChild("raw-sqlite", file, $"{Postings}")));
        Take(Sqlite, ours, baseline);
    }

    async Task PostgresPosting(int round)
    {
        // A new server makes the files of its write-ahead log first, at the cost of whoever comes first.
        if (round == 1) await OnServer(address => Measured.InChild("raw-postgres", address, $"{Postings}"));
        var (ours, baseline) = await Both(round,
            () => OnServer(address => Measured.InChild("post", address, $"{Postings}")),
            () => OnServer(address => Measured.InChild("raw-postgres", address, $"{Postings}")));
        Take(Postgres, ours, baseline);
    }

    async Task CsvImport(int round)
    {
        var (ours, baseline) = await Both(round,
            () => OnFile(file => Measured.InChild("import", file, $"{Postings}")),
            () => OnFile(file => Measured.InChild("post-with-ids", file, $"{Postings}")));
        Take(Import, ours, baseline);
    }

    /// <summary>Always in this order: what is verified has to be posted.</summary>
    async Task Verification() => Take(Verify, await OnFile(async file =>
    {
        var posted = await Measured.InChild("post", file, $"{Postings}");
        return (await Measured.InChild("verify", file, $"{Postings}"), posted);
    }));

    async Task Inventories(int round)
    {
        var objects = $"{(long)(100_000 * scale)}";
        var (ours, baseline) = await Both(round,
            () => OnFile(file => Measured.InChild("inventory-import", file, objects)),
            () => OnFile(file => Measured.InChild("inventory-read", file, objects)));
        Take(InventoryImport, ours, baseline);
        Inventory.Add(ours);
        if (round == 1) InventoryMemory.Set(await Import(200_000), await Import(800_000));
        Conflicts.Add(await OnFile(file =>
            Measured.InChild("inventory-conflicts", file, $"{(long)(50_000 * scale)}")));
        InventoryMerger.Add(await OnFile(async file =>
        {
            await Measured.InChild("inventory-merger", file, $"{(long)(50_000 * scale)}");
            return await Measured.InChild("inventory-merge", file, "0");
        }));
        Impact.Add(await Measured.InChild("impact", "-", $"{(long)(20_000 * scale)}"));
        Placement.Add(await Measured.InChild("placement", "-", $"{(long)(1_500 * scale)}"));
        Overlaps.Add(await OnFile(file => Measured.InChild("network-overlaps", file, $"{(long)(10_000 * scale)}")));

        Task<Measured> Import(long many) =>
            OnFile(file => Measured.InChild("inventory-import", file, $"{(long)(many * scale)}"));
    }

    async Task Mergers() => await OnFile(async books =>
    {
        await Measured.InChild("merger-books", books, $"{Postings}");
        for (var round = 1; round <= count; round++)
        {
            var (ours, baseline) = await Both(round, () => OnCopy("merge"), () => OnCopy("copy-postings"));
            Take(Merger, ours, baseline);
        }
        return Merger;

        Task<Measured> OnCopy(string name) => OnFile(file =>
        {
            foreach (var part in Directory.GetFiles(folder, $"{Path.GetFileName(books)}*"))
            {
                File.Copy(part, part.Replace(books, file, StringComparison.Ordinal));
            }
            return Measured.InChild(name, file, "0");
        });
    });

    async Task DurableEntry(int round)
    {
        var (ours, baseline) = await Both(round, () => OnFilled("entries"), () => OnFilled("raw-entries"));
        Take(Entry, ours, baseline);

        Task<Measured> OnFilled(string name) => OnFile(async file =>
        {
            await Measured.InChild("post", file, "20000");
            return await Measured.InChild(name, file, $"{EntriesCommitted}");
        });
    }

    /// <summary>Trial balances come first: the load posts into the book.</summary>
    async Task LargeBook() => await OnFile(async large =>
    {
        await Measured.InChild("post", large, $"{Postings * 4}");
        if (isWanted("trial")) await TrialBalances(large);
        if (isWanted("web")) await WebLoad(large);
        return large;
    });

    async Task TrialBalances(string large) => await OnFile(async small =>
    {
        await Measured.InChild("post", small, $"{Postings * 2 / 5}");
        for (var round = 1; round <= count; round++)
        {
            var (ours, baseline) = await Both(round,
                () => Measured.InChild("trial-balance", large, $"{DaysRead}"),
                () => Measured.InChild("trial-balance", small, $"{DaysRead}"));
            Take(TrialBalance, ours, baseline);
        }
        return TrialBalance;
    });

    /// <summary>Two hundred people for ten minutes, or for as much less as the scale says.</summary>
    async Task WebLoad(string large) => Load = await LoadRun.Of(
        large, Path.Combine(folder, "keys"), Postings * 4, Users,
        TimeSpan.FromMinutes(Math.Max(0.5, LoadMinutes * scale)));

    async Task Peers()
    {
        foreach (var entries in peerSizes.Select(size => (long)(size * scale)))
        {
            var journal = Path.Combine(folder, "journal.txt");
            var postings = entries * 228 / 100;
            await Measured.InChild("plain-text", journal, $"{postings}");
            await Read("Gemeinwerk", () => OnFile(file => Measured.InChild("post-and-balance", file, $"{postings}")));
            await Read("hledger", () => Measured.OfProgram("hledger", "-f", journal, "balance", "--flat"));
            await Read("ledger", () =>
                Measured.OfProgram("ledger", "--init-file", "/dev/null", "-f", journal, "balance", "--flat"));
            foreach (var file in Directory.GetFiles(folder, "journal.txt*")) File.Delete(file);

            async Task Read(string program, Func<Task<Measured>> measure)
            {
                try
                {
                    Readings.Add(new Reading(program, entries, await measure()));
                    Console.Error.WriteLine($"{program} {entries}: {Readings[^1].Measured}");
                }
                catch (System.ComponentModel.Win32Exception)
                {
                    Console.Error.WriteLine($"{program} is not installed.");
                }
            }
        }
    }

    static string At(double postings) => $"at {Numbers.Count((long)postings)} postings";

    static async Task<(Measured Ours, Measured Baseline)> Both(
        int round, Func<Task<Measured>> ours, Func<Task<Measured>> baseline)
    {
        if (round % 2 == 1)
        {
            var first = await baseline();
            return (await ours(), first);
        }
        return (await ours(), await baseline());
    }

    static void Take(Comparison comparison, (Measured Ours, Measured Baseline) both) =>
        Take(comparison, both.Ours, both.Baseline);

    static void Take(Comparison comparison, Measured ours, Measured baseline)
    {
        comparison.Add(ours, baseline);
        Console.Error.WriteLine($"{comparison.What}: {Numbers.Two(ours.Seconds / baseline.Seconds)}"
            + $" (cpu {Numbers.Two(ours.CpuSeconds / baseline.CpuSeconds)}), {Numbers.Time(ours.Seconds)}"
            + $" against {Numbers.Time(baseline.Seconds)}, {ours.PeakMegabytes:0} MB");
    }

    async Task<T> OnFile<T>(Func<string, Task<T>> act)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.db");
        try
        {
            return await act(file);
        }
        finally
        {
            foreach (var part in Directory.GetFiles(folder, $"{Path.GetFileName(file)}*")) File.Delete(part);
        }
    }

    async Task<T> OnServer<T>(Func<string, Task<T>> act)
    {
        var name = $"b{Guid.NewGuid():N}";
        await Administer($"create database {name} template template0");
        try
        {
            return await act(new UriBuilder(postgres!) { Path = name }.ToString());
        }
        finally
        {
            await Administer($"drop database {name} with (force)");
            await Administer("checkpoint");
        }
    }

    async Task Administer(string sql)
    {
        await using var connection = new NpgsqlConnection(Storage.PostgresAddress.ConnectionString(postgres!));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
