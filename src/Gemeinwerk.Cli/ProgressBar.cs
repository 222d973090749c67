using Spectre.Console;

namespace Gemeinwerk.Cli;

/// <summary>A progress bar on standard error; where nobody watches a terminal, nothing is shown.</summary>
static class ProgressBar
{
    /// <param name="work">Reports parts done, 0 to 1.</param>
    internal static async Task<T> Around<T>(string title, Func<IProgress<double>, Task<T>> work)
    {
        if (Console.IsErrorRedirected) return await work(new Quiet());
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await terminal.Progress().AutoClear(true).StartAsync(async context =>
        {
            var task = context.AddTask(Markup.Escape(title), maxValue: 1);
            return await work(new Shown(task));
        });
    }

    sealed class Quiet : IProgress<double>
    {
        public void Report(double value) { }
    }

    sealed class Shown(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
