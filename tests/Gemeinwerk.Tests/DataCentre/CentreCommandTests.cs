using System.Text.Json;
using System.Xml.Linq;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Cli;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.DataCentre;

public class CentreCommandTests
{
    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Each_plan_is_computed_from_the_synthetic_centre_and_answers_as_json_too(Engine engine)
    {
        await using var nord = await Books.On(engine, "nord");
        (await nord.Import(InventoryFixture.Folder("nord"))).Fine();
        var cli = new CliRun(nord.Address);
        var folder = Directory.CreateTempSubdirectory();
        var (picture, paper) = (Path.Combine(folder.FullName, "umzug.svg"), Path.Combine(folder.FullName, "plan.txt"));
        const string Rest = "--on 01.01.2026 --body nord";
        string[] lines =
        [
            "inventory use add application \"Komsoft Meldewesen\" \"Kreis Eichscheid\" --since 01.01.2026 --share 1/3 "
                + "--body nord",
            "inventory use list --on 01.06.2026 --body nord",
            $"centre capacity {Rest}",
            $"centre placement --search 2 --overcommit 600 {Rest}",
            $"centre placement --spare-hosts 1 --overcommit 600 {Rest}",
            $"centre waves --first 05.01.2026 --most 20 --freeze 2026-01-10..2026-01-20 "
                + $"--out {picture} --force --body nord",
            $"centre impact device esx03 {Rest}",
            $"centre restart --site RZ-Nord --out {paper} --force {Rest}",
            $"centre what-if --remove device=esx03 {Rest}",
        ];
        foreach (var line in lines)
        {
            Assert.NotEmpty(await cli.Done(line));
            using var json = JsonDocument.Parse(await cli.Done($"{line} --json"));
        }
        Assert.Equal("svg", XDocument.Load(picture).Root!.Name.LocalName);
        Assert.StartsWith("Wiederanlaufplan ", await File.ReadAllTextAsync(paper), StringComparison.Ordinal);
        Assert.Contains("Komsoft Meldewesen", await cli.Done($"centre impact device esx03 {Rest}") +
            await cli.Done("inventory use list --body nord"), StringComparison.Ordinal);
        await cli.Done("inventory use end application \"Komsoft Meldewesen\" \"Kreis Eichscheid\" --until 01.01.2027 "
            + "--body nord");

        foreach (var line in new[] { $"centre capacity {Rest}", $"centre impact device esx03 {Rest}" })
        {
            var drawn = Path.Combine(folder.FullName, $"{line.Split(' ')[1]}.svg");
            await cli.Done($"{line} --svg {drawn}");
            Assert.Equal("svg", XDocument.Load(drawn).Root!.Name.LocalName);
            await cli.Refused($"{line} --svg {drawn}", "cli.out-exists");
        }
        Assert.Contains("Fällt ein beliebiger Server", await cli.Done($"centre placement --spare-hosts 1 {Rest}"),
            StringComparison.Ordinal);
        await cli.Refused($"centre placement --spare-hosts 101 {Rest}", "centre.number");
        await cli.Refused($"centre what-if --remove vm=esx03 {Rest}", "centre.removed");
        await cli.Refused($"centre impact device nirgends {Rest}", "inventory.item-unknown");
        await cli.Refused("centre waves --first 05.01.2026 --freeze bald --body nord", "centre.freeze");
        await cli.Refused($"centre waves --first 05.01.2026 --out {picture} --body nord", "cli.out-exists");
        await cli.Refused("inventory use add application \"Komsoft Meldewesen\" \"Kreis Eichscheid\" "
            + "--since 01.01.2026 --share halb --body nord", "inventory.share");
        folder.Delete(recursive: true);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Racks_and_networks_are_shown_drawn_and_searched(Engine engine)
    {
        await using var nord = await Books.On(engine, "nord");
        (await nord.Import(InventoryFixture.Folder("nord"))).Fine();
        var cli = new CliRun(nord.Address);
        var folder = Directory.CreateTempSubdirectory();
        var (rack, nets) = (Path.Combine(folder.FullName, "R1.svg"), Path.Combine(folder.FullName, "netze.svg"));
        string[] lines =
        [
            "inventory racks --site RZ-Nord --body nord", $"inventory rack R1 --out {rack} --force --body nord",
            $"inventory networks --out {nets} --force --body nord",
            "inventory free-network 10.16.0.0/24 26 --body nord",
        ];
        foreach (var line in lines)
        {
            Assert.NotEmpty(await cli.Done(line));
            using var json = JsonDocument.Parse(await cli.Done($"{line} --json"));
        }
        SpaceTests.Check(await File.ReadAllTextAsync(rack));
        SpaceTests.Check(await File.ReadAllTextAsync(nets));
        Assert.Contains("esx01", await cli.Done("inventory rack R1 --body nord"), StringComparison.Ordinal);
        Assert.Contains("10.16.0.0/26", await cli.Done(lines[3]), StringComparison.Ordinal);
        await cli.Refused("inventory rack R99 --body nord", "inventory.item-unknown");
        await cli.Refused("inventory rack R1 --site nirgends --body nord", "inventory.item-unknown");
        await cli.Refused($"inventory rack R1 --out {rack} --body nord", "cli.out-exists");
        await cli.Refused("inventory free-network 10.16.0.0/24 viel --body nord", "inventory.network-length");
        await cli.Refused("inventory free-network 10.99.0.0/24 26 --vrf X --body nord", "inventory.vrf-unknown");
        folder.Delete(recursive: true);
    }
}
