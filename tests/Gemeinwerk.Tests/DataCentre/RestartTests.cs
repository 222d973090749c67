using System.Globalization;
using CsCheck;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Dependencies;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using static Gemeinwerk.Tests.DataCentre.CentreWorld;

namespace Gemeinwerk.Tests.DataCentre;

public class RestartTests
{
    static readonly DateOnly day = new(2026, 1, 1);

    static RestartPlan Plan(InventorySnapshot snapshot) =>
        RestartPlan.Of(DependencyGraph.Of(snapshot), Usage.Of(snapshot, [], day));

    [Fact]
    public void What_is_needed_starts_before_and_of_what_can_start_the_more_urgent_first()
    {
        var world = new CentreWorld();
        var hemer = world.Add(ItemKinds.Site, "Hemer");
        var siegen = world.Add(ItemKinds.Site, "Siegen");
        var slow = world.Add(ItemKinds.Application, "Archiv", Is(Fields.Priority, 5), Is(Fields.RecoveryHours, 72));
        var fast = world.Add(ItemKinds.Application, "Leitstelle", Is(Fields.Priority, 0), Is(Fields.RecoveryHours, 1));
        var one = world.Host("esx01", 32, 256_000, To(Fields.Site, hemer));
        var two = world.Host("esx02", 32, 256_000, To(Fields.Site, siegen));
        world.Machine("vm-archiv", 2, 8_000, To(Fields.Host, one), To(Fields.Application, slow));
        world.Machine("vm-leit", 2, 8_000, To(Fields.Host, two), To(Fields.Application, fast));
        var plan = Plan(world.Snapshot());
        Assert.Equal(["Siegen", "Hemer", "esx02", "esx01", "vm-leit", "vm-archiv", "Leitstelle", "Archiv"],
            plan.Steps.Select(step => step.Item.Name));
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4], plan.Steps.Select(step => step.Level));
        Assert.Equal((0, 1), (plan.Steps[0].Priority, plan.Steps[0].RecoveryHours));
        Assert.Empty(plan.Findings);
        Assert.Equal("Siegen", plan.Bottlenecks[0].Item.Name);
        Assert.Equal(["Hemer", "esx01", "vm-archiv", "Archiv"],
            plan.At(world.Snapshot().Find(hemer)).Select(step => step.Item.Name));
    }

    [Fact]
    public void Missing_data_circles_and_times_that_cannot_be_met_are_named()
    {
        var world = new CentreWorld();
        var slow = world.Add(ItemKinds.Application, "Datenbank", Is(Fields.Priority, 1), Is(Fields.RecoveryHours, 24));
        world.Add(ItemKinds.Application, "Meldewesen", Is(Fields.Priority, 1), Is(Fields.RecoveryHours, 8),
            To(Fields.NeedsHard, slow));
        var a = world.Add(ItemKinds.Application, "A", Says(Fields.MissingTargets, "S999"));
        var b = world.Add(ItemKinds.Application, "B", To(Fields.NeedsHard, a));
        world.Set(a, To(Fields.NeedsHard, b));
        var plan = Plan(world.Snapshot());
        Assert.Equal(
            [
                "Circle A", "Dangling A", "NoMachine A", "NoMachine B", "NoMachine Datenbank", "NoMachine Meldewesen",
                "NoPriority A", "NoPriority B", "NoRecoveryTime A", "NoRecoveryTime B",
                    "RecoveryTimeTooShort Datenbank",
            ],
            plan.Findings.Select(finding => $"{finding.Kind} {finding.Items[0].Name}").Order(StringComparer.Ordinal));
        Assert.Equal(["A", "B"], plan.Findings[0].Items.Select(item => item.Name));
        Assert.Contains(plan.Findings, finding => finding.Text ==
            "„Datenbank“ ist erst nach 24 Stunden wieder da, gebraucht wird es nach 8, "
            + "unter anderem von „Meldewesen“.");
    }

    [Fact]
    public void Nothing_starts_before_what_it_needs_unless_both_are_in_a_circle() =>
        Gen.Select(Gen.Int[1, 30], Gen.Select(Gen.Int[0, 29], Gen.Int[0, 29], Gen.Bool).Array[0, 60]).Sample((n,
            edges) =>
        {
            var snapshot = ImpactTests.Random(n, edges, []);
            var graph = DependencyGraph.Of(snapshot);
            var plan = Plan(snapshot);
            var rings = Components.Find(graph.Hard);
            var steps = plan.Steps.ToDictionary(step => step.Item.Id.Value);
            Assert.Equal(Enumerable.Range(1, plan.Steps.Count), plan.Steps.Select(step => step.No));
            foreach (var step in plan.Steps)
            {
                foreach (var need in step.WaitingFor.Where(need => steps.ContainsKey(need.Id.Value)))
                {
                    var isRing = rings[graph.PlaceOf(need)] == rings[graph.PlaceOf(step.Item)];
                    Assert.True(isRing || steps[need.Id.Value].Level < step.Level);
                }
            }
        }, iter: 300);

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task The_paper_of_the_synthetic_centre_has_the_computed_order_and_its_circle(Engine engine)
    {
        await using var sued = await Books.On(engine, "sued");
        (await sued.Import(InventoryFixture.Folder("sued"))).Fine();
        var snapshot = await sued.Inventory();
        var plan = Plan(snapshot);
        var circle = Assert.Single(plan.Findings, finding => finding.Kind == RestartFindingKind.Circle);
        Assert.Equal(["S001", "S002", "S003"], circle.Items.Select(item => item.Aliases[0].Split(':')[1]));
        Assert.Contains("S999", Assert.Single(plan.Findings,
            finding => finding.Kind == RestartFindingKind.Dangling).Text, StringComparison.Ordinal);

        foreach (var site in snapshot.Of(ItemKinds.Site).Cast<ConfigurationItem?>().Append(null))
        {
            var paper = RestartPaper.Of(plan, sued.Body, day, site);
            var numbers = paper.Split('\n').Where(line => line.StartsWith("[ ]", StringComparison.Ordinal))
                .Select(line => int.Parse(line[3..9], CultureInfo.InvariantCulture));
            Assert.Equal((site is null ? plan.Steps : plan.At(site)).Select(step => step.No), numbers);
        }
        Assert.Equal(plan.Steps, Plan(await sued.Inventory()).Steps, (one, other) =>
            (one.No, one.Level, one.Item.Id) == (other.No, other.Level, other.Item.Id));
    }
}
