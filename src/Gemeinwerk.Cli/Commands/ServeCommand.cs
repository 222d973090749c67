using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Web;
using Gemeinwerk.Web.Identity;
using Gemeinwerk.Web.Operating;
using Microsoft.Extensions.Hosting;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk serve</c>: the web application, until it is told to stop.</summary>
static class ServeCommand
{
    static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Adressen, auf denen gelauscht wird, mit Semikolon getrennt; sonst die der Einstellungen",
        HelpName = "ADRESSEN",
    };

    internal static Command Create()
    {
        var command = new Command("serve", "startet die Webanwendung; Strg+C beendet sie") { Urls };
        Shell.Run(command, async (shell, parsed) =>
        {
            var urls = parsed.GetValue(Urls) ?? shell.Settings.Of<WebSettings>().Urls;
            await using var web = WebApp.Create(
                shell.Database, SignInPages.Access(shell.Database), shell.Settings, urls);
            await web.StartAsync();
            // What a port of 0 became stands only here.
            urls = string.Join(';', web.Urls);
            var key = (await shell.Act(async Task<Result<string>> (work) =>
                await Invitations.FirstAdministrator(work) ?? "")).Expect();
            var link = key.Length > 0 ? $"{urls.Split(';')[0].TrimEnd('/')}/invitation/{key}" : null;
            shell.Done(new { urls, firstAdministrator = link }, $"Gemeinwerk läuft auf {urls}" + (link is null
                ? ""
                : $"\nNoch verwaltet niemand diese Installation. Einmal gültig, 24 Stunden lang:\n{link}"));
            await web.WaitForShutdownAsync();
            return ExitCode.Done;
        });
        return command;
    }
}
