using System.Diagnostics;
using System.Globalization;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Fixtures;

/// <summary>
/// How many processes the tests kill: 240 in all, or as many as <c>GEMEINWERK_KILLS</c> says, shared out in proportion.
/// </summary>
static class Kills
{
    const int Usual = 240, MostActs = 1_000;

    /// <param name="usual">How many of the usual number are the caller's.</param>
    internal static int Share(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("GEMEINWERK_KILLS"), CultureInfo.InvariantCulture, out var all)
            ? (int)Math.Ceiling((double)usual * all / Usual)
            : usual;

    /// <summary>
    /// Starts a child that writes <c>&gt; n</c> when it begins act n and <c>&lt; n</c> when that is done, and kills it
    /// a moment after some of these lines.
    /// </summary>
    internal static async Task<Killed> Kill(Random random, int mostLines, string verb, params string[] arguments)
    {
        using var child = ChildProcess.Start(verb, arguments);
        var (began, finished, isInAct) = (0L, 0L, false);
        for (var lines = random.Next(1, mostLines + 1); lines > 0; lines--) Assert.True(await Next());
        await Task.Delay(random.Next(2) == 0 ? random.Next(6) : random.Next(51));
        child.Kill();
        while (await Next()) { }
        await child.WaitForExitAsync();
        Assert.Equal(128 + 9, child.ExitCode);
        return new Killed(began, finished, isInAct);

        async Task<bool> Next()
        {
            if (await child.StandardOutput.ReadLineAsync() is not { } line) return false;
            isInAct = line[0] == '>';
            var act = long.Parse(line.AsSpan(2), CultureInfo.InvariantCulture);
            if (isInAct) began = act;
            else finished = act;
            return true;
        }
    }

    /// <summary>What such a child does: one act after the other in the one body of a database.</summary>
    /// <param name="addressAndFirst">The database, and the act to begin with.</param>
    internal static async Task<int> ActUntilKilled(string[] addressAndFirst, Func<Database, Body, long, Task> act)
    {
        var first = long.Parse(addressAndFirst[1], CultureInfo.InvariantCulture);
        await using var database = await Database.Open(addressAndFirst[0]);
        var body = (await database.Read(Bodies.All)).Single();
        for (var no = first; no < first + MostActs; no++)
        {
            Console.WriteLine($"> {no}");
            await act(database, body, no);
            Console.WriteLine($"< {no}");
        }
        return 0;
    }

    /// <summary>
    /// A kill between two acts proves little, so at least half must have hit one.
    /// </summary>
    internal static void Report(string what, int kills, int inAct, Stopwatch watch)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{what}: {kills} processes killed, {inAct} of them in an act, {watch.Elapsed.TotalSeconds:0.0} s"));
        Assert.True(2 * inAct >= kills, $"Only {inAct} of {kills} kills hit an act.");
    }
}

/// <param name="Began">The last act that the process began.</param>
/// <param name="Finished">The last act that it told to be done, 0 for none.</param>
/// <param name="WasInAct">It was killed in an act, not between two.</param>
sealed record Killed(long Began, long Finished, bool WasInAct);
