using System.Diagnostics;
using System.Text.Json;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Cli;
using Gemeinwerk.Tests.Crash;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Web;

namespace Gemeinwerk.Tests.Operating;

/// <summary>Backups and the way back, on both engines, with the commands that an administrator types.</summary>
public class BackupTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static readonly CliRun nowhere = new("never-opened.db");

    internal static async Task<string> Made(CliRun cli, string folder) => JsonDocument.Parse(
        await cli.Done($"backup create --folder {folder} --json")).RootElement.GetProperty("path").GetString()!;

    internal static async Task<BackupManifest> Restored(string backup, string address)
    {
        var answer = await nowhere.Run($"backup restore {backup} --into {address}");
        Assert.True(answer.Code == 0, answer.All);
        Assert.Contains("PASS        Journale und Protokolle wie in der Sicherung [operating.backup]", answer.Out,
            StringComparison.Ordinal);
        return (await Backups.Verify(backup)).Expect();
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Before_an_upgrade_the_old_state_is_saved_and_nothing_is_brought_up_to_date(Engine engine)
    {
        const string Last = "Treasury/Schema/0094-treasury-payable.sql";
        using var folder = new TemporaryFolder();
        await using var book = await CliBook.On(engine);
        await using (var database = await Database.Open(book.Address))
        {
            (await database.Act("test", async Task<Result<Nothing>> (work) =>
            {
                await work.Db.Script("drop index treasury_order_payable");
                await work.Db.Run($"delete from storage_migration where name = {Last}");
                return default(Nothing);
            })).Expect();
        }
        var backup = await Made(book.Cli, folder.Path);
        await using (var database = Database.AsItIs(book.Address))
        {
            Assert.Equal(SchemaState.Older, await database.SchemaState());
        }
        Assert.DoesNotContain(Last, (await Backups.Verify(backup)).Expect().Scripts);
        var into = await Databases.EmptyAddress(engine);
        try
        {
            await new CliRun(into).Refused($"backup create --folder {folder.Path}", "operating.backup-nothing");
            Assert.True(engine == Engine.Postgres || !File.Exists(into));
            Assert.DoesNotContain(Last, (await Restored(backup, into)).Scripts);
        }
        finally
        {
            await Databases.Delete(into);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_was_saved_comes_back_and_is_verified(Engine engine)
    {
        using var folder = new TemporaryFolder();
        await using var book = await CliBook.On(engine);
        await book.Cli.Done("user invite muster --name \"Maria Muster\"");
        var backup = await Made(book.Cli, folder.Path);
        Assert.Contains("unversehrt", await nowhere.Done($"backup verify {backup}"), StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(backup), await nowhere.Done($"backup list --folder {folder.Path}"),
            StringComparison.Ordinal);
        var sums = await Shell("sha256sum --check --strict --quiet SHA256SUMS", backup);
        Assert.Equal(0, sums);

        var into = await Databases.EmptyAddress(engine);
        try
        {
            var manifest = await Restored(backup, into);
            Assert.Equal(["gemeinwerk/tv"], manifest.Books.Select(it => it.Origin));
            foreach (var command in (string[])
                ["journal list --from 1 --count 50 --body tv", "balance trial --on 31.12.2026 --body tv",
                    "item list --body tv", "asset list --body tv", "budget watch --year 2026 --body tv", "user list",
                    "protocol list", "export journal --body tv"])
            {
                Assert.Equal(await book.Cli.Done(command), await new CliRun(into).Done(command));
            }
            await using var restored = await Database.Open(into);
            var body = (await restored.Read(Bodies.All)).Single();
            // The wall stands again, with its role and its rights; on SQLite it leaves what no key is asked for.
            Assert.Equal([body], await restored.Behind(body.Id.Value).Read(Bodies.All));
            if (engine == Engine.Postgres) Assert.Empty(await restored.Behind().Read(Bodies.All));
            await nowhere.Refused($"backup restore {backup} --into {into}", "operating.restore-target");
        }
        finally
        {
            await Databases.Delete(into);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_backup_taken_while_others_post_is_of_one_moment(Engine engine)
    {
        using var folder = new TemporaryFolder();
        await using var books = await Script.Books(engine);
        await using var database = await Database.Open(books.Address);
        using var stop = new CancellationTokenSource();
        var posting = Task.Run(() => Post(books.Address, stop.Token));
        var backups = new List<(Backup Backup, long Before, long After)>();
        for (var i = 0; i < 3; i++)
        {
            while (await Count(database) < 200 * (i + 1)) await Task.Delay(5);
            var before = await Count(database);
            var run = new BackupRun(database, books.Address, null, WebApp.Version);
            var made = (await run.Create(folder.Path, TimeProvider.System.GetUtcNow())).Expect();
            backups.Add((made, before, await Count(database)));
        }
        Assert.True(backups.Exists(it => it.After > it.Before), "Nothing was posted while the backups were made.");
        await stop.CancelAsync();
        await posting;

        foreach (var (backup, before, after) in backups)
        {
            var into = await Databases.EmptyAddress(engine);
            try
            {
                var manifest = await Restored(backup.Path, into);
                Assert.InRange(manifest.Books.Single().Size, before, after);
                await using var restored = await Database.Open(into);
                var script = await Script.Load(restored);
                var texts = await Script.Texts(restored, script.Body);
                Assert.Equal(manifest.Books.Single().Size, texts.Count);
                Assert.Equal((await Script.Texts(database, script.Body)).Take(texts.Count), texts);
            }
            finally
            {
                await Databases.Delete(into);
            }
        }
    }

    static async Task Post(string address, CancellationToken stop)
    {
        await using var database = await Database.Open(address);
        var script = await Script.Load(database);
        for (var no = 1L; !stop.IsCancellationRequested; no++)
        {
            var draft = script.Draft(no);
            (await database.Act("test", async work =>
                await Journal.Post(work, await Book.Open(work, script.Body), draft))).Expect();
        }
    }

    static async Task<long> Count(Database database) => await database.Read(async db =>
        await Checkpoints.Length(db, (await Bodies.All(db)).Single()));

    /// <summary>In a shell, as documentation and administrators do.</summary>
    static async Task<int> Shell(string line, string folder)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", line]) { WorkingDirectory = folder })!;
        await shell.WaitForExitAsync();
        return shell.ExitCode;
    }
}
