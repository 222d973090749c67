using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Laws of random books: a merger conserves every account, item and asset, and undoing it restores
/// all.</summary>
public class ConservationTests
{
    static readonly string[] accounts = ["1811", "1761", "2011", "3711", "4182", "5012", "5241"];

    [Theory]
    [InlineData(Engine.Sqlite, 1), InlineData(Engine.Sqlite, 2), InlineData(Engine.Sqlite, 3),
        InlineData(Engine.Sqlite, 4)]
    [InlineData(Engine.Postgres, 5), InlineData(Engine.Postgres, 6)]
    public async Task A_merger_conserves_and_its_undo_restores(Engine engine, int seed)
    {
        var random = new Random(seed);
        await using var world = await MergerWorld.On(engine);
        foreach (var body in new[] { "kdz", "ckm" }) await Fill(world, body, random);
        await world.Create();
        Assert.Empty((await world.Suggest()).Open);
        var (state, before) = (await world.State(), await Sums(world, "kdz", "ckm", "sit"));
        var items = await Items(world, "kdz", "ckm");
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(before, await Sums(world, "sit"));
        Assert.Equal(items, await Items(world, "sit"));
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        Assert.Empty(await world.Undo());
        Assert.Equal(state, await world.State());
    }

    static async Task Fill(MergerWorld world, string body, Random random)
    {
        foreach (var code in new[] { "0111", "0112" }) await world.Product(body, code);
        for (var i = 0; i < 40; i++)
        {
            var (to, from) = (Pick(), Pick());
            if (to == from) continue;
            var amount = random.Next(1, 100_000);
            var payment = await world[body].Account("6182");
            Posting Line(Id<Account> account, string number, long cents, Id<Product>? product) => new(
                account, new(cents), product, Payment: number == "1811" ? payment : null);
            var product = random.Next(2) == 0 ? await world.Product(body, "0111") : (Id<Product>?)null;
            var day = new DateOnly(2017, random.Next(1, 13), random.Next(1, 29));
            (await world[body].Post(new EntryDraft(day, day, $"Z-{i}", "Zufall",
            [
                Line(await world[body].Account(to), to, amount, product),
                Line(await world[body].Account(from), from, -amount, product),
            ]))).Expect();
        }
        for (var i = 0; i < 8; i++)
        {
            await world.AddItem(body, $"R-{i}", i % 2 == 0 ? "1711" : "3511", $"P{i % 3}",
                random.Next(1, 9_999) * (i % 2 == 0 ? 1 : -1), "2011", product: i % 3 == 0 ? "0112" : null);
        }
        for (var i = 0; i < 3; i++)
        {
            await world.AddAsset(body, $"A-{i}", "0811", "5711", random.Next(50_000, 99_999), random.Next(0, 40_000));
        }

        string Pick() => accounts[random.Next(accounts.Length)];
    }

    /// <summary>Per account with results in the annual result, zeros left out; numbers are the same in all
    /// bodies.</summary>
    static async Task<SortedDictionary<string, long>> Sums(MergerWorld world, params string[] bodies)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var body in bodies)
        {
            var id = world[body].Body.Id;
            var all = (await world.Database.Read(db => Accounts.All(db, id))).ToDictionary(account => account.Id);
            foreach (var (at, amount) in await world.Database.Read(db => BookSnapshot.ReadBalances(db, id)))
            {
                var key = all[at.Account].IsOnBalanceSheet ? all[at.Account].Number : "2081";
                sums[key] = sums.GetValueOrDefault(key) + amount.Cents;
            }
        }
        foreach (var zero in sums.Where(pair => pair.Value == 0).Select(pair => pair.Key).ToList()) sums.Remove(zero);
        return sums;
    }

    /// <summary>All items and assets without their numbers, which may have changed.</summary>
    static async Task<List<string>> Items(MergerWorld world, params string[] bodies)
    {
        var lines = new List<string>();
        foreach (var body in bodies)
        {
            var id = world[body].Body.Id;
            lines.AddRange((await world.Database.Read(db => OpenItems.Unsettled(db, id))).Select(item =>
                $"{item.OriginatedOn} {item.DueOn} {item.DunningLevel} {item.Open.Cents}"));
            lines.AddRange((await world.Database.Read(db => Assets.InUse(db, id))).Select(asset =>
                $"{asset.Name} {asset.InServiceOn} {asset.UsefulLifeMonths} {asset.Cost} {asset.Depreciation}"));
        }
        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
