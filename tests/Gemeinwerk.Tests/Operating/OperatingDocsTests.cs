using System.Diagnostics;
using System.Text.RegularExpressions;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Tests.Tidy;

namespace Gemeinwerk.Tests.Operating;

/// <summary>What <c>docs/operating</c> tells to type really works, in the order of its pages.</summary>
public partial class OperatingDocsTests
{
    static readonly string[] pages = ["install.md", "backup.md", "upgrade.md", "emergency.md"];

    static string Text(string page) =>
        File.ReadAllText(Repository.PathOf("docs", "operating", page)).ReplaceLineEndings("\n");

    [Fact]
    public async Task The_blocks_for_the_shell_run_from_the_first_page_to_the_last()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["var/lib/gemeinwerk", "var/backups/gemeinwerk", "srv/gemeinwerk", "home"])
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, name));
        }
        var ran = 0;
        foreach (var page in pages)
        {
            foreach (Match block in Block().Matches(Text(page)))
            {
                if (block.Groups[1].Value != "sh") continue;
                var (code, said) = await Run(folder.Path, block.Groups[2].Value);
                Assert.True(code == 0, $"{page}:\n{block.Groups[2].Value}\n{said}");
                ran++;
            }
        }
        Assert.True(ran >= 14, $"Only {ran} blocks ran.");
    }

    /// <summary>Runs a block as a terminal would, with the folders of a server below one of the test's.</summary>
    static async Task<(int Code, string Said)> Run(string folder, string block)
    {
        var text = $"""
            set -euo pipefail
            gemeinwerk() (exec dotnet "{AppContext.BaseDirectory}Gemeinwerk.Cli.dll" "$@")
            gemeinwerk-proof() (exec dotnet "{AppContext.BaseDirectory}gemeinwerk-proof.dll" "$@")
            {Place().Replace(block, $"{folder}$0")}
            """;
        var start = new ProcessStartInfo("bash", ["-c", text])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(it =>
            it.StartsWith("GEMEINWERK_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }
        start.Environment["GEMEINWERK_CONFIG"] = Path.Combine(folder, "etc", "gemeinwerk", "gemeinwerk.ini");
        start.Environment["HOME"] = Path.Combine(folder, "home");
        using var shell = Process.Start(start)!;
        var errors = shell.StandardError.ReadToEndAsync();
        var said = await shell.StandardOutput.ReadToEndAsync() + await errors;
        await shell.WaitForExitAsync();
        return (shell.ExitCode, said);
    }

    [Fact]
    public void Every_command_of_the_pages_is_one_that_the_program_knows()
    {
        var found = 0;
        foreach (var page in Directory.EnumerateFiles(Repository.PathOf("docs", "operating"), "*.md").Order())
        {
            var text = File.ReadAllText(page).ReplaceLineEndings("\n");
            var lines = Block().Matches(text).SelectMany(block => block.Groups[2].Value.Split('\n'))
                .Select(line => Substituted().Replace(line, "x"))
                .Select(line => Command().Match(line)).Where(it => it.Success).Select(it => it.Groups[1].Value.Trim())
                .Concat(Inline().Matches(Block().Replace(text, "")).Select(it => it.Groups[1].Value));
            foreach (var line in lines.Where(line => line is not "--version"))
            {
                PackagingTests.IsCommand(line);
                found++;
            }
        }
        Assert.True(found > 30, $"Only {found} commands were found.");
    }

    [Fact]
    public void The_page_about_monitoring_names_every_metric_and_no_other()
    {
        var made = SourceFile.All().Where(file => file.IsCSharp && file.IsUnder("src/"))
            .SelectMany(file => Instrument().Matches(file.Text)).Select(it => it.Groups[1].Value);
        Assert.Equal(made.Order(), Row().Matches(Text("monitoring.md")).Select(it => it.Groups[1].Value).Order());
    }

    // A fence, its language and what it holds.
    [GeneratedRegex("^```(\\w+)\\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<![\w.}-])/(?:etc|srv|var/lib|var/backups)/gemeinwerk")]
    private static partial Regex Place();

    // What is typed after the program's name, up to where the shell takes over; paths of the program are no commands.
    [GeneratedRegex(@"(?:^|-- |/|\()gemeinwerk ((?![/.\-]|gemeinwerk|$)[^>|)]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"\$\([^)]*\)")]
    private static partial Regex Substituted();

    [GeneratedRegex("`gemeinwerk ([^`]+)`")]
    private static partial Regex Inline();

    [GeneratedRegex("\"(gemeinwerk\\.[a-z.]+)\", \"(?:s|\\{\\w+\\})\"", RegexOptions.Singleline)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"^\| `(gemeinwerk\.[a-z.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
