using System.CommandLine;
using Gemeinwerk.Cli;

namespace Gemeinwerk.Tests.Cli;

/// <summary>Every command of the tree: its help, its example, and what it says when it is typed wrong.</summary>
public class HelpTests
{
    static readonly string[] english =
        ["Usage", "Options", "Description", "REQUIRED", "Show ", "required", "Commands:", "Arguments", "was not"];

    static IEnumerable<Command> All => CliRun.Commands(CommandLine.Root);

    [Fact]
    public async Task Each_command_has_german_help_with_an_example_that_the_grammar_takes()
    {
        var cli = new CliRun(Path.Combine(Path.GetTempPath(), "never-opened.db"));
        foreach (var command in All)
        {
            var path = Help.PathOf(command);
            var answer = await cli.Run($"{path} --help");
            Assert.Equal((0, ""), (answer.Code, answer.Error));
            Assert.Contains($"gemeinwerk {path}".TrimEnd(), answer.Out, StringComparison.Ordinal);
            Assert.All(english, word => Assert.DoesNotContain(word, answer.Out, StringComparison.Ordinal));
            if (command.Subcommands.Count > 0) continue;

            var example = Examples.Of(path);
            Assert.True(example is not null, $"„{path}“ has no example.");
            Assert.Contains($"Beispiel:\n  gemeinwerk {example}", answer.Out.ReplaceLineEndings("\n"),
                StringComparison.Ordinal);
            var parsed = CommandLine.Root.Parse(CliRun.Words(example));
            Assert.Equal((example, ""), (example, string.Join(' ', parsed.Errors.Select(error => error.Message))));
            Assert.Equal(path, Help.PathOf(parsed.CommandResult.Command));
        }
        var known = All.Select(Help.PathOf).ToHashSet();
        Assert.All(Examples.All.Keys, path => Assert.Contains(path, known));
    }

    [Fact]
    public async Task Each_command_refuses_wrong_usage_in_german_with_exit_code_2()
    {
        var cli = new CliRun(Path.Combine(Path.GetTempPath(), "never-opened.db"));
        foreach (var command in All)
        {
            var path = Help.PathOf(command);
            string[] wrong = command.Subcommands.Count > 0 && path.Length > 0
                ? [path, $"{path} gibtesnicht", $"{path} --gibtesnicht"]
                : [$"{path} --gibtesnicht", $"{path} a b c d e f g h i --gibtesnicht"];
            foreach (var line in wrong) await IsRefused(cli, line);
            var required = command.Options.Where(option => option.Required).ToList();
            if (required.Count == 0) continue;
            var said = (await cli.Run(path)).Error;
            Assert.All(required, option =>
                Assert.Contains($"Es fehlt {option.Name}.", said, StringComparison.Ordinal));
        }
        Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), "never-opened.db")));
    }

    static async Task IsRefused(CliRun cli, string line)
    {
        var answer = await cli.Run(line);
        Assert.True(answer is { Code: ExitCode.Refused, Out: "" }, $"{line}\n{answer.All}");
        Assert.Contains("Aufruf: gemeinwerk", answer.Error, StringComparison.Ordinal);
        Assert.All(english, word => Assert.DoesNotContain(word, answer.Error, StringComparison.Ordinal));
        var json = await cli.Run($"{line} --json");
        Assert.Equal((ExitCode.Refused, ""), (json.Code, json.Error));
        Assert.Contains("\"code\": \"cli.usage\"", json.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("body create x X --kind verein", "association, municipality, district, special-fund")]
    [InlineData("account add 1811 X --kind asset --role bank --body x", "none, cash, receivable")]
    [InlineData("journal post --kind closing --body x", "regular, opening, adjustment, winding-up")]
    [InlineData("year open zwanzig --body x", "„zwanzig“ ist kein Haushaltsjahr von 1900 bis 2999.")]
    [InlineData("statement results --year 99999 --body x", "„99999“ ist kein Haushaltsjahr von 1900 bis 2999.")]
    [InlineData("month close 2026 -1 --body x", "-1")]
    [InlineData("journal show eins --body x", "„eins“ ist keine ganze Zahl ab 0.")]
    [InlineData("journal show 99999999999999999999 --body x", "ist keine ganze Zahl ab 0.")]
    [InlineData("balance trial --on 31.02.2026 --body x", "„31.02.2026“ ist kein Tag wie 2026-01-31 oder 31.01.2026.")]
    [InlineData("budget set 5241 1.000 --year 2026 --reference x --body x", "Tausenderpunkt oder Dezimalpunkt?")]
    [InlineData("budget set 5241 1.000,00 --year 2026 --reference x --body x", "Tausendertrennzeichen")]
    [InlineData("budget set 5241 1,005 --year 2026 --reference x --body x", "mehr als zwei Nachkommastellen")]
    [InlineData("budget set 5241 viel --year 2026 --reference x --body x", "„viel“ ist kein Betrag wie 1234,50")]
    [InlineData("budget import x.csv --body x", "Es fehlt --year.")]
    [InlineData("journal import --body x", "Es fehlt FILE, oder --example.")]
    [InlineData("journal import x.csv", "Es fehlt --body.")]
    public async Task A_wrong_value_is_refused_with_what_would_be_right(string line, string says)
    {
        var answer = await new CliRun("never-opened.db").Run(line);
        Assert.Equal(ExitCode.Refused, answer.Code);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_arguments_a_newcomer_is_told_where_to_begin()
    {
        var answer = await new CliRun("never-opened.db").Run("");
        Assert.Equal(0, answer.Code);
        Assert.Contains("gemeinwerk demo", answer.Out, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+", (await new CliRun("never-opened.db").Run("--version")).Out);
    }
}
