using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>An open item over several products and cost centres keeps each part where it stands.</summary>
public class ItemPlacesTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    sealed record Part(string? Product, string? Centre, long Cents);

    /// <summary>Posts an item with its parts, then what was paid of it.</summary>
    static async Task Item(MergerWorld world, string body, string number, string account, string party, string document,
        Body? counterpart, Part[] parts, params Part[] paid)
    {
        var books = world[body];
        var (accountId, against) = (await books.Account(account), await books.Account("2011"));
        var partyId = await world.Party(body, party, counterpart: counterpart);
        foreach (var product in parts.Concat(paid).Select(part => part.Product).OfType<string>())
        {
            await world.Product(body, product);
        }
        var named = parts.Concat(paid).Select(part => part.Centre).OfType<string>().Distinct();
        (await books.Act((work, book) => Dimensions.AddCostCentres(
            work, book, named.Select(it => (it, it))))).Expect();
        var products = (await world.Database.Read(db => Dimensions.Products(db, books.Body.Id)))
            .ToDictionary(it => it.Code, it => it.Id);
        var centres = (await world.Database.Read(db => Dimensions.CostCentres(db, books.Body.Id)))
            .ToDictionary(it => it.Code, it => it.Id);
        var day = new DateOnly(2017, 5, 31);
        (await books.Act(async (work, book) =>
        {
            var item = (await OpenItems.Create(work, book, new OpenItem(
                default, number, accountId, partyId, day, day.AddDays(30), 0, default))).Expect();
            (await Post(parts, 1)).Expect();
            return paid.Length == 0 ? default(Posted)! : await Post(paid, -1);

            Task<Result<Posted>> Post(Part[] of, int sign) => Journal.Post(work, book, new EntryDraft(
                day, day, document, $"Posten {number}", [.. of.SelectMany(part => new Posting[]
                {
                    new(accountId, new(sign * part.Cents), At(products, part.Product), At(centres, part.Centre),
                        Party: partyId, Item: item),
                    new(against, new(-sign * part.Cents)),
                })]));
        })).Expect();

        static Id<T>? At<T>(Dictionary<string, Id<T>> ids, string? code) => code is null ? null : ids[code];
    }

    /// <summary>What stands on an account per product and cost centre: on items by number, and beside them.</summary>
    static async Task<SortedDictionary<string, long>> Parts(MergerWorld world, string account, params string[] bodies)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var body in bodies)
        {
            using var to = new MemoryStream();
            (await world.Database.Read(async db => await Gemeinwerk.Ledger.Exports.JournalExport.Write(
                db, world[body].Body, to))).Expect();
            foreach (var line in System.Text.Encoding.UTF8.GetString(to.ToArray()).Split('\n')[1..^1])
            {
                using var entry = System.Text.Json.JsonDocument.Parse(line);
                foreach (var posting in entry.RootElement.GetProperty("postings").EnumerateArray())
                {
                    string Of(string name) => posting.TryGetProperty(name, out var it) ? it.GetString()! : "-";
                    if (Of("account") != account) continue;
                    var key = $"{Of("item").Split(':')[^1]} {Of("product")} {Of("centre")}";
                    sums[key] = sums.GetValueOrDefault(key) + posting.GetProperty("amount").GetInt64();
                }
            }
        }
        foreach (var key in sums.Where(sum => sum.Value == 0).Select(sum => sum.Key).ToList()) sums.Remove(key);
        return sums;
    }

    static string[] Balances(string certificate, string account) =>
        [.. certificate.Split('\n').SkipWhile(line => line != "[balances]").TakeWhile(line => line != "[eliminations]")
            .Where(line => line.StartsWith(account, StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Engines))]
    public async Task A_claim_over_two_products_arrives_on_both_and_nothing_else(Engine engine)
    {
        await using var world = await MergerWorld.On(engine);
        await Item(world, "kdz", "R-1", "1711", "D1", "B-1", null,
            [new("0111", "K1", 300), new("0112", null, 700)], new Part(null, null, 250));
        await world.Create();
        Assert.Empty((await world.Suggest()).Open);
        var before = await Parts(world, "1711", "kdz");
        var certificate = (await world.Run()).Certificate!;
        Assert.Equal(["1711|-|-|-250|0|0|0|-250", "1711|0111|K1|300|0|0|0|300", "1711|0112|-|700|0|0|0|700"],
            Balances(certificate, "1711"));
        Assert.Equal(before, await Parts(world, "1711", "sit"));
        Assert.Empty(await Parts(world, "1711", "kdz"));
        Assert.Equal(0, (await world.Check()).Exit);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Mutual_claims_over_several_products_vanish_on_each_of_them(Engine engine)
    {
        await using var world = await MergerWorld.On(engine);
        await Item(world, "kdz", "F-1", "1711", "CKM", "RE-1", world["ckm"].Body,
            [new("0111", "K1", 300), new("0112", null, 700)]);
        await Item(world, "ckm", "E-1", "3511", "KDZ", "RE-1", world["kdz"].Body,
            [new("0111", null, -900), new(null, "K9", -100)]);
        await world.Create();
        Assert.Empty((await world.Suggest()).Open);
        var certificate = (await world.Run()).Certificate!;
        Assert.Equal(["1711|0111|K1|300|0|0|-300|0", "1711|0112|-|700|0|0|-700|0"], Balances(certificate, "1711"));
        Assert.Equal(["3511|-|K9|0|-100|0|100|0", "3511|0111|-|0|-900|0|900|0"], Balances(certificate, "3511"));
        Assert.Empty(await Parts(world, "1711", "kdz", "ckm", "sit"));
        Assert.Empty(await Parts(world, "3511", "kdz", "ckm", "sit"));
        Assert.Equal(0, (await world.Check()).Exit);
    }

    /// <summary>Two products become one: what stood on both stands on the one, and opposite parts are gone.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task Parts_whose_places_become_one_are_added_up(Engine engine)
    {
        await using var world = await MergerWorld.On(engine);
        await Item(world, "kdz", "R-1", "1711", "D1", "B-1", null,
            [new("0111", null, 300), new("0113", null, 50)], new Part("0112", null, 300));
        await world.Create();
        await world.Suggest();
        await world.Map(MappingKind.Product, "kdz", "0111", "NEU=0999");
        await world.Map(MappingKind.Product, "kdz", "0112", "NEU=0999");
        var certificate = (await world.Run()).Certificate!;
        Assert.Equal(["1711|0113|-|50|0|0|0|50"], Balances(certificate, "1711"));
        Assert.Equal(["R-1 0113 -"], (await Parts(world, "1711", "sit")).Keys);
        Assert.Equal(0, (await world.Check()).Exit);
    }

    /// <summary>Whatever parts items have, each part arrives where it stood,
    /// and beside items nothing is left.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, 31), InlineData(Engine.Sqlite, 32), InlineData(Engine.Sqlite, 33),
        InlineData(Engine.Sqlite, 34)]
    [InlineData(Engine.Postgres, 35), InlineData(Engine.Postgres, 36)]
    public async Task Every_part_of_every_item_is_conserved_where_it_stands(Engine engine, int seed)
    {
        var random = new Random(seed);
        await using var world = await MergerWorld.On(engine);
        for (var i = 0; i < 14; i++)
        {
            var (body, isMutual) = (i % 2 == 0 ? "kdz" : "ckm", i % 5 == 4);
            Part[] parts = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Some(random.Next(2, 9_999)))];
            var sum = (int)parts.Sum(part => part.Cents);
            Part[] paid = random.Next(3) == 0 ? [Some(random.Next(1, sum))] : [];
            var other = body == "kdz" ? "ckm" : "kdz";
            await Item(world, body, $"{body}-{i}", "1711", isMutual ? other : $"D{i % 3}", $"RE-{i}",
                isMutual ? world[other].Body : null, parts, paid);
            if (!isMutual) continue;
            var open = parts.Sum(part => part.Cents) - paid.Sum(part => part.Cents);
            var first = random.NextInt64(1, open + 1);
            await Item(world, other, $"{other}-{i}", "3511", body, $"RE-{i}", world[body].Body,
                first == open ? [Some(-open)] : [Some(-first), Some(first - open)]);
        }
        await world.Create();
        Assert.Empty((await world.Suggest()).Open);
        var plan = await world.Plan();
        Assert.Equal(2, plan.Eliminations.Count);
        var gone = plan.Eliminations.SelectMany(it => new[] { it.Debit.Number, it.Credit.Number }).ToHashSet();
        var (state, expected) = (await world.State(), new Dictionary<string, List<KeyValuePair<string, long>>>());
        foreach (var account in (string[])["1711", "3511"])
        {
            expected[account] = [.. (await Parts(world, account, "kdz", "ckm"))
                .Where(part => !gone.Contains(part.Key.Split(' ')[0]))];
        }
        await world.Run();
        foreach (var (account, parts) in expected)
        {
            Assert.Equal(parts, await Parts(world, account, "sit"));
            Assert.Empty(await Parts(world, account, "kdz", "ckm"));
        }
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        Assert.Empty(await world.Undo());
        Assert.Equal(state, await world.State());

        Part Some(long cents) => new(random.Next(3) switch { 0 => null, 1 => "0111", _ => "0112" },
            random.Next(3) == 0 ? "K1" : null, cents);
    }
}
