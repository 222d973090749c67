using System.Net.Http.Json;
using System.Text.Json;
using Gemeinwerk.Basics;
using Gemeinwerk.Cli;
using Gemeinwerk.Ledger;
using Gemeinwerk.Operating;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Cli;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Tests.Web;
using Gemeinwerk.Web;

namespace Gemeinwerk.Tests.Operating;

/// <summary>What the application says of its health to whoever asks.</summary>
public class HealthTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<(int Status, Dictionary<string, string> Checks)> Ready(Site site)
    {
        using var answer = await site.Client.GetAsync("/health/ready");
        var health = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var checks = health.GetProperty("checks").Deserialize<Dictionary<string, string>>()!;
        checks["status"] = health.GetProperty("status").GetString()!;
        return ((int)answer.StatusCode, checks);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task All_is_well_where_nothing_is_amiss(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var site = await Site.Of(books, () => null);
        Assert.Equal("ok", await site.Html("/health/live"));
        var (status, checks) = await Ready(site);
        Assert.Equal(200, status);
        Assert.Equal(["backup", "checkpoints", "database", "disk", "schema", "status"], checks.Keys.Order());
        Assert.All(checks.Values, it => Assert.Equal("healthy", it));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_database_of_a_newer_program_is_not_worked_on(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var site = await Site.Of(books, () => null);
        (await books.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Run($"insert into storage_migration (name, applied_at) values ('X/Schema/9999-new.sql', 1)");
            return default(Nothing);
        })).Expect();
        var (status, checks) = await Ready(site);
        Assert.Equal((503, "unhealthy", "unhealthy", "healthy"),
            (status, checks["status"], checks["schema"], checks["database"]));
        Assert.Equal("ok", await site.Html("/health/live"));
    }

    [Fact]
    public async Task A_server_that_is_gone_makes_the_application_unready_but_keeps_it_alive()
    {
        await using var books = await Books.On(Engine.Postgres);
        await using var site = await Site.Of(books, () => null);
        await (await PostgresServer.Running).Administer(
            $"alter database {new Uri(books.Address).AbsolutePath[1..]} with allow_connections false");
        await (await PostgresServer.Running).Administer(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            + $"where datname = '{new Uri(books.Address).AbsolutePath[1..]}'");
        var (status, checks) = await Ready(site);
        Assert.Equal((503, "unhealthy"), (status, checks["database"]));
        Assert.Equal("ok", await site.Html("/health/live"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Entries_that_no_checkpoint_covers_for_long_are_called_degraded(Engine engine)
    {
        var clock = new SetClock();
        await using var fresh = await Databases.Fresh(engine, clock);
        await using var books = await Books.In(fresh, "testverband", Framework.Nkf, 2026);
        await books.Given("2026-01-31 Strom\n  5241   1,00\n  3511  -1,00");
        await using var site = await Site.Of(books, () => null, clock: clock);
        Assert.Equal("healthy", (await Ready(site)).Checks["checkpoints"]);
        clock.Now += TimeSpan.FromDays(36);
        var (status, checks) = await Ready(site);
        Assert.Equal((200, "degraded", "degraded"), (status, checks["status"], checks["checkpoints"]));

        using var keys = new TemporaryFolder();
        (await books.Act((work, book) =>
            Checkpoints.Create(work, book, SigningKey.Of(books.Body, keys.Path).Expect()))).Expect();
        Assert.Equal("healthy", (await Ready(site)).Checks["checkpoints"]);
    }

    [Fact]
    public async Task A_disk_that_fills_up_and_a_backup_that_is_missing_are_told()
    {
        using var folder = new TemporaryFolder();
        await using var books = await Books.On(Engine.Sqlite);
        await using (var site = await Site.Of(books, () => null,
            settings: TestSettings.Of(("health.free-megabytes", "100000000"), ("backup.folder", folder.Path))))
        {
            var (status, checks) = await Ready(site);
            Assert.Equal((503, "unhealthy", "degraded"), (status, checks["disk"], checks["backup"]));
        }
        (await new BackupRun(books.Database, books.Address, null, WebApp.Version)
            .Create(folder.Path, TimeProvider.System.GetUtcNow())).Expect();
        await using var well = await Site.Of(
            books, () => null, settings: TestSettings.Of(("backup.folder", folder.Path)));
        Assert.Equal("healthy", (await Ready(well)).Checks["backup"]);
    }

    [Fact]
    public async Task The_command_asks_the_running_application()
    {
        await using var books = await Books.On(Engine.Sqlite);
        var cli = new CliRun("never-opened.db");
        await using (var site = await Site.Of(books, () => null))
        {
            var answer = await cli.Run($"health --url {site.Address}");
            Assert.True(answer.Code == 0, answer.All);
            Assert.Contains("checkpoints  in Ordnung", answer.Out, StringComparison.Ordinal);
            Assert.Contains("\"schema\": \"healthy\"", (await cli.Run($"health --url {site.Address} --json")).Out,
                StringComparison.Ordinal);
        }
        var gone = await cli.Run("health --url http://127.0.0.1:1");
        Assert.Equal((ExitCode.Failed, ""), (gone.Code, gone.Out));
        Assert.Contains("antwortet keine laufende Anwendung", gone.Error, StringComparison.Ordinal);
    }
}
