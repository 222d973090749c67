using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Gemeinwerk.Basics;
using Gemeinwerk.Web.Operating;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk health</c>: asks the running application how it is, as containers and watchers do.</summary>
static class HealthCommand
{
    static readonly Option<string?> Url = new("--url")
    {
        Description = "Adresse der laufenden Anwendung; sonst die erste der Einstellungen",
        HelpName = "ADRESSE",
    };

    internal static Command Create()
    {
        var command = new Command("health", "fragt die laufende Webanwendung, ob sie bereit ist") { Url };
        Shell.RunWithSettings(command, async (said, settings, parsed) =>
        {
            var address = parsed.GetValue(Url) ?? Reachable(settings.Of<WebSettings>().Urls.Split(';')[0]);
            try
            {
                using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(15) };
                using var answer = await client.GetAsync(new Uri($"{address.TrimEnd('/')}/health/ready"));
                var health = await answer.Content.ReadFromJsonAsync<JsonElement>();
                said.Done(health, Text(health));
                return answer.IsSuccessStatusCode ? ExitCode.Done : ExitCode.Failed;
            }
            catch (Exception problem) when (problem is HttpRequestException or JsonException or TaskCanceledException
                or UriFormatException)
            {
                await said.Error.WriteLineAsync(
                    $"Fehler: Unter {Texts.Shown(address)} antwortet keine laufende Anwendung.");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    /// <summary>An address that stands for all of the machine's is asked on the machine itself.</summary>
    static string Reachable(string url)
    {
        foreach (var all in (string[])["//*", "//+", "//0.0.0.0", "//[::]"])
        {
            url = url.Replace(all, "//localhost", StringComparison.Ordinal);
        }
        return url.Trim();
    }

    static string Text(JsonElement health)
    {
        var table = new Table("Prüfung", "Zustand");
        foreach (var check in health.GetProperty("checks").EnumerateObject())
        {
            table.Add(check.Name, Spell(check.Value.GetString()));
        }
        return $"{table}\n{Spell(health.GetProperty("status").GetString())}";
    }

    static string Spell(string? status) => status switch
    {
        "healthy" => "in Ordnung",
        "degraded" => "bereit, aber nicht in Ordnung",
        _ => "nicht bereit",
    };
}
