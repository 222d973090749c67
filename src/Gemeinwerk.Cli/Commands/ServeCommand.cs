using System.CommandLine;
using Gemeinwerk.Web;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Hosting;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk serve</c>: the web application, until it is told to stop.</summary>
static class ServeCommand
{
    static readonly Option<string> Urls = new("--urls")
    {
        Description = "Adressen, auf denen gelauscht wird, mit Semikolon getrennt",
        DefaultValueFactory = _ => "http://localhost:8080",
    };

    internal static Command Create()
    {
        var command = new Command("serve", "startet die Webanwendung; Strg+C beendet sie") { Urls };
        Shell.Run(command, async (shell, parsed) =>
        {
            var urls = parsed.GetValue(Urls)!;
            await using var web = WebApp.Create(shell.Database, Access.NotSetUp, urls);
            await web.StartAsync();
            shell.Done(new { urls }, $"Gemeinwerk läuft auf {urls}");
            await web.WaitForShutdownAsync();
            return ExitCode.Done;
        });
        return command;
    }
}
