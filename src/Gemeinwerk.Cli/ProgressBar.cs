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

    /// <summary>The same for work that reports percent.</summary>
    internal static Task<T> Percent<T>(string title, Func<IProgress<int>, Task<T>> work) =>
        Around(title, progress => work(new Hundredths(progress)));

    /// <summary>Runs steps one after another, each with its bar; where nobody watches, with one line when it is
    /// done.</summary>
    internal static async Task Steps(IReadOnlyList<(string Title, Func<IProgress<double>, Task> Work)> steps)
    {
        if (Console.IsErrorRedirected)
        {
            foreach (var (title, work) in steps)
            {
                await work(new Quiet());
                await Console.Error.WriteLineAsync($"✓ {title}");
            }
            return;
        }
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await terminal.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(),
                new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var tasks = steps.Select(step => context.AddTask(
                    Markup.Escape(step.Title), autoStart: false, maxValue: 1));
                foreach (var (task, step) in tasks.ToList().Zip(steps))
                {
                    task.StartTask();
                    await step.Work(new Shown(task));
                    task.Value = 1;
                    task.StopTask();
                }
            });
    }

    sealed class Hundredths(IProgress<double> progress) : IProgress<int>
    {
        public void Report(int value) => progress.Report(value / 100.0);
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
