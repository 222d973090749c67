using System.Globalization;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Crash;

/// <summary>
/// A process that crash tests kill: it imports one delivery of inventory files after another, and who uses what of it.
/// The files follow from the number of the delivery, so that the test knows what must stand in the inventory.
/// </summary>
static class InventoryImporter
{
    internal const string Verb = "inventory-importer";

    /// <param name="addressAndFirst">The database, and the act to begin with.</param>
    internal static Task<int> Run(string[] addressAndFirst) => Kills.ActUntilKilled(addressAndFirst, Act);

    /// <summary>Odd acts import a delivery, even ones the uses of what the one before has brought.</summary>
    internal static async Task Act(Database database, Body body, long act)
    {
        var delivery = (act + 1) / 2;
        if (act % 2 == 0)
        {
            var uses = await UseImport.Run(database, "test", body.Code, Uses(delivery));
            Invariant.Holds(!uses.IsRefused);
            return;
        }
        var done = await InventoryImport.Run(database, "test", body.Code, Files(delivery), new());
        Invariant.Holds(!done.Expect().IsRefused);
    }

    /// <summary>Everything that imports write, as a text; the passes of <c>verify</c> hold for it.</summary>
    /// <remarks>Opens the book first: on PostgreSQL the session of a killed client may still be committing.</remarks>
    internal static async Task<string> State(Database database, Body body)
    {
        (await database.Act("test", async Task<Result<long>> (work) =>
            (await Book.Open(work, body)).EntryCount)).Expect();
        var (items, uses) = await database.Read(async db =>
            (await Inventory.All(db, body.Id), await Gemeinwerk.DataCentre.Uses.All(db, body.Id)));
        foreach (var report in await WholeVerification.OfBody(database, body))
        {
            Assert.True(report.Verdict == Verdict.Pass, $"{report.Name}: {string.Join("; ", report.Rows.Take(5))}");
        }
        return string.Join('\n', items
            .Select(item => $"{item.Id} {item.Kind.Code} {item.Key} {item.Name} {item.Content.ToJson()}")
            .Concat(uses.Select(use => $"{use}")));
    }

    /// <summary>Racks with devices, machines on them and what these need; some of the delivery before is changed.
    /// </summary>
    static IReadOnlyList<ImportSource> Files(long delivery)
    {
        var (devices, machines, needs) = (
            new StringBuilder("name;site;rack;position;height_units;power;serial;status\n"),
            new StringBuilder("name;cluster;host;vcpus;memory\n"),
            new StringBuilder("service,depends_on,kind\n"));
        for (var no = 0; no < Size(delivery); no++)
        {
            devices.Append(Device(delivery, no, "active"));
            machines.Append(CultureInfo.InvariantCulture, $"v{delivery}-{no};C{delivery};d{delivery}-{no};2;4096\n");
            needs.Append(CultureInfo.InvariantCulture, $"v{delivery}-{no},d{delivery}-0,hart\n");
        }
        for (var no = 0; delivery > 1 && no < Size(delivery - 1); no += 3)
        {
            devices.Append(Device(delivery - 1, no, "retired"));
        }
        return
        [
            InventoryFixture.File("devices.csv", $"{devices}"), InventoryFixture.File("members.csv",
                $"name;inhabitants\nGemeinde {delivery};{1_000 * delivery}\n"),
            InventoryFixture.File("vms.csv", $"{machines}"), InventoryFixture.File("needs.csv", $"{needs}"),
        ];
    }

    static ImportSource Uses(long delivery)
    {
        var uses = new StringBuilder("item,member,since,until,share\n");
        for (var no = 0; no < Size(delivery); no++)
        {
            uses.Append(CultureInfo.InvariantCulture, $"v{delivery}-{no},Gemeinde {delivery},2026-01-01,,1/{no + 2}\n");
        }
        return InventoryFixture.File("uses.csv", $"{uses}");
    }

    static string Device(long delivery, int no, string status) => FormattableString.Invariant(
        $"d{delivery}-{no};RZ {delivery % 3};R{delivery}-{no / 40};{no % 40 + 1};1;{100 + no};S{delivery}X{no};")
        + $"{status}\n";

    /// <summary>From a handful to more than goes into one batch.</summary>
    static int Size(long delivery) => (delivery % 5) switch { 0 => 3, 4 => 2_200, _ => 150 };
}
