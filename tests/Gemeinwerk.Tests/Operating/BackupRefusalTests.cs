using System.Diagnostics;
using System.Text.Json.Nodes;
using Gemeinwerk.Cli;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Cli;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;

namespace Gemeinwerk.Tests.Operating;

/// <summary>Backups that are damaged, foreign or too new, and processes that end in the middle.</summary>
public class BackupRefusalTests
{
    static readonly CliRun nowhere = new("never-opened.db");

    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<Books> Books(Engine engine)
    {
        var books = await Fixtures.Books.On(engine);
        await books.Given("2026-01-31 Strom\n  5241   1,00\n  3511  -1,00");
        return books;
    }

    static async Task Refused(string backup, string into, string what)
    {
        foreach (var command in (string[])[$"backup verify {backup}", $"backup restore {backup} --into {into}"])
        {
            var answer = await nowhere.Run(command);
            Assert.True(answer is { Code: ExitCode.Refused, Out: "" }
                && answer.Error.StartsWith("Abgelehnt: ", StringComparison.Ordinal)
                && answer.Error.Contains("[operating.backup-", StringComparison.Ordinal), $"{what}: {answer.All}");
        }
        if (!PostgresAddress.Is(into)) Assert.False(File.Exists(into));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Damage_of_any_kind_is_refused_and_nothing_is_put_back(Engine engine)
    {
        using var folder = new TemporaryFolder();
        await using var books = await Books(engine);
        var backup = await BackupTests.Made(new CliRun(books.Address), folder.Path);
        var into = await Databases.EmptyAddress(engine);
        var random = new Random(7);
        foreach (var file in Directory.EnumerateFiles(backup).Order().ToList())
        {
            var (content, name) = (await File.ReadAllBytesAsync(file), Path.GetFileName(file));
            for (var i = 0; i < 12; i++)
            {
                var at = random.Next(content.Length);
                var damaged = content.ToArray();
                damaged[at] ^= (byte)(1 << random.Next(8));
                await File.WriteAllBytesAsync(file, damaged);
                await Refused(backup, into, $"{name}, another bit at {at}");
                await File.WriteAllBytesAsync(file, content[..at]);
                await Refused(backup, into, $"{name}, cut to {at}");
            }
            await File.WriteAllBytesAsync(file, [.. content, 0]);
            await Refused(backup, into, $"{name}, one byte more");
            File.Delete(file);
            await Refused(backup, into, $"{name}, gone");
            await File.WriteAllBytesAsync(file, content);
        }
        await BackupTests.Restored(backup, into);
        await Databases.Delete(into);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_foreign_newer_or_of_another_engine_is_refused_by_name(Engine engine)
    {
        using var folder = new TemporaryFolder();
        await using var books = await Books(engine);
        var backup = await BackupTests.Made(new CliRun(books.Address), folder.Path);
        var into = await Databases.EmptyAddress(engine);
        await nowhere.Refused($"backup verify {folder.Path}/nirgends", "operating.backup-unknown");
        await nowhere.Refused($"backup verify {Directory.CreateDirectory(Path.Combine(folder.Path, "x"))}",
            "operating.backup-foreign");
        await nowhere.Refused("backup verify irgendwas", "operating.backup-folder");
        await nowhere.Refused($"backup restore {backup} --into {await Databases.EmptyAddress(
            engine == Engine.Sqlite ? Engine.Postgres : Engine.Sqlite)}", "operating.backup-engine");

        Change(backup, manifest => manifest["version"] = 2);
        await nowhere.Refused($"backup restore {backup} --into {into}", "operating.backup-newer");
        Change(backup, manifest => manifest["version"] = 1);
        Change(backup, manifest => manifest["scripts"]!.AsArray().Add("Ledger/Schema/9999-future.sql"));
        await nowhere.Refused($"backup restore {backup} --into {into}", "operating.backup-newer");
        Change(backup, manifest => manifest["files"]![0]!["name"] = "../../etc/passwd");
        await nowhere.Refused($"backup restore {backup} --into {into}", "operating.backup-foreign");
        await Databases.Delete(into);
    }

    /// <summary>Changes a manifest with its sum, as somebody would who knows how.</summary>
    static void Change(string backup, Action<JsonNode> change)
    {
        var file = Path.Combine(backup, "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(file))!;
        change(manifest);
        File.WriteAllText(file, manifest.ToJsonString());
        var own = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
        var copy = manifest["files"]![0]!;
        File.WriteAllText(Path.Combine(backup, "SHA256SUMS"),
            $"{copy["sha256"]}  {copy["name"]}\n{own}  manifest.json\n");
    }

    [Fact]
    public async Task A_backup_with_other_content_than_its_manifest_says_is_not_put_in_place()
    {
        using var folder = new TemporaryFolder();
        await using var books = await Books(Engine.Sqlite);
        var backup = await BackupTests.Made(new CliRun(books.Address), folder.Path);
        Change(backup, manifest => manifest["books"]![0]!["size"] = 2);
        var into = await Databases.EmptyAddress(Engine.Sqlite);
        await nowhere.Refused($"backup restore {backup} --into {into}", "operating.restore-differs");
        Assert.False(File.Exists(into));
    }

    [Fact]
    public async Task Only_the_newest_are_kept_and_two_do_not_run_at_once()
    {
        using var folder = new TemporaryFolder();
        await using var books = await Books(Engine.Sqlite);
        var cli = new CliRun(books.Address);
        for (var i = 0; i < 3; i++) await BackupTests.Made(cli, folder.Path);
        var left = Path.Combine(folder.Path, "gemeinwerk-20200101T000000Z.partial");
        Directory.CreateDirectory(left);
        var said = await cli.Done($"backup create --folder {folder.Path} --keep 2");
        Assert.Contains("Gelöscht: ", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(left));
        var all = Backups.List(folder.Path);
        Assert.Equal(2, all.Count);
        foreach (var backup in all) (await Backups.Verify(backup.Path)).Expect();

        using var other = new FileStream(
            Path.Combine(folder.Path, ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await cli.Refused($"backup create --folder {folder.Path}", "operating.backup-running");
        Assert.Equal(2, Directory.EnumerateDirectories(folder.Path).Count());
    }

    [Fact]
    public async Task Without_the_programs_of_postgres_there_is_no_backup_and_it_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var books = await Books(Engine.Postgres);
        var settings = Path.Combine(folder.Path, "gemeinwerk.ini");
        await File.WriteAllTextAsync(settings, $"[backup]\npostgres-tools = {folder.Path}\n");
        var backups = Path.Combine(folder.Path, "backups");
        await new CliRun(books.Address).Refused(
            $"backup create --folder {backups} --config {settings}", "operating.postgres-tools");
        Assert.Empty(Directory.EnumerateDirectories(backups));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Killed_in_a_backup_or_in_a_restore_nothing_half_done_is_taken_for_whole(Engine engine)
    {
        using var folder = new TemporaryFolder();
        await using var books = await Books(engine);
        var kills = Kills.Share(6);
        for (var seed = 0; seed < kills; seed++)
        {
            await Killed(seed, "backup", "create", "--db", books.Address, "--folder", folder.Path);
            foreach (var it in Backups.List(folder.Path)) (await Backups.Verify(it.Path)).Expect();
        }
        var backup = await BackupTests.Made(new CliRun(books.Address), folder.Path);
        Assert.DoesNotContain(Directory.EnumerateDirectories(folder.Path),
            it => it.EndsWith(".partial", StringComparison.Ordinal));

        var into = await Databases.EmptyAddress(engine);
        for (var seed = 0; seed < kills; seed++)
        {
            await Killed(seed, "backup", "restore", backup, "--into", into);
            if (engine == Engine.Postgres)
            {
                // Its own program goes on alone where it was nearly done, and then all of it is there.
                while (await IsBusy(into)) await Task.Delay(50);
            }
        }
        var again = await nowhere.Run($"backup restore {backup} --into {into}");
        Assert.True(again.Code == 0 || again.Error.Contains("[operating.restore-target]", StringComparison.Ordinal),
            again.All);
        Assert.Equal(await new CliRun(books.Address).Done("export journal --body testverband"),
            await new CliRun(into).Done("export journal --body testverband"));
        await Databases.Delete(into);
    }

    static async Task Killed(int seed, params string[] arguments)
    {
        using var process = Process.Start(TheProgram.Start(arguments))!;
        await Task.Delay(200 + new Random(seed).Next(900));
        process.Kill();
        await process.WaitForExitAsync();
    }

    static async Task<bool> IsBusy(string address)
    {
        await using var database = Database.AsItIs(address);
        return await database.Read(db => db.Any($"""
            select 1 from pg_stat_activity where datname = current_database() and application_name = 'gemeinwerk-backup'
            """));
    }
}
