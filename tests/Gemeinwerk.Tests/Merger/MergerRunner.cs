using Gemeinwerk.Merger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Merger;

/// <summary>A process that crash tests kill while it runs a merger.</summary>
static class MergerRunner
{
    internal const string Verb = "merger-runner";

    internal static async Task<int> Run(string[] addressAndKeys)
    {
        Environment.SetEnvironmentVariable("GEMEINWERK_KEYS", addressAndKeys[1]);
        await using var database = await Database.Open(addressAndKeys[0]);
        Console.WriteLine("ready");
        return (await Execution.Run(database, "test", MergerWorld.Code)).Expect().Findings.Count;
    }
}
