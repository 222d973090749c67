using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Gemeinwerk.Bench;

/// <summary>What the figures were measured on, without naming the machine.</summary>
static class Machine
{
    internal static string Describe()
    {
        var cpu = Field("/proc/cpuinfo", "model name");
        var memory = long.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], null) / 1024 / 1024;
        var system = RuntimeInformation.OSDescription.Split(' ')[0];
        return $"""
            {Environment.ProcessorCount} cores ({cpu}), {memory + 1} GB memory, {system},
            {RuntimeInformation.FrameworkDescription}, SQLite {Sqlite()}, {Version("psql")},
            {Version("hledger")}, {Version("ledger")}.
            """;
    }

    /// <summary>How many programs wanted to run in the last minute, on average.</summary>
    internal static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    static string Sqlite()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }

    static string Version(string program)
    {
        try
        {
            var start = new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true };
            using var run = Process.Start(start)!;
            var line = run.StandardOutput.ReadToEnd().Split('\n')[0].Trim();
            run.WaitForExit();
            return line.Split(',')[0];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"{program} not installed";
        }
    }

    static string Field(string file, string name) => File.ReadLines(file)
        .First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(':', 2)[1].Trim();
}
