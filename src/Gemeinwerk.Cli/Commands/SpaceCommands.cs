using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Pictures;
using Gemeinwerk.DataCentre.Space;
using Gemeinwerk.Ledger.Exports;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk inventory racks|rack|networks|free-network</c>: where there is room.</summary>
static class SpaceCommands
{
    static readonly Argument<string> rack = new("RACK") { Description = "Name des Schranks" };
    static readonly Option<string?> site = new("--site") { Description = "nur dieser Standort", HelpName = "NAME" };
    static readonly Argument<string> network = new("NETWORK") { Description = "Netz, in dem gesucht wird" };
    static readonly Argument<string> length = new("LENGTH") { Description = "Länge des freien Netzes, etwa 24" };

    static readonly Option<string?> vrf = new("--vrf")
    {
        Description = "Name der VRF; ohne Angabe die globale",
        HelpName = "NAME",
    };

    internal static IEnumerable<Command> Create() =>
    [
        CentreCommands.Reading("racks", "zeigt je Schrank, was belegt und frei ist",
            [site], (_, snapshot, _, parsed) =>
                SiteOf(snapshot, parsed).Ok(out var found, out var why) || why is null
                ? Answer(RackElevation.All(snapshot, found))
                : why),
        CentreCommands.Reading("rack", "zeigt, was wo in einem Schrank steht, auch als Bild (SVG)",
            [rack, site, OutFile.Out, OutFile.Force], (_, snapshot, _, parsed) => Rack(snapshot, parsed)),
        CentreCommands.Reading("networks",
            "zeigt, welche Netze in welchen liegen und was frei ist, auch als Bild (SVG)",
            [OutFile.Out, OutFile.Force], (_, snapshot, _, parsed) => Networks(snapshot, parsed)),
        CentreCommands.Reading("free-network", "sucht in einem Netz das nächste freie einer Länge",
            [network, length, vrf], (_, snapshot, _, parsed) => Free(snapshot, parsed)),
    ];

    /// <returns>The site, null where none was named, or why there is none.</returns>
    static Result<ConfigurationItem?> SiteOf(InventorySnapshot snapshot, ParseResult parsed)
    {
        if (parsed.GetValue(site) is not { } called) return (ConfigurationItem?)null;
        return snapshot.Find(ItemKinds.Site, called).Ok(out var found, out var why) ? found : why;
    }

    static Result<(object, string)> Answer(IReadOnlyList<RackElevation> racks) => (racks.Select(Shown),
        MasterDataCommands.Rows(
            ["Standort", "Raum", "Schrank", "HE", "belegt", "frei", "Watt", "belegt", "Geräte", "Überschneidungen"],
            racks, it => [it.Site?.Name ?? "", it.Room?.Name ?? "", it.Rack.Name, Units(it.Height), Units(it.Used),
                Units(it.Free), it.PowerThere is { } power ? German.Count(power) : "", German.Count(it.PowerUsed),
                German.Count(it.Slots.Count + it.Unplaced.Count), German.Count(it.Clashes)]));

    static Result<(object, string)> Rack(InventorySnapshot snapshot, ParseResult parsed)
    {
        if (!SiteOf(snapshot, parsed).Ok(out var place, out var why) && why is not null) return why;
        var called = parsed.GetRequiredValue(rack);
        var found = snapshot.Of(ItemKinds.Rack).Where(it => it.Name == called
            && (place is null || it.Content.Link(Fields.Site) == place.Id.Value)).ToList();
        if (found is not [var only])
        {
            return found.Count == 0
                ? new Rejection("inventory.item-unknown", $"Schrank „{Texts.Shown(called)}“ gibt es nicht.")
                : new Rejection("inventory.reference-ambiguous",
                    $"„{Texts.Shown(called)}“ gibt es mehrmals; --site sagt, welcher gemeint ist.");
        }
        if (!OutFile.Of(parsed).Ok(out var path, out var exists) && exists is not null) return exists;
        var view = RackElevation.Of(snapshot, only);
        if (path is not null) NewFile.Write(path, RackPicture.Both(view).File());
        return (new
        {
            rack = Shown(view),
            slots = view.Slots.Select(slot => new
            {
                device = slot.Device.Name,
                fromTenths = slot.From,
                heightTenths = slot.Height,
                slot.IsHeightKnown,
                face = slot.Device.Content.Text(Fields.Face),
                slot.Clashes,
            }),
            unplaced = view.Unplaced.Select(device => device.Name),
            gaps = view.Gaps.Select(gap => gap.Units),
            file = path,
        }, Text(view));
    }

    static string Text(RackElevation view) => MasterDataCommands.Rows(["HE", "Gerät", "Seite", "Am selben Platz"],
            view.Slots, slot => [slot.Units, slot.Device.Name, slot.Device.Content.Text(Fields.Face) switch
            {
                "front" => "vorn",
                "rear" => "hinten",
                _ => "vorn und hinten",
            }, string.Join(", ", slot.Clashes)])
        + (view.Unplaced.Count == 0 ? "" : "Ohne Platz: "
            + $"{string.Join(", ", view.Unplaced.Select(device => device.Name))}.\n")
        + (view.Free is { } free
            ? $"Frei: {RackElevation.Shown(free)} HE ({string.Join(", ", view.Gaps.Select(gap => gap.Units))}).\n"
            : "Wie hoch der Schrank ist, steht nicht im Bestand.\n");

    static Result<(object, string)> Networks(InventorySnapshot snapshot, ParseResult parsed)
    {
        if (!OutFile.Of(parsed).Ok(out var path, out var exists) && exists is not null) return exists;
        var space = NetworkSpace.Of(snapshot);
        if (path is not null) NewFile.Write(path, NetworkPicture.Of(space).File());
        var all = space.All.ToList();
        return (new
        {
            networks = all.Select(node => new
            {
                network = $"{node.Network}",
                node.Vrf,
                node.Depth,
                size = Exact(node.Size),
                used = Exact(node.Used),
                free = Exact(node.Free),
                node.IsClashing,
            }),
            withoutNetwork = space.Homeless.Select(address => address.Name),
            file = path,
        }, all.Count == 0 ? "Der Bestand hat keine Netze." : MasterDataCommands.Rows(
            ["Netz", "VRF", "Adressen", "vergeben", "frei", "%", "überschneidet sich"], all, node =>
                [new string(' ', 2 * node.Depth) + node.Network, node.Vrf, AddressCounts.Shown(node.Size),
                    AddressCounts.Shown(node.Used), AddressCounts.Shown(node.Free), $"{node.UsedPermille / 10}",
                    node.IsClashing ? "ja" : ""]));
    }

    static Result<(object, string)> Free(InventorySnapshot snapshot, ParseResult parsed)
    {
        var wanted = parsed.GetRequiredValue(length).TrimStart('/');
        if (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)) bits = -1;
        return NetworkSpace.Of(snapshot).NextFree(parsed.GetRequiredValue(network), parsed.GetValue(vrf), bits)
            .Ok(out var free, out var why)
            ? (new { network = $"{free}" }, $"{free}")
            : why;
    }

    static object Shown(RackElevation it) => new
    {
        name = it.Rack.Name,
        site = it.Site?.Name,
        room = it.Room?.Name,
        heightTenths = it.Height,
        usedTenths = it.Used,
        freeTenths = it.Free,
        powerWatts = it.PowerThere,
        usedWatts = it.PowerUsed,
        devices = it.Slots.Count + it.Unplaced.Count,
        it.Clashes,
    };

    static string Exact(BigInteger count) => count.ToString(CultureInfo.InvariantCulture);

    static string Units(long? tenths) => tenths is { } known ? RackElevation.Shown(known) : "";
}
