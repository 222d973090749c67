using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Gemeinwerk.Bench;

/// <summary>What one measurement, a process of its own, found out.</summary>
/// <param name="Seconds">Wall time of the measured part; for latencies the median.</param>
/// <param name="CpuSeconds">User and system time of this process in it; a database server's is not in it.</param>
/// <param name="PeakMegabytes">The most resident memory of the whole process (VmHWM).</param>
sealed record Measured(double Seconds, double CpuSeconds, double PeakMegabytes)
{
    internal static async Task<Measured> Of(Func<Task> act)
    {
        GC.Collect();
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await act();
        var cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        return new Measured(watch.Elapsed.TotalSeconds, cpuSeconds, Peak(Environment.ProcessId));
    }

    internal static Measured Of(Action act) => Of(() =>
    {
        act();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    /// <summary>Runs a measurement in a process of its own.</summary>
    internal static async Task<Measured> InChild(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.ArgumentList.Add("measure");
        start.ArgumentList.Add(name);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0
            ? JsonSerializer.Deserialize<Measured>(output)!
            : throw new InvalidOperationException($"Measurement {name} failed with exit code {child.ExitCode}.");
    }

    /// <summary>Runs another program with its output thrown away.</summary>
    internal static async Task<Measured> OfProgram(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var watch = Stopwatch.StartNew();
        using var child = Process.Start(start)!;
        var drained = child.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var peak = 0.0;
        // The kernel forgets the peak with the process, so it is asked as long as there is one.
        while (!child.WaitForExit(2)) peak = Math.Max(peak, Peak(child.Id));
        await drained;
        return child.ExitCode == 0
            ? new Measured(watch.Elapsed.TotalSeconds, 0, peak)
            : throw new InvalidOperationException($"{program} failed with exit code {child.ExitCode}.");
    }

    internal static double Peak(int process) => Memory(process, "VmHWM:");

    internal static double Resident(int process) => Memory(process, "VmRSS:");

    static double Memory(int process, string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line[6..^2].Trim(), CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
