using System.Diagnostics;

namespace Gemeinwerk.Tests.Fixtures;

/// <summary><c>gemeinwerk</c> itself, built as it is started by people, in a process of its own.</summary>
static class TheProgram
{
    static readonly string program = Path.Combine(AppContext.BaseDirectory, "Gemeinwerk.Cli.dll");

    /// <summary>How it is started.</summary>
    internal static ProcessStartInfo Start(
        IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return start;
    }

    /// <summary>Runs it to its end.</summary>
    internal static async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        using var process = Process.Start(Start(arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    /// <summary>Runs it, and kills it where it takes longer.</summary>
    /// <returns>Its exit code.</returns>
    internal static async Task<int> RunFor(TimeSpan most, IEnumerable<string> arguments)
    {
        using var process = Process.Start(Start(arguments))!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        using var stop = new CancellationTokenSource(most);
        try
        {
            await process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        return process.ExitCode;
    }

    /// <summary>Asks a process to end, as systemd and containers do.</summary>
    internal static void Terminate(Process process)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        kill.WaitForExit();
    }
}
