using System.Diagnostics;
using Gemeinwerk.Tests.Crash;
using Gemeinwerk.Tests.Ledger.Imports;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Tests.Storage;

namespace Gemeinwerk.Tests.Fixtures;

/// <summary>What the test program can do as a process of its own, so that a test can kill it.</summary>
static class ChildProcess
{
    internal static readonly IReadOnlyDictionary<string, Func<string[], Task<int>>> Known =
        new Dictionary<string, Func<string[], Task<int>>>
        {
            [StorageWriter.Verb] = StorageWriter.Run,
            [MergerRunner.Verb] = MergerRunner.Run,
            [EntryWriter.Verb] = EntryWriter.Run,
            [YearCloser.Verb] = YearCloser.Run,
            [InventoryImporter.Verb] = InventoryImporter.Run,
            [CouncilWriter.Verb] = CouncilWriter.Run,
            [LargeImport.Verb] = LargeImport.Run,
        };

    /// <summary>Starts one of <see cref="Known"/>; its standard output is for the test to read.</summary>
    internal static Process Start(string verb, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.ArgumentList.Add(verb);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
