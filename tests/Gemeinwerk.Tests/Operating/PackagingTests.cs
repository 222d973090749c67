using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gemeinwerk.Cli;
using Gemeinwerk.Operating;
using Gemeinwerk.Tests.Cli;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Web.Operating;

namespace Gemeinwerk.Tests.Operating;

/// <summary>The units of systemd, the container file and the script that publishes.</summary>
public partial class PackagingTests
{
    const string Program = "/opt/gemeinwerk/gemeinwerk";

    static readonly string[] services = ["gemeinwerk.service", "gemeinwerk-backup.service"];

    static string PathOf(string file) => Repository.PathOf("operating", file);

    static List<string> Lines(string file) =>
        [.. File.ReadAllLines(PathOf(file)).Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void What_the_units_start_is_a_command_and_both_shut_the_program_in_the_same_way()
    {
        string[] own = ["Description", "Type", "ExecStart", "ExecStartPre", "Restart", "RestartSec", "TimeoutStartSec",
            "TimeoutStopSec", "ReadWritePaths", "Nice", "IOSchedulingClass", "WantedBy"];
        var shared = services.Select(file => Lines(file).Where(line => !own.Contains(line.Split('=')[0]))
            .Where(line => line != "[Install]").ToList()).ToList();
        Assert.Equal(shared[0], shared[1]);
        Assert.Contains("NoNewPrivileges=yes", shared[0]);
        Assert.Contains("ProtectSystem=strict", shared[0]);
        Assert.Contains("Type=notify", Lines("gemeinwerk.service"));
        foreach (var command in services.SelectMany(Lines).Where(line =>
            line.StartsWith("Exec", StringComparison.Ordinal)))
        {
            Assert.StartsWith($"{Program} ", command[(command.IndexOf('=', StringComparison.Ordinal) + 1)..],
                StringComparison.Ordinal);
            IsCommand(command[(command.IndexOf(Program, StringComparison.Ordinal) + Program.Length + 1)..]);
        }
        var stop = Lines("gemeinwerk.service").Single(it => it.StartsWith("TimeoutStopSec=", StringComparison.Ordinal));
        var settings = Settings.Load(KnownSettings.All, null, new Dictionary<string, string>());
        Assert.True(int.Parse(stop.Split('=')[1], null) > settings.Of<WebSettings>().LongestStop.TotalSeconds);
    }

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_the_units()
    {
        if (!File.Exists("/usr/bin/systemd-analyze")) Assert.Skip("systemd-analyze is not installed");
        using var folder = new TemporaryFolder();
        foreach (var file in (string[])[.. services, "gemeinwerk-backup.timer"])
        {
            // It looks for what is started, and nothing of this is installed here.
            await File.WriteAllTextAsync(Path.Combine(folder.Path, file),
                (await File.ReadAllTextAsync(PathOf(file))).Replace(Program, "/bin/true", StringComparison.Ordinal));
        }
        Assert.Equal((0, ""), await Run($"systemd-analyze verify {folder.Path}/*.service {folder.Path}/*.timer"));
        foreach (var file in services)
        {
            // The part of what could be shut that is open, of a hundred.
            var (code, text) = await Run(
                $"systemd-analyze security --offline=true --threshold=20 {folder.Path}/{file}");
            Assert.True(code == 0, text);
        }
        var (made, _) = await Run($"systemd-sysusers --dry-run {PathOf("gemeinwerk.sysusers")}");
        Assert.Equal(0, made);
    }

    [Fact]
    public void The_container_file_names_what_exists_and_runs_without_root()
    {
        var text = File.ReadAllText(PathOf("Containerfile")).Replace("\\\n", " ", StringComparison.Ordinal);
        var lines = text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();
        string[] known = ["FROM", "RUN", "COPY", "WORKDIR", "ENV", "VOLUME", "USER", "EXPOSE", "STOPSIGNAL",
            "HEALTHCHECK", "ENTRYPOINT", "CMD"];
        Assert.All(lines, line => Assert.Contains(line.Split(' ')[0], known));
        var last = lines[lines.FindLastIndex(line => line.StartsWith("FROM ", StringComparison.Ordinal))..];
        Assert.Contains("USER 10001:10001", last);
        Assert.True(last.IndexOf("USER 10001:10001") > last.FindLastIndex(line =>
            line.StartsWith("RUN", StringComparison.Ordinal)));

        var settings = Settings.Load(KnownSettings.All, null, new Dictionary<string, string>());
        var variables = Variable().Matches(lines.Single(line => line.StartsWith("ENV", StringComparison.Ordinal)))
            .ToDictionary(it => it.Groups[1].Value, it => it.Groups[2].Value);
        Assert.True(variables.Count > 3);
        Assert.All(variables.Keys, name => Assert.Contains(settings.All, it => it.Variable == name));
        Assert.Empty(Settings.Load(KnownSettings.All, null, variables).Findings);

        var health = lines.Single(line => line.StartsWith("HEALTHCHECK", StringComparison.Ordinal));
        var words = JsonSerializer.Deserialize<string[]>(health[health.IndexOf('[', StringComparison.Ordinal)..])!;
        Assert.Equal(Program, words[0]);
        IsCommand(string.Join(' ', words[1..]));
        IsCommand(string.Join(' ', JsonSerializer.Deserialize<string[]>(last[^1]["CMD ".Length..])!));
        Assert.Contains("RUN operating/publish /out/gemeinwerk", lines);
        Assert.True(File.Exists(PathOf("publish")));
    }

    [Fact(Explicit = true)]
    public async Task What_is_published_runs_without_anything_installed()
    {
        using var folder = new TemporaryFolder();
        var place = Path.Combine(folder.Path, "gemeinwerk");
        var (code, text) = await Run($"{PathOf("publish")} {place} linux-x64");
        Assert.True(code == 0, text);
        var clean = $"env -i HOME={folder.Path} PATH=/usr/bin:/bin {place}";
        Assert.Equal((0, "0.1.0\n"), await Run($"{clean}/gemeinwerk --version"));
        (code, text) = await Run($"{clean}/gemeinwerk demo --out {folder.Path}/demo");
        Assert.True(code == 0, text);
        (code, text) = await Run($"{clean}/gemeinwerk backup create --db {folder.Path}/demo/demo.db "
            + $"--folder {folder.Path}/backups");
        Assert.True(code == 0, text);
        (code, text) = await Run($"{clean}/gemeinwerk-proof --help");
        Assert.True(code == 0, text);
        foreach (var file in (string[])
            [.. services, "gemeinwerk-backup.timer", "gemeinwerk.ini", "gemeinwerk.sysusers"])
        {
            Assert.True(File.Exists(Path.Combine(place, "operating", file)), file);
        }
    }

    internal static void IsCommand(string line)
    {
        var parsed = CommandLine.Root.Parse(CliRun.Words(line));
        Assert.Equal((line, ""), (line, string.Join(' ', Help.Faults(parsed))));
        Assert.Empty(parsed.CommandResult.Command.Subcommands);
    }

    internal static async Task<(int Code, string Text)> Run(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", line])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = shell.StandardError.ReadToEndAsync();
        var text = await shell.StandardOutput.ReadToEndAsync() + await errors;
        await shell.WaitForExitAsync();
        return (shell.ExitCode, text);
    }

    [GeneratedRegex(@"(GEMEINWERK_\w+)=(\S+)")]
    private static partial Regex Variable();
}
