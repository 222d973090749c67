using System.Diagnostics;
using System.Globalization;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Crash;

/// <summary>Inventories whose imports are killed, one after another on the same inventory.</summary>
public class InventoryCrashTests
{
    const int KillsPerInventory = 7;

    [Theory, InlineData(Engine.Sqlite, 14), InlineData(Engine.Postgres, 6)]
    public async Task A_killed_import_wrote_all_or_nothing_and_again_it_ends_the_same(Engine engine, int share)
    {
        var (watch, random, inAct) = (Stopwatch.StartNew(), new Random(share), 0);
        var kills = Kills.Share(share);
        for (var left = kills; left > 0; left -= KillsPerInventory)
        {
            inAct += await KillOnOneInventory(engine, Math.Min(left, KillsPerInventory), random);
        }
        Kills.Report($"inventory import, {engine}", kills, inAct, watch);
    }

    static async Task<int> KillOnOneInventory(Engine engine, int kills, Random random)
    {
        await using var killed = await Books.On(engine);
        await killed.Database.DisposeAsync();
        await using var undisturbed = await Books.On(engine);
        // What stands there after each number of acts that nobody disturbed.
        var states = new List<string> { await InventoryImporter.State(undisturbed.Database, undisturbed.Body) };
        var (acts, inAct) = (0L, 0);
        for (var kill = 0; kill < kills; kill++)
        {
            // Who does not know how far it came imports its last files again.
            var first = Math.Max(1, acts - random.Next(2));
            var was = await Kills.Kill(random, mostLines: 5, InventoryImporter.Verb, killed.Address,
                first.ToString(CultureInfo.InvariantCulture));
            if (was.WasInAct) inAct++;
            await using var database = await Database.Open(killed.Address);
            var state = await InventoryImporter.State(database, killed.Body);
            for (var act = states.Count; act <= was.Began; act++)
            {
                await InventoryImporter.Act(undisturbed.Database, undisturbed.Body, act);
                states.Add(await InventoryImporter.State(undisturbed.Database, undisturbed.Body));
            }
            var now = states.LastIndexOf(state);
            Assert.True(now == Math.Max(acts, was.Finished) || now == Math.Max(acts, was.Began),
                $"Kill {kill}: {acts} acts before, {was.Finished} finished, {was.Began} begun; it is as after {now}.");
            acts = now;
        }
        await using var rest = await Database.Open(killed.Address);
        for (var act = Math.Max(1, acts); act < states.Count; act++)
        {
            await InventoryImporter.Act(rest, killed.Body, act);
        }
        Assert.Equal(states[^1], await InventoryImporter.State(rest, killed.Body));
        return inAct;
    }
}
