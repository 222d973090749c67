using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Operating;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gemeinwerk.Web.Operating;

/// <summary>Whether the database answers at all.</summary>
sealed class DatabaseCheck(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await database.SchemaState().WaitAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>Whether its tables are those of this program.</summary>
sealed class SchemaCheck(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await database.SchemaState().WaitAsync(cancellationToken) switch
        {
            SchemaState.Current => HealthCheckResult.Healthy(),
            SchemaState.Newer => HealthCheckResult.Unhealthy("A newer version has changed the tables."),
            _ => HealthCheckResult.Unhealthy("The tables are older than this program."),
        };
}

/// <summary>Whether there is room where the program writes.</summary>
sealed class DiskCheck(Database database, Settings settings) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var wanted = settings.Of<HealthSettings>().FreeBytes;
        var (free, folder) = new[] { database.Folder, SigningKey.Folder, settings.Of<BackupSettings>().Folder }
            .Where(Directory.Exists).Select(it => (new DriveInfo(it!).AvailableFreeSpace, it!))
            .DefaultIfEmpty((long.MaxValue, "")).Min();
        var says = $"{German.Count(free / 1_000_000)} MB are free at {folder}.";
        return Task.FromResult(free < wanted / 10 ? HealthCheckResult.Unhealthy(says)
            : free < wanted ? HealthCheckResult.Degraded(says)
            : HealthCheckResult.Healthy(says));
    }
}

/// <summary>Whether somebody still signs checkpoints, without which nothing can be proven of the books later.</summary>
sealed class CheckpointCheck(Database database, Settings settings, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (settings.Of<HealthSettings>().Uncovered is not { } allowed) return HealthCheckResult.Healthy();
        var since = await database.Read(Checkpoints.UncoveredSince).WaitAsync(cancellationToken);
        return since is null || clock.GetUtcNow() - since < allowed
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"No checkpoint covers entries since {since:u}.");
    }
}

/// <summary>Whether backups are still made, where the settings say where they go.</summary>
sealed class BackupCheck(Settings settings, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (settings.Of<BackupSettings>().Folder is not { } folder) return Task.FromResult(HealthCheckResult.Healthy());
        var newest = Backups.List(folder)
            .Select(it => it.Manifest.Ok(out var manifest, out _) ? manifest.CreatedAt : default).FirstOrDefault();
        return Task.FromResult(clock.GetUtcNow() - newest < settings.Of<HealthSettings>().BackupAge
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                newest == default ? "There is no backup." : $"The last backup is of {newest:u}."));
    }
}
