using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gemeinwerk.Cli;
using Gemeinwerk.Tests.Merger;

namespace Gemeinwerk.Tests.Cli;

/// <summary>Commands run inside of the test program, on one database, as a terminal would type them.</summary>
sealed class CliRun(string address)
{
    // Keys lie in one folder for the whole test program; whoever sets it last would take them from the others.
    static CliRun() => RuntimeHelpers.RunClassConstructor(typeof(MergerWorld).TypeHandle);

    internal sealed record Answer(int Code, string Out, string Error)
    {
        internal string All => Out + Error;
    }

    /// <param name="line">Arguments separated by blanks; those with blanks inside stand in double quotes.</param>
    internal async Task<Answer> Run(string line, string user = "tester")
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.Run(["--db", address, "--user", user, .. Words(line)],
            new InvocationConfiguration { Output = output, Error = error });
        return new Answer(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must succeed.</summary>
    internal async Task<string> Done(string line)
    {
        var answer = await Run(line);
        Assert.True(answer.Code == 0, $"{line}\n{answer.All}");
        return answer.Out;
    }

    /// <summary>Runs a command that must be refused with a code, in text as in JSON.</summary>
    internal async Task Refused(string line, string code)
    {
        var answer = await Run(line);
        Assert.True(answer.Code == ExitCode.Refused, $"{line}\n{answer.All}");
        Assert.Contains($"[{code}]", answer.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await Run(line + " --json")).Out);
        Assert.Equal(code, json.RootElement.GetProperty("code").GetString());
    }

    internal static string[] Words(string line) =>
        [.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line)];

    internal static IEnumerable<Command> Commands(Command root) =>
        root.Subcommands.SelectMany(Commands).Prepend(root);
}
