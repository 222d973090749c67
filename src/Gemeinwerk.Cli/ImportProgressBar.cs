using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;
using Spectre.Console;

namespace Gemeinwerk.Cli;

/// <summary>Shows how far an import is, on standard error and only where somebody looks.</summary>
static class ImportProgressBar
{
    internal static async Task<T> While<T>(Func<IProgress<ImportProgress>?, Task<T>> import)
    {
        if (Console.IsErrorRedirected) return await import(null);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress().StartAsync(async context =>
        {
            var task = context.AddTask("Datei", maxValue: 1);
            return await import(new Bar(task));
        });
    }

    sealed class Bar(ProgressTask task) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            task.MaxValue = value.BytesTotal;
            task.Value = value.BytesRead;
            task.Description = $"{German.Count(value.Rows)} Zeilen";
        }
    }
}
