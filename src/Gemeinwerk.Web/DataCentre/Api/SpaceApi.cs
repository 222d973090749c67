using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Pictures;
using Gemeinwerk.DataCentre.Space;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.DataCentre.Api;

/// <summary>How full a rack is.</summary>
/// <param name="Id">Its key in the inventory.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Site">The name of its site.</param>
/// <param name="Room">The name of its room.</param>
/// <param name="HeightTenths">Tenths of a height unit; null where nobody knows.</param>
/// <param name="UsedTenths">Tenths of a height unit in which something is, on one side at least.</param>
/// <param name="FreeTenths">Tenths of a height unit in which nothing is; null where its height is not known.</param>
/// <param name="PowerWatts">What it offers; null where nobody knows.</param>
/// <param name="UsedWatts">What its devices take.</param>
/// <param name="Devices">How many are in it, those without a place too.</param>
/// <param name="Clashes">How many are where something else is, or stick out.</param>
public sealed record ApiRack(
    long Id, string Name, string? Site, string? Room, long? HeightTenths, long UsedTenths, long? FreeTenths,
    long? PowerWatts, long UsedWatts, int Devices, int Clashes)
{
    internal static ApiRack Of(RackElevation it) => new(it.Rack.Id.Value, it.Rack.Name, it.Site?.Name, it.Room?.Name,
        it.Height, it.Used, it.Free, it.PowerThere, it.PowerUsed, it.Slots.Count + it.Unplaced.Count, it.Clashes);
}

/// <summary>A device at its place.</summary>
/// <param name="Id">Its key in the inventory.</param>
/// <param name="Name">What people call it.</param>
/// <param name="FromTenths">Its lower edge over the floor, in tenths of a height unit; unit 1 begins at 0.</param>
/// <param name="HeightTenths">Tenths of a height unit.</param>
/// <param name="IsHeightKnown">Else one unit is assumed.</param>
/// <param name="Face">`front` or `rear`; null for both.</param>
/// <param name="Clashes">The names of what is in its place too; of the rack where it sticks out.</param>
public sealed record ApiRackSlot(
    long Id, string Name, long FromTenths, long HeightTenths, bool IsHeightKnown, string? Face,
    IReadOnlyList<string> Clashes);

/// <summary>What is where in a rack.</summary>
/// <param name="Rack">How full it is.</param>
/// <param name="Slots">From the top down.</param>
/// <param name="Unplaced">Names of devices in it of which nobody knows where.</param>
/// <param name="Gaps">Units in which nothing is, from the bottom up, as `2–3`.</param>
public sealed record ApiRackView(
    ApiRack Rack, IReadOnlyList<ApiRackSlot> Slots, IReadOnlyList<string> Unplaced, IReadOnlyList<string> Gaps);

/// <summary>A network and what of it is used.</summary>
/// <param name="Network">In CIDR form.</param>
/// <param name="Vrf">Its routing table; empty for the global one.</param>
/// <param name="Depth">How many others it lies in.</param>
/// <param name="Items">Keys of the items that have it.</param>
/// <param name="Size">How many addresses it has: an exact whole number as text, because IPv6 has more than numbers of
/// JSON hold.</param>
/// <param name="Used">How many of them lie in others or are given away, as text.</param>
/// <param name="Free">How many are left, as text.</param>
/// <param name="IsClashing">It is there more than once, or others lie in it although it is in use itself.</param>
public sealed record ApiNetwork(
    string Network, string Vrf, int Depth, IReadOnlyList<long> Items, string Size, string Used, string Free,
    bool IsClashing)
{
    internal static ApiNetwork Of(NetworkNode node) => new($"{node.Network}", node.Vrf, node.Depth,
        [.. node.Items.Select(item => item.Id.Value)], Exact(node.Size), Exact(node.Used), Exact(node.Free),
        node.IsClashing);

    static string Exact(System.Numerics.BigInteger count) => count.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A network that nobody uses.</summary>
/// <param name="Network">In CIDR form.</param>
public sealed record ApiFreeNetwork(string Network);

/// <summary>Where there is room: in racks and in networks.</summary>
static class SpaceApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/inventory").WithTags("Inventory");
        routes.MapGet("/racks", Racks).Lists<ApiRack>("listRacks",
            "Racks by site, room and name, with what is used and free of their height and power.");
        routes.MapGet("/rack", Rack).Reads<ApiRackView>("getRack", "What is where in a rack, and what is free in it.");
        routes.MapGet("/rack.svg", Picture).ReadsFile(
            "drawRack", "A rack as a picture, front and rear.", PlanPages.Svg);
        routes.MapGet("/networks", Networks).Lists<ApiNetwork>("listNetworks",
            "Networks as a tree, each before what lies in it.");
        routes.MapGet("/free-network", Free).Reads<ApiFreeNetwork>("findFreeNetwork",
            "The next free network of a length in another, after what lies in it and the addresses given away.");
    }

    static Task<IResult> Racks(Visit visit, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q), async db => RackElevation.All(await InventorySnapshot.Load(db, visit.Body))
            .Select(ApiRack.Of), it => $"{it.Id:D19}", it => [it.Name, it.Site, it.Room]);

    /// <param name="id">The key of the rack.</param>
    static Task<IResult> Rack(Visit visit, long id) => Answers.Read(visit, async db =>
        (await Find(db, visit.Body, id)).Ok(out var rack, out var why) ? View(rack) : (Result<ApiRackView>)why);

    /// <param name="id">The key of the rack.</param>
    static async Task<IResult> Picture(Visit visit, long id) =>
        (await visit.Read(db => Find(db, visit.Body, id))).Ok(out var rack, out var why)
            ? RackPicture.Both(rack).Answer(visit, $"rack-{id}")
            : Problems.Of(why);

    static Task<IResult> Networks(Visit visit, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q), async db => NetworkSpace.Of(await InventorySnapshot.Load(db, visit.Body)).All
            .Select(ApiNetwork.Of), Key, it => [it.Network]);

    /// <param name="network">The network in which to look, in CIDR form.</param>
    /// <param name="length">How many bits of the free network are fixed.</param>
    /// <param name="vrf">Its routing table; the global one where it is missing.</param>
    static Task<IResult> Free(Visit visit, string network, int length, string? vrf) =>
        Answers.Read(visit, async Task<Result<ApiFreeNetwork>> (db) =>
        {
            var space = NetworkSpace.Of(await InventorySnapshot.Load(db, visit.Body));
            return space.NextFree(network, vrf, length).Ok(out var free, out var why)
                ? new ApiFreeNetwork($"{free}")
                : why;
        });

    static async Task<Result<RackElevation>> Find(Session db, Body body, long id)
    {
        var snapshot = await InventorySnapshot.Load(db, body);
        return snapshot.Of(ItemKinds.Rack).FirstOrDefault(rack => rack.Id.Value == id) is { } found
            ? RackElevation.Of(snapshot, found)
            : new Rejection("inventory.item-unknown", $"Einen Schrank mit dem Schlüssel {id} gibt es nicht.");
    }

    static ApiRackView View(RackElevation rack) => new(ApiRack.Of(rack),
        [.. rack.Slots.Select(slot => new ApiRackSlot(slot.Device.Id.Value, slot.Device.Name, slot.From, slot.Height,
            slot.IsHeightKnown, slot.Device.Content.Text(Fields.Face), slot.Clashes))],
        [.. rack.Unplaced.Select(device => device.Name)], [.. rack.Gaps.Select(gap => gap.Units)]);

    /// <summary>In the order of the tree.</summary>
    static string Key(ApiNetwork it)
    {
        var network = Network.Parse(it.Network).Expect();
        return $"{it.Vrf.ToLowerInvariant()}\n{(network.IsV6 ? 6 : 4)}{network.First:X32}{network.Length:D3}";
    }
}
