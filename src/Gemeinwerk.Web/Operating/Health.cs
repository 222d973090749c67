using System.Collections.Concurrent;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gemeinwerk.Web.Operating;

/// <summary>
/// <c>/health/live</c>: the program answers. <c>/health/ready</c>: it can do its work (200, also where something is
/// degraded) or not (503), with the state of each check and no more, because anybody may ask. Why a check changed its
/// state stands in the log.
/// </summary>
static partial class Health
{
    static readonly TimeSpan longest = TimeSpan.FromSeconds(10);

    internal static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<States>();
        services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", timeout: longest)
            .AddCheck<SchemaCheck>("schema", timeout: longest)
            .AddCheck<DiskCheck>("disk")
            .AddCheck<CheckpointCheck>("checkpoints", timeout: longest)
            .AddCheck<BackupCheck>("backup");
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("ok")).Public();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            ResponseWriter = Answer,
            // What is cached, the headers of every answer say already.
            AllowCachingResponses = true,
        }).Public();
    }

    static Task Answer(HttpContext http, HealthReport report)
    {
        http.RequestServices.GetRequiredService<States>().Note(report);
        return http.Response.WriteAsJsonAsync(new
        {
            status = Spell(report.Status),
            checks = report.Entries.ToDictionary(it => it.Key, it => Spell(it.Value.Status)),
        });
    }

    static string Spell(HealthStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>What each check said last, so that a change is logged once and not with every question.</summary>
    sealed partial class States(ILogger<States> log)
    {
        readonly ConcurrentDictionary<string, HealthStatus> last = new();

        internal void Note(HealthReport report)
        {
            foreach (var (name, now) in report.Entries)
            {
                var before = last.GetValueOrDefault(name, HealthStatus.Healthy);
                last[name] = now.Status;
                if (now.Status == before) continue;
                var says = now.Exception?.GetType().Name ?? now.Description ?? "";
                if (now.Status == HealthStatus.Healthy) Well(log, name);
                else Ill(log, name, now.Status, says);
            }
        }

        [LoggerMessage(Level = LogLevel.Warning, Message = "Health check {Name} is {Status}. {Says}")]
        static partial void Ill(ILogger log, string name, HealthStatus status, string says);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Health check {Name} is healthy again.")]
        static partial void Well(ILogger log, string name);
    }
}
