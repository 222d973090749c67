using System.Text.Json;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Conflicts;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.DataCentre;

/// <summary>
/// The check of two inventories against the key of a synthetic pair, in which every conflict is planted.
/// </summary>
public class ConflictTests
{
    // The last day on which SLES 15 SP6 is supported; the key counts none of its systems.
    static readonly DateOnly day = new(2025, 12, 31);

    /// <summary>Ends of support as endoflife.date has them; what is supported longer is in it too.</summary>
    const string Ends = """
        name,eol_on
        Windows Server 2012 R2,2023-10-10
        Windows Server 2016,2027-01-12
        Windows Server 2019,2029-01-09
        Windows Server 2022,2031-10-14
        RHEL 7,2024-06-30
        RHEL 9,2032-05-31
        SLES 12 SP5,2024-10-31
        SLES 15 SP6,2025-12-31
        Debian 12,2026-06-10
        """;

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Every_planted_conflict_and_match_is_found_and_nothing_else(Engine engine)
    {
        var report = await Check(engine);
        using var key = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.PathOf(
            "tests", "Gemeinwerk.Tests", "DataCentre", "Data", "merger-small", "answer-key.json")));

        Assert.Equal(
            key.RootElement.GetProperty("conflicts").EnumerateArray().Select(Planted).Order(StringComparer.Ordinal),
            report.Conflicts.Select(Found).Order(StringComparer.Ordinal));
        Assert.Equal(
            key.RootElement.GetProperty("matches").EnumerateArray().Select(Match).OfType<string>()
                .Order(StringComparer.Ordinal),
            report.Matches.Select(Match).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Proposals_take_names_and_networks_that_nobody_has_and_each_once()
    {
        var report = await Check(Engine.Sqlite);
        var names = report.Conflicts.Where(conflict => conflict.Kind is ConflictKind.DeviceName
            or ConflictKind.VirtualMachineName).Select(conflict => conflict.NewName!).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("ESX01-sued", names);

        var networks = report.Conflicts
            .Where(conflict => conflict.Kind is ConflictKind.PrefixIdentical or ConflictKind.PrefixContains)
            .GroupBy(conflict => conflict.Items[1].Name)
            .Select(group => Assert.Single(group.DistinctBy(it => it.NewName)))
            .Select(conflict => Network.Parse(conflict.NewName!).Expect()).ToList();
        Assert.All(networks, network => Assert.Single(networks, other => other.Contains(network)));
    }

    [Fact]
    public async Task Of_two_contracts_the_one_that_ends_first_is_given_up_with_its_price_and_notice()
    {
        var report = await Check(Engine.Sqlite);
        var statis = Assert.Single(report.Conflicts,
            conflict => conflict.Kind == ConflictKind.ContractDouble && conflict.Items[0].Name == "V-3610");
        Assert.Equal(("sued", new Money(25_324_30), new DateOnly(2025, 2, 6)),
            (statis.Side, statis.Saving, statis.Until));
        // V-3164, LV/2195, LV/4158 and LV/1961 end first.
        Assert.Equal(new Money(25_324_30 + 19_744_99 + 5_304_30 + 15_008_63), report.Saving);
    }

    [Fact]
    public async Task A_name_clashes_also_with_a_device_that_is_the_same_as_another()
    {
        await using var nord = await Books.On(Engine.Sqlite, "nord");
        var sued = await nord.Beside("sued");
        (await nord.Import(("d.csv", "name,serial,cores\nesx1,HN4711,8\n"))).Fine();
        (await sued.Import(("d.csv", "name,serial,cores\nalt7,HN4711,8\nESX1,SG4712,8\n"))).Fine();
        var report = ConflictCheck.Run(await nord.Inventory(), await sued.Inventory(), new ConflictRules(day));
        Assert.Equal("alt7", Assert.Single(report.Matches).Right.Name);
        var clash = Assert.Single(report.Conflicts);
        Assert.Equal((ConflictKind.DeviceName, "ESX1-sued"), (clash.Kind, clash.NewName));
    }

    static async Task<ConflictReport> Check(Engine engine)
    {
        await using var nord = await Books.On(engine, "nord");
        var sued = await nord.Beside("sued");
        (await nord.Import(InventoryFixture.Folder("nord"))).Fine();
        (await sued.Import(InventoryFixture.Folder("sued"))).Fine();
        foreach (var books in new[] { nord, sued })
        {
            (await books.Import([InventoryFixture.File("ends.csv", Ends)],
                new InventoryImportOptions { Kind = ItemKinds.Platform })).Fine();
        }
        return ConflictCheck.Run(await nord.Inventory(), await sued.Inventory(), new ConflictRules(day));
    }

    static string Planted(JsonElement planted)
    {
        var (type, side) = (Text(planted, "type")!, Text(planted, "side"));
        return type switch
        {
            "prefix_identical" or "prefix_contains" =>
                $"{type} {Text(planted, "nord")} {Text(planted, "sued")}",
            "vlan_id_reused" or "device_name_duplicate" => $"{type} {Text(planted, "nord")} {Text(planted, "sued")}",
            "vm_name_duplicate" => $"{type} {Text(planted, "name")}",
            "asn_reused" => $"{type} {planted.GetProperty("asn").GetInt64()}",
            "licence_double" => $"{type} {Text(planted, "nord")} {Text(planted, "sued")}",
            "dependency_cycle" => $"{type} "
                + string.Join(' ', planted.GetProperty("sued").EnumerateArray().Select(id => id.GetString())),
            "dangling_dependency" => $"{type} {Text(planted, "sued")}",
            "os_end_of_life" => $"{type} {side} {Text(planted, "vm")} {Text(planted, "os")} {Text(planted, "eol")}",
            "hardware_older_than_8y_on_2026-01-01" =>
                $"{type} {side} {Text(planted, "device")} {Text(planted, "bought")}",
            _ => throw new InvalidOperationException($"The key plants something new: {type}"),
        };
    }

    static string Found(Conflict conflict)
    {
        var names = string.Join(' ', conflict.Items.Select(item => item.Name));
        return conflict.Kind switch
        {
            ConflictKind.PrefixIdentical => $"prefix_identical {names}",
            ConflictKind.PrefixContains => $"prefix_contains {names}",
            ConflictKind.VlanReused => $"vlan_id_reused {names}",
            ConflictKind.DeviceName => $"device_name_duplicate {names}",
            ConflictKind.VirtualMachineName => $"vm_name_duplicate {conflict.Items[0].Name}",
            ConflictKind.AsnReused => $"asn_reused {conflict.Items[0].Name}",
            ConflictKind.ContractDouble => $"licence_double {names}",
            ConflictKind.DependencyCircle =>
                $"dependency_cycle {string.Join(' ', conflict.Items.Select(item => item.Aliases[0].Split(':')[1]))}",
            ConflictKind.DependencyDangling => $"dangling_dependency {conflict.Items[0].Missing[0]}",
            ConflictKind.EndOfLife => $"os_end_of_life {conflict.Side} {names} {Day.Iso(conflict.Until!.Value)}",
            ConflictKind.HardwareOld => $"hardware_older_than_8y_on_2026-01-01 {conflict.Side} {names} "
                + Day.Iso(conflict.Items[0].Content.Day(Fields.PurchasedOn)!.Value),
            _ => $"{conflict.Kind} {names}",
        };
    }

    /// <summary>What must not match is found by its absence.</summary>
    static string? Match(JsonElement planted) => Text(planted, "type") switch
    {
        "must_not_match" => null,
        var type => $"{type} {Text(planted, "nord")} {Text(planted, "sued")}",
    };

    static string Match(ItemMatch match) => match.Left.Kind.Code switch
    {
        "device" => $"same_device {match.Left.Name} {match.Right.Name}",
        "member" => $"same_member {match.Left.Name} {match.Right.Name}",
        "application" => $"same_product {match.Left.Aliases[0].Split(':')[1]} {match.Right.Aliases[0].Split(':')[1]}",
        var kind => $"{kind} {match.Left.Name} {match.Right.Name}",
    };

    static string? Text(JsonElement planted, string name) =>
        planted.TryGetProperty(name, out var value) ? value.GetString() : null;
}
