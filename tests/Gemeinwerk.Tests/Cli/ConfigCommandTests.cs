using System.Text.Json;
using Gemeinwerk.Cli;

namespace Gemeinwerk.Tests.Cli;

/// <summary><c>config</c>, and what a wrong setting does to all other commands.</summary>
public sealed class ConfigCommandTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gemeinwerk-config-");

    string File => Path.Combine(folder.FullName, "gemeinwerk.ini");

    Task<CliRun.Answer> Run(string line, string settings)
    {
        System.IO.File.WriteAllText(File, settings);
        return new CliRun(Path.Combine(folder.FullName, "books.db")).Run($"{line} --config \"{File}\"");
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Check_says_whether_all_is_well()
    {
        var answer = await Run("config check", "[web]\nurls = http://localhost:9090;https://[::1]:9443\n");
        Assert.Equal(0, answer.Code);
        Assert.Contains("In Ordnung", answer.Out, StringComparison.Ordinal);

        answer = await Run("config check", "[web]\nurls = localhost:9090\nstop = 3\n");
        Assert.Equal(ExitCode.Refused, answer.Code);
        Assert.Contains($"{File}:2, [web] urls: „localhost:9090“", answer.Error, StringComparison.Ordinal);
        Assert.Contains($"{File}:3, [web] stop: Diese Einstellung gibt es nicht", answer.Error,
            StringComparison.Ordinal);

        answer = await Run("config check --json", "[web]\nstop = 3\n");
        Assert.Equal((ExitCode.Refused, ""), (answer.Code, answer.Error));
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal("operating.setting-unknown",
            json.RootElement[0].GetProperty("why").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("idle-minutes = 4", "[sessions] idle-minutes: ")]
    [InlineData("longest-hours = 0", "[sessions] longest-hours: ")]
    [InlineData("idle-minutes = 90\nlongest-hours = 1", "Ohne Anfrage bliebe jemand länger angemeldet")]
    public async Task Check_refuses_sessions_that_end_at_once_or_never(string settings, string message)
    {
        var answer = await Run("config check", $"[sessions]\n{settings}\n");
        Assert.Equal(ExitCode.Refused, answer.Code);
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("config check", "[sessions]\nidle-minutes = 60\nlongest-hours = 1\n")).Code);
    }

    [Fact]
    public async Task Show_says_what_is_in_force_and_where_it_came_from()
    {
        var answer = await Run("config show", "[database]\naddress = postgres://gw:geheim@db/gw\n");
        Assert.Equal(0, answer.Code);
        Assert.Contains("postgres://gw:••••••••@db/gw", answer.Out, StringComparison.Ordinal);
        Assert.Contains($"{File}:2", answer.Out, StringComparison.Ordinal);
        Assert.Contains("Vorgabe", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", answer.All, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", (await Run("config show --json",
            "[database]\naddress = postgres://gw:geheim@db/gw\n")).All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_is_a_file_without_findings()
    {
        var example = await Run("config example", "");
        Assert.Equal(0, (await Run("config check", example.Out)).Code);
        var uncommented = string.Join('\n', example.Out.Split('\n')
            .Select(line => line is ['#', not ' ', ..] && line[^1] != '=' ? line[1..] : line));
        var answer = await Run("config check", uncommented);
        Assert.DoesNotContain("operating.setting-unknown", answer.All, StringComparison.Ordinal);
        Assert.DoesNotContain("operating.settings-line", answer.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_command_works_with_settings_that_are_wrong()
    {
        var answer = await Run("body list", "[database]\nadress = x.db\n");
        Assert.Equal((ExitCode.Refused, ""), (answer.Code, answer.Out));
        Assert.Contains("[database] adress", answer.Error, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Path.Combine(folder.FullName, "books.db")));
        Assert.Equal(0, (await Run("body list", "")).Code);
    }

    [Fact]
    public async Task The_database_of_the_file_is_used_where_the_command_names_none()
    {
        var database = Path.Combine(folder.FullName, "andere.db");
        System.IO.File.WriteAllText(File, $"[database]\naddress = {database}\n");
        using var output = new StringWriter();
        Assert.Equal(0, await CommandLine.Run(["body", "list", "--config", File],
            new System.CommandLine.InvocationConfiguration { Output = output }));
        Assert.True(System.IO.File.Exists(database));
    }
}
