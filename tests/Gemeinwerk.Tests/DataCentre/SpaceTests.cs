using System.Numerics;
using System.Xml.Linq;
using CsCheck;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.DataCentre.Pictures;
using Gemeinwerk.DataCentre.Space;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.DataCentre;

/// <summary>Where there is room, in racks and in networks.</summary>
public class SpaceTests
{
    const string Racks = """
        name;site;height_units;power
        R1;RZ;10;2000
        R2;RZ;;
        """;

    const string Devices = """
        name;site;rack;position;face;height_units;power;status
        unten;RZ;R1;1;;2;500;active
        mitte;RZ;R1;4,5;front;1,5;300;active
        hinter;RZ;R1;5;rear;1;100;active
        gleich;RZ;R1;5;front;1;100;planned
        hoch;RZ;R1;10;;2;100;active
        lose;RZ;R1;;;1;50;active
        alt;RZ;R1;8;;1;900;retired
        ohne;RZ;R2;3;;;70;active
        """;

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_rack_says_what_is_where_what_is_free_and_what_clashes(Engine engine)
    {
        await using var books = await Books.On(engine);
        await FillRacks(books);
        var inventory = await books.Inventory();
        var racks = RackElevation.All(inventory);
        Assert.Equal(["R1", "R2"], racks.Select(it => it.Rack.Name));
        var rack = racks[0];
        Assert.Equal(["hoch 10–11", "gleich 5", "hinter 5", "mitte 4,5–5", "unten 1–2"],
            rack.Slots.Select(slot => $"{slot.Device.Name} {slot.Units}"));
        Assert.Equal(["R1", "mitte", "", "gleich", ""], rack.Slots.Select(slot => string.Join(",", slot.Clashes)));
        Assert.Equal(["lose"], rack.Unplaced.Select(device => device.Name));
        Assert.Equal(["3–3,5", "6–9"], rack.Gaps.Select(gap => gap.Units));
        Assert.Equal((100L, 45L, 55L), (rack.Height, rack.Used, rack.Free));
        Assert.Equal((2_000L, 1_150L, 850L), (rack.PowerThere, rack.PowerUsed, rack.PowerFree));

        var unknown = racks[1];
        Assert.Equal((null, null, 10L, 70L), (unknown.Height, unknown.Free, unknown.Used, unknown.PowerUsed));
        Assert.False(Assert.Single(unknown.Slots).IsHeightKnown);
        Assert.Empty(unknown.Gaps);
    }

    /// <summary>Two racks, one of which says how high it is.</summary>
    internal static async Task FillRacks(Books books)
    {
        await Fill(books, ItemKinds.Rack, Racks);
        await Fill(books, ItemKinds.Device, Devices);
    }

    static async Task Fill(Books books, ItemKind kind, string csv) => (await books.Import(
        [InventoryFixture.File($"{kind.Code}.csv", csv)], new InventoryImportOptions { Kind = kind })).Fine();

    [Fact]
    public void A_drawing_is_well_formed_whatever_things_are_called()
    {
        var rack = new ConfigurationItem(new(1), ItemKinds.Rack, "r", "R<1> & \"Co\"", ItemContent.Empty);
        var device = new ConfigurationItem(new(2), ItemKinds.Device, "d", "</svg><script>", ItemContent.Empty);
        var view = new RackElevation(rack, null, null, null,
            [new RackSlot(device, long.MaxValue / 2, 10, true, []), new RackSlot(device, 0, 10, true, ["x"])],
            [], [], 0, null, 0);
        foreach (var drawing in new[] { RackPicture.Both(view), RackPicture.Front(view) })
        {
            Check(drawing.File());
        }
        var picture = XDocument.Parse(RackPicture.Both(view).File());
        Assert.Contains("</svg><script>", picture.Descendants().Where(it => it.Name.LocalName == "text")
            .Select(it => it.Value));
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Networks_are_a_tree_with_what_is_used_and_free_and_clashes_in_the_body(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books, ItemKinds.Prefix, """
                name,network_status,vrf
                10.0.0.0/16,container,
                10.0.0.0/24,active,
                10.0.0.128/25,active,
                10.0.1.0/24,active,
                10.0.0.0/24,active,Gast
                fd00::/8,container,
                fd00:1::/32,active,
                ff00::/8,container,
                ffff::/16,active,
                """);
        await Fill(books, ItemKinds.Address, """
                name,vrf
                10.0.1.7/24,
                10.0.1.7/32,
                10.0.1.8/24,
                172.16.0.1/24,
                fe80::1%3/64,
                """);
        var space = NetworkSpace.Of(await books.Inventory());
        Assert.Equal(
        [
            "0 10.0.0.0/16 512/65536 False", "1 10.0.0.0/24 128/256 True", "2 10.0.0.128/25 0/128 False",
            "1 10.0.1.0/24 2/256 False",
            $"0 fd00::/8 {BigInteger.One << 96}/{BigInteger.One << 120} False",
            $"1 fd00:1::/32 0/{BigInteger.One << 96} False",
            $"0 ff00::/8 {BigInteger.One << 112}/{BigInteger.One << 120} False",
            $"1 ffff::/16 0/{BigInteger.One << 112} False",
            "0 10.0.0.0/24 0/256 False",
        ], space.All.Select(node => $"{node.Depth} {node.Network} {node.Used}/{node.Size} {node.IsClashing}"));
        Assert.Equal(["172.16.0.1/24", "fe80::1%3/64"], space.Homeless.Select(it => it.Name).Order());

        Assert.Equal("10.0.2.0/23", Free("10.0.0.0/16", 23));
        Assert.Equal("10.0.1.16/29", Free("10.0.1.0/24", 29));
        Assert.Equal("fd00::/32", Free("fd00::/8", 32));
        Assert.Equal("ff00::/9", Free("ff00::/8", 9));
        Assert.Equal("10.0.0.0/24", space.NextFree("10.0.0.0/24", "gast", 24).Expect().ToString());
        foreach (var (network, length, code) in new[]
        {
            ("10.0.0.0/16", 15, "inventory.network-length"), ("10.0.0.0/16", 33, "inventory.network-length"),
            ("10.0.0.0/16", -1, "inventory.network-length"), ("10.0.0.0/16", 16, "inventory.network-full"),
        })
        {
            Assert.Equal(code, space.NextFree(network, null, length).Rejection!.Code);
        }
        Assert.Equal("10.1.0.0/16", Free("10.0.0.0/8", 16));
        Assert.Equal("172.16.0.0/32", Free("172.16.0.0/30", 32));
        Assert.Equal("172.16.0.2/31", Free("172.16.0.0/30", 31));
        Assert.Equal("inventory.vrf-unknown", space.NextFree("10.9.0.0/16", "keine", 24).Rejection!.Code);
        Assert.Equal("inventory.network", space.NextFree("10.9.0.0", null, 24).Rejection!.Code);
        Check(NetworkPicture.Of(space).File());

        string Free(string network, int length) => $"{space.NextFree(network, null, length).Expect()}";
    }

    /// <summary>Where the last network is taken, the search ends and does not run over the last address there is.
    /// </summary>
    [Fact]
    public void The_last_network_there_is_can_be_taken() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 40]).Sample((own, more) =>
    {
        var pool = Network.Parse("::/0").Expect();
        var last = pool.At(UInt128.MaxValue >> (128 - own) << (128 - own), own);
        var length = Math.Max(1, own - 20 + more);
        // The lower half is free, whatever is taken at the end.
        var network = new NetworkSpace([Node(last)], []).NextFree("::/0", null, length).Expect();
        Assert.False(last.Contains(network) || network.Contains(last));
    });

    [Theory, InlineData(1, 1), InlineData(2, 1), InlineData(8, 8)]
    public void Shown_counts_are_exact_or_say_that_they_are_not(int power, int plus)
    {
        Assert.Equal("1.000.000.000", AddressCounts.Shown(1_000_000_000));
        Assert.Equal($"2^{60 + power}", AddressCounts.Shown(BigInteger.One << (60 + power)));
        Assert.Equal($"> 2^{60 + power}", AddressCounts.Shown((BigInteger.One << (60 + power)) + plus));
    }

    static NetworkNode Node(Network network) => new(network,
        [new ConfigurationItem(new(1), ItemKinds.Prefix, $"{network}", $"{network}", ItemContent.Empty)], "", 0);

    internal static void Check(string svg)
    {
        var root = XDocument.Parse(svg).Root!;
        Assert.Equal("svg", root.Name.LocalName);
        var parts = root.Elements().Select(it => it.Name.LocalName).Take(2);
        Assert.Equal(["title", "desc"], parts);
        Assert.All(root.Elements().Take(2), it => Assert.NotEmpty(it.Value));
        Assert.DoesNotContain(root.Descendants(), it => it.Name.LocalName == "script");
    }
}
