using System.Globalization;
using System.Text;
using System.Text.Json;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Conflicts;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Bench;

/// <summary>Inventories of data centres, the same in every run: REST pages as NetBox gives them out.</summary>
static class Centre
{
    const string Actor = "bench", Merger = "bench-merger", Joint = "joint";
    static readonly string[] sources = ["nord", "sued"];

    const int ObjectsPerPage = 1000, MachinesPerHost = 20;

    static readonly DateOnly day = new(2026, 1, 1);

    /// <summary>Imports pages of so many objects: a host, its virtual machines, their addresses.</summary>
    internal static async Task<Measured> Import(string address, long objects)
    {
        var pages = WritePages(address, objects);
        await using var database = await Database.Open(address);
        await Create(database, "nord");
        var measured = await Measured.Of(async () => await Take(database, "nord", pages));
        await database.Read(async db =>
        {
            var body = (await Bodies.Find(db, "nord")).Expect();
            Invariant.Holds((await Inventory.Count(db, body.Id)).Values.Sum() >= objects);
            return 0;
        });
        return measured;
    }

    /// <summary>Reads the same pages, and parses their JSON.</summary>
    internal static Measured PlainRead(string address, long objects)
    {
        var pages = WritePages(address, objects);
        return Measured.Of(() =>
        {
            var count = 0L;
            foreach (var page in pages)
            {
                using var stream = page.Open();
                using var json = JsonDocument.Parse(stream);
                count += json.RootElement.GetProperty("results").GetArrayLength();
            }
            Invariant.Holds(count >= objects);
        });
    }

    /// <summary>Checks two inventories of so many objects each, read from the database.</summary>
    internal static async Task<Measured> Conflicts(string address, long objects)
    {
        await using var database = await Database.Open(address);
        foreach (var code in new[] { "nord", "sued" })
        {
            await Create(database, code);
            await Take(database, code, WritePages($"{address}-{code}", objects, seed: code == "nord" ? 0 : 7));
        }
        return await Measured.Of(() => database.Read(async db =>
        {
            var left = await InventorySnapshot.Load(db, (await Bodies.Find(db, "nord")).Expect());
            var right = await InventorySnapshot.Load(db, (await Bodies.Find(db, "sued")).Expect());
            Invariant.Holds(ConflictCheck.Run(left, right, new ConflictRules(day)).Conflicts.Count > 0);
            return 0;
        }));
    }

    /// <summary>Imports two inventories of so many objects each and accepts what is proposed for their merger.
    /// </summary>
    internal static async Task<Measured> PrepareMerger(string address, long objects)
    {
        await using var database = await Database.Open(address);
        await Create(database, Joint);
        foreach (var (code, at) in sources.Select((code, at) => (code, at)))
        {
            await Create(database, code);
            await Take(database, code, WritePages($"{address}-{code}", objects, seed: at * 7, net: 10 + at));
        }
        return await Measured.Of(async () =>
        {
            (await database.Act(Actor, async work =>
            {
                var joint = (await Bodies.Find(work.Db, Joint)).Expect();
                await FiscalYears.Open(work, await Book.Open(work, joint), day.Year);
                return await Mergers.Create(work, Merger, MergerForm.Zusammenschluss, Joint, sources, day);
            })).Expect();
            (await database.Act(Actor, work => InventoryDecisions.Accept(work, Merger))).Expect();
        });
    }

    /// <summary>Merges them, with certificate.</summary>
    internal static async Task<Measured> Merge(string address)
    {
        Environment.SetEnvironmentVariable("GEMEINWERK_KEYS", Path.GetDirectoryName(address));
        await using var database = await Database.Open(address);
        return await Measured.Of(async () =>
        {
            var outcome = (await Execution.Run(database, Actor, Merger)).Expect();
            Invariant.Holds(outcome is { Findings.Count: 0, WasDone: false, Certificate.Length: > 0 });
        });
    }

    /// <summary>Finds which of so many networks of one side overlap with those of the other.</summary>
    internal static Measured Overlaps(long count)
    {
        var (left, right) = (Networks(count, 0), Networks(count, 4));
        NetworkOverlaps.Find(left, right);
        return Measured.Of(() => Invariant.Holds(NetworkOverlaps.Find(left, right).Count > 0));
    }

    static List<UsedNetwork> Networks(long count, int seed)
    {
        var all = Network.Parse("10.0.0.0/8").Expect();
        return [.. Enumerable.Range(0, (int)count).Select(at =>
            new UsedNetwork(null!, all.At(all.First + (UInt128)((at * 4L + seed) << 8), at % 3 == 0 ? 22 : 24), ""))];
    }

    static async Task Create(Database database, string code) => (await database.Act(Actor, async work =>
        await Bodies.Create(work, code, code, BodyKind.Association, Framework.Nkf))).Expect();

    static async Task Take(Database database, string code, IReadOnlyList<ImportSource> pages)
    {
        var report = (await InventoryImport.Run(database, Actor, code, pages, new InventoryImportOptions())).Expect();
        Invariant.Holds(!report.IsRefused);
    }

    static IReadOnlyList<ImportSource> WritePages(string address, long objects, int seed = 0, int net = 10)
    {
        var folder = Directory.CreateDirectory($"{address}-pages").FullName;
        var hosts = objects / (1 + 2 * MachinesPerHost) + 1;
        var machines = hosts * MachinesPerHost;
        Write("1-devices", "dcim/devices", hosts, at => $$"""
            "name":"host{{at}}","serial":"S{{at + seed}}","site":{"id":{{at % 4 + 1}},"name":"Ort {{at % 4}}"},
            "rack":{"id":{{at / 10 + 1}},"name":"R{{at / 10}}"},"position":{{at % 40 + 1}}.0,"face":{"value":"front"},
            "device_type":{"id":1,"model":"X2000","manufacturer":{"name":"Beispiel"} },"status":{"value":"active"}
            """);
        Write("2-machines", "virtualization/virtual-machines", machines, at => $$"""
            "name":"vm{{at + seed * 3}}","cluster":{"id":{{at % 9 + 1}},"name":"C{{at % 9}}"},"vcpus":4.00,
            "memory":8192,"disk":100000,
            "device":{"id":{{at / MachinesPerHost + 1}},"name":"host{{at / MachinesPerHost}}"},
            "platform":{"id":{{at % 12 + 1}},"name":"System {{at % 12}}"},"status":{"value":"active"}
            """);
        Write("3-addresses", "ipam/ip-addresses", machines, at => string.Create(CultureInfo.InvariantCulture, $$"""
            "address":"{{net}}.{{at >> 16 & 255}}.{{at >> 8 & 255}}.{{at + seed & 255}}/16","status":{"value":"active"},
            "dns_name":"vm{{at}}.example"
            """));
        return [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(ImportSource.File)];

        void Write(string name, string path, long count, Func<long, string> item)
        {
            for (var start = 0L; start < count; start += ObjectsPerPage)
            {
                var page = new StringBuilder($$"""{"count":{{count}},"next":null,"previous":null,"results":[""");
                for (var at = start; at < Math.Min(count, start + ObjectsPerPage); at++)
                {
                    page.Append(at > start ? "," : "").Append(CultureInfo.InvariantCulture,
                        $"{{\"id\":{at + 1},\"url\":\"http://n/api/{path}/{at + 1}/\",\"display_url\":\"\",");
                    page.Append(item(at)).Append("}\n");
                }
                File.WriteAllText(Path.Combine(folder, $"{name}-{start:D9}.json"), page.Append("]}").ToString());
            }
        }
    }
}
