using System.Xml.Linq;
using CsCheck;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Dependencies;
using Gemeinwerk.DataCentre.Plan;
using static Gemeinwerk.Tests.DataCentre.CentreWorld;

namespace Gemeinwerk.Tests.DataCentre;

public class MoveTests
{
    static readonly DateOnly day = new(2026, 12, 1);

    [Fact]
    public void Each_machine_moves_once_with_its_application_after_what_it_needs_and_never_in_a_freeze() =>
        Gen.Select(Gen.Int[0, 9].Array[1, 30], Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9]).Array[0, 12], Gen.Int[1, 8],
            Gen.Int[1, 4], Gen.Bool)
        .Sample((machines, edges, most, every, together) =>
        {
            var world = new CentreWorld();
            for (var at = 0; at < 10; at++)
            {
                world.Add(ItemKinds.Application, $"a{at}", Is(Fields.Priority, at % 3), To(Fields.NeedsHard,
                    edges.Where(edge => edge.Item1 == at).Select(edge => edge.Item2 + 1L)));
            }
            foreach (var (application, at) in machines.Select((application, at) => (application, at)))
            {
                world.Machine($"vm{at}", 1, 1, To(Fields.Application, application + 1));
            }
            var snapshot = world.Snapshot();
            var graph = DependencyGraph.Of(snapshot);
            Freeze[] freezes = [new(new(2026, 12, 15), new(2027, 1, 5)), new(new(2026, 12, 3), new(2026, 12, 3))];
            var plan = MoveWaves.Of(graph, snapshot.Of(ItemKinds.VirtualMachine),
                new MoveOptions(day, every, most, together, freezes)).Expect();
            var night = plan.Waves.SelectMany(wave =>
                wave.Units.SelectMany(unit => unit.Machines.Concat(unit.Applications))
                .Select(item => (item.Name, wave.Night))).ToDictionary(it => it.Name, it => it.Night);
            Assert.Equal(machines.Length, plan.Waves.Sum(wave => wave.Machines));
            Assert.All(plan.Waves, wave => Assert.True(wave.Machines <= most || plan.Oversized.Contains(wave.Units[0])
                || wave.Units.Any(plan.Oversized.Contains)));
            Assert.All(plan.Waves, wave => Assert.DoesNotContain(freezes,
                freeze => freeze.From <= wave.Night && wave.Night <= freeze.Through));
            Assert.All(plan.Waves, wave => Assert.Equal(0, (wave.Night.DayNumber - day.DayNumber) % every));
            for (var at = 0; at < machines.Length; at++) Assert.Equal(night[$"a{machines[at]}"], night[$"vm{at}"]);
            foreach (var (from, to) in edges)
            {
                Assert.True(night[$"a{to}"] <= night[$"a{from}"]);
                if (together) Assert.Equal(night[$"a{to}"], night[$"a{from}"]);
            }
            var picture = XDocument.Parse(MoveTimeline.Of(plan).File());
            Assert.Equal(plan.Waves.Count, picture.Descendants().Count(it => (string?)it.Attribute("class") == "gw-1"));
            Assert.Contains(picture.Root!.Elements(), it => it.Name.LocalName == "desc" && it.Value.Length > 0);
        }, iter: 200);

    [Fact]
    public void Freezes_without_end_leave_no_night_and_are_read_in_both_forms_of_a_day()
    {
        var world = new CentreWorld();
        world.Machine("vm", 1, 1);
        var snapshot = world.Snapshot();
        var always = new Freeze(DateOnly.MinValue, DateOnly.MaxValue);
        Assert.Equal("centre.no-night", MoveWaves.Of(DependencyGraph.Of(snapshot), snapshot.Items,
            new MoveOptions(day, 1, 10, false, [always])).Rejection?.Code);
        Assert.Equal(new Freeze(new(2026, 12, 15), new(2027, 1, 5)), Freeze.Parse("2026-12-15..05.01.2027").Expect());
        Assert.All(["", "2026-12-15..2026-12-14", "morgen", "2026-12-15..2026-12-16..2026-12-17"],
            text => Assert.Equal("centre.freeze", Freeze.Parse(text).Rejection?.Code));
    }

    [Fact]
    public void Without_a_site_its_machines_are_placed_elsewhere_or_are_named()
    {
        var world = new CentreWorld();
        var (hemer, siegen) = (world.Add(ItemKinds.Site, "Hemer"), world.Add(ItemKinds.Site, "Siegen"));
        var rack = world.Add(ItemKinds.Rack, "R1", To(Fields.Site, hemer));
        var one = world.Host("h1", 4, 100, To(Fields.Rack, rack));
        world.Host("s1", 4, 100, To(Fields.Site, siegen));
        var planned = world.Host("s2", 4, 100, To(Fields.Site, siegen), Says(Fields.Status, "planned"));
        var application = world.Add(ItemKinds.Application, "Meldewesen");
        world.Machine("vm1", 4, 60, To(Fields.Host, one), To(Fields.Application, application));
        world.Machine("vm2", 4, 60);
        var snapshot = world.Snapshot();
        var options = new PlacementOptions(new CentreRules(day, 100, 0));

        var site = WhatIf.Of(snapshot, [], options, new([snapshot.Find(hemer)], []));
        Assert.Equal(["Meldewesen"], site.Stopped.Select(item => item.Name));
        Assert.Empty(site.Homeless);
        Assert.True(site.Before.Placement.IsComplete && site.After.Placement.IsComplete);
        Assert.Equal(["Siegen"], site.After.Capacity.Sites.Select(line => line.Name)
            .Where(name => name != "ohne Standort"));

        var late = WhatIf.Of(snapshot, [], options, new([snapshot.Find(rack)], [snapshot.Find(planned)]));
        Assert.Single(late.Homeless);
        Assert.DoesNotContain(late.After.Restart.Steps, step => step.Item.Name is "R1" or "h1" or "s2");
    }
}
