using System.Xml.Linq;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Dependencies;
using Gemeinwerk.DataCentre.Plan;
using static Gemeinwerk.Tests.DataCentre.CentreWorld;

namespace Gemeinwerk.Tests.DataCentre;

/// <summary>Pictures stay readable and well-formed, whatever the inventory is called and however large it is.</summary>
public class DrawingTests
{
    const string Hostile = "\"><script>alert('&')</script>\0😀😀😀\uD83D";

    static readonly XNamespace of = "http://www.w3.org/2000/svg";
    static readonly DateOnly day = new(2026, 1, 1);

    static InventorySnapshot World(int hosts)
    {
        var world = new CentreWorld();
        var site = world.Add(ItemKinds.Site, Hostile);
        for (var no = 0; no < hosts; no++)
        {
            var cluster = world.Add(ItemKinds.Cluster, $"Cluster {no} {Hostile}", To(Fields.Site, site));
            var host = world.Host($"esx{no}", 32, 1000, To(Fields.Site, site), To(Fields.Cluster, cluster));
            var application = world.Add(ItemKinds.Application, $"Verfahren {no}");
            world.Machine($"vm{no} {Hostile}", 40, 900, To(Fields.Host, host), To(Fields.Cluster, cluster),
                To(Fields.Application, application));
        }
        return world.Snapshot();
    }

    [Theory, InlineData(1), InlineData(3), InlineData(40), InlineData(1000)]
    public void What_has_no_room_in_a_picture_is_counted_and_nothing_is_lost(int hosts)
    {
        var snapshot = World(hosts);
        var impact = Impact.Of(DependencyGraph.Of(snapshot), Usage.Of(snapshot, [], day), snapshot.Items[0]);
        var picture = ImpactPicture.Of(impact);
        var svg = Parse(picture.File());
        var texts = svg.Elements(of + "text").Select(text => text.Value).ToList();
        var nodes = svg.Elements(of + "rect").Where(rect => (string)rect.Attribute("width")! == "152").ToList();
        Assert.True(nodes.Count <= 1 + 3 * 15, $"{nodes.Count} boxes");
        var rests = texts.Where(text => text.StartsWith("und ", StringComparison.Ordinal)
            || text.EndsWith(" weiter entfernt", StringComparison.Ordinal)).ToList();
        var counted = rests.Sum(text => int.Parse(string.Concat(text.Where(char.IsAsciiDigit)), German.Culture));
        Assert.Equal(impact.Bonds.Count(), nodes.Count - 1 - rests.Count + counted);
        var (down, worse) = (German.Count(impact.Fails.Count), German.Count(impact.Degraded.Count));
        Assert.EndsWith($"fallen {down} aus und {worse} laufen schlechter. Dieselben Angaben stehen in der Tabelle.",
            svg.Element(of + "desc")!.Value, StringComparison.Ordinal);
        Assert.Equal(svg.Elements().Skip(3).Select(it => $"{it}"),
            Parse(picture.Part("bild")).Elements().Skip(2).Select(it => $"{it}"));
    }

    [Theory, InlineData(1), InlineData(12), InlineData(60)]
    public void Bars_show_what_is_used_of_what_is_there(int hosts)
    {
        var snapshot = World(hosts);
        var rules = new CentreRules(day, MemoryReservePercent: 0);
        var capacity = Capacity.Of(snapshot, rules);
        Assert.All(capacity.Pools, line => Assert.Equal((31, 90), (line.Percent(it => it.Processors),
            line.Percent(it => it.Memory))));
        var svg = Parse(CapacityPicture.Of(capacity).File());
        var hints = svg.Elements(of + "rect").Select(rect => rect.Element(of + "title")?.Value).OfType<string>();
        Assert.Equal(2 * Math.Min(24, 1 + hosts), hints.Count());
        var rest = svg.Elements(of + "text").Select(text => text.Value).Where(text => text.EndsWith("in der Tabelle",
            StringComparison.Ordinal));
        Assert.Equal(hosts + 1 > 24 ? [$"und {hosts + 1 - 24} weitere in der Tabelle"] : [], rest);
    }

    static XElement Parse(string svg)
    {
        var root = XDocument.Parse(svg).Root!;
        Assert.DoesNotContain(root.Descendants(), it => it.Name.LocalName == "script");
        Assert.NotEmpty(root.Element(of + "title")!.Value);
        return root;
    }
}
