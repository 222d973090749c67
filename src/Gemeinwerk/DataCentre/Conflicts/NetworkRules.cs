namespace Gemeinwerk.DataCentre.Conflicts;

/// <summary>Networks, addresses, VLANs and autonomous systems that both sides use.</summary>
static class NetworkRules
{
    /// <summary>
    /// Networks of both sides in one routing table (VRF) that are the same or lie in each other. A container holds
    /// others and carries nothing itself, so it clashes with none.
    /// </summary>
    internal static void Prefixes(InventorySnapshot left, InventorySnapshot right, List<Conflict> conflicts)
    {
        var mine = left.Of(ItemKinds.Prefix).Select(Used).OfType<UsedNetwork>().ToList();
        var others = right.Of(ItemKinds.Prefix).Select(Used).OfType<UsedNetwork>().ToList();
        var clashes = NetworkOverlaps.Find(mine, others);
        var space = new FreeSpace([.. mine.Concat(others).Select(used => used.Network)], FreeSpace.PrivateRanges);
        var proposals = new Dictionary<ConfigurationItem, string?>();
        foreach (var clash in clashes.OrderBy(clash => clash.Right.Network.Length))
        {
            if (proposals.ContainsKey(clash.Right.Item)) continue;
            proposals.Add(clash.Right.Item, space.Take(clash.Right.Network)?.ToString());
        }
        foreach (var (one, other) in clashes)
        {
            var isSame = one.Network == other.Network;
            var proposed = proposals[other.Item];
            conflicts.Add(new Conflict(isSame ? ConflictKind.PrefixIdentical : ConflictKind.PrefixContains,
                right.Body.Code, [one.Item, other.Item],
                isSame
                    ? $"Das Netz {one.Network} benutzen beide Seiten."
                    : one.Network.Contains(other.Network)
                        ? $"Das Netz {other.Network} liegt im Netz {one.Network} der anderen Seite."
                        : $"Das Netz {one.Network} liegt im Netz {other.Network} der anderen Seite.",
                proposed is null
                    ? $"{other.Network} neu nummerieren; in den privaten Bereichen ist nichts mehr frei."
                    : $"{other.Network} in {proposed} umnummerieren.", proposed));
        }
    }

    /// <summary>Single addresses that both sides have given away, in one routing table.</summary>
    internal static void Addresses(InventorySnapshot left, InventorySnapshot right, List<Conflict> conflicts)
    {
        var others = right.Of(ItemKinds.Address).ToLookup(AddressKey);
        foreach (var address in left.Of(ItemKinds.Address))
        {
            foreach (var other in others[AddressKey(address)])
            {
                conflicts.Add(new Conflict(ConflictKind.AddressReused, right.Body.Code, [address, other],
                    $"Die Adresse {address.Name.Split('/')[0]} haben beide Seiten vergeben."));
            }
        }
    }

    /// <summary>VLAN ids with another name on each side; the same id and name mean the same.</summary>
    internal static void Vlans(InventorySnapshot left, InventorySnapshot right, List<Conflict> conflicts)
    {
        var others = right.Of(ItemKinds.Vlan).ToLookup(vlan => vlan.Content.Number(Fields.VlanId));
        var free = Enumerable.Range(2, 4093).Select(id => (long)id)
            .Except(left.Of(ItemKinds.Vlan).Concat(right.Of(ItemKinds.Vlan))
                .Select(vlan => vlan.Content.Number(Fields.VlanId) ?? 0))
            .ToList();
        var (next, proposed) = (0, new Dictionary<ConfigurationItem, long>());
        var said = new HashSet<(long, string, string)>();
        foreach (var vlan in left.Of(ItemKinds.Vlan))
        {
            if (vlan.Content.Number(Fields.VlanId) is not { } id) continue;
            foreach (var other in others[id])
            {
                var names = (ConfigurationItem.Fold(vlan.Name), ConfigurationItem.Fold(other.Name));
                if (!said.Add((id, names.Item1, names.Item2))) continue;
                if (names.Item1 == names.Item2) continue;
                if (!proposed.TryGetValue(other, out var number) && next < free.Count)
                {
                    proposed.Add(other, number = free[next++]);
                }
                conflicts.Add(new Conflict(ConflictKind.VlanReused, right.Body.Code, [vlan, other],
                    $"Die VLAN-ID {id} heißt hier „{vlan.Name}“ und dort „{other.Name}“.",
                    number == 0 ? null : $"„{other.Name}“ auf VLAN-ID {number} legen.",
                    number == 0 ? null : $"{number}"));
            }
        }
    }

    internal static void AutonomousSystems(InventorySnapshot left, InventorySnapshot right, List<Conflict> conflicts)
    {
        var others = right.Of(ItemKinds.AutonomousSystem).ToLookup(system => system.Name);
        foreach (var system in left.Of(ItemKinds.AutonomousSystem))
        {
            foreach (var other in others[system.Name])
            {
                conflicts.Add(new Conflict(ConflictKind.AsnReused, right.Body.Code, [system, other],
                    $"Die AS-Nummer {system.Name} benutzen beide Seiten."));
            }
        }
    }

    static string AddressKey(ConfigurationItem address) =>
        $"{ConfigurationItem.Fold(address.Content.Text(Fields.Vrf) ?? "")}|{address.Name.Split('/')[0]}";

    static UsedNetwork? Used(ConfigurationItem prefix) =>
        prefix.Content.Text(Fields.NetworkStatus) == "container"
            ? null
            : new UsedNetwork(prefix, Network.Parse(prefix.Name).Expect(),
                ConfigurationItem.Fold(prefix.Content.Text(Fields.Vrf) ?? ""));
}

/// <summary>A network that is in use, and its routing table.</summary>
sealed record UsedNetwork(ConfigurationItem Item, Network Network, string Vrf);

/// <summary>Which networks of two lists lie in each other.</summary>
static class NetworkOverlaps
{
    /// <summary>
    /// Sorts all and goes over them once with those that are open; the effort is that of sorting and of what is found.
    /// </summary>
    internal static List<(UsedNetwork Left, UsedNetwork Right)> Find(
        IReadOnlyList<UsedNetwork> left, IReadOnlyList<UsedNetwork> right)
    {
        var found = new List<(UsedNetwork, UsedNetwork)>();
        foreach (var table in left.Select(used => (Used: used, IsLeft: true))
            .Concat(right.Select(used => (Used: used, IsLeft: false))).GroupBy(it => it.Used.Vrf))
        {
            var sorted = table.ToArray();
            Array.Sort(sorted, (a, b) => Network.InOrder(a.Used.Network, b.Used.Network));
            var (mine, others) = (new Stack<UsedNetwork>(), new Stack<UsedNetwork>());
            foreach (var (used, isLeft) in sorted)
            {
                Close(mine, used);
                Close(others, used);
                foreach (var open in isLeft ? others : mine) found.Add(isLeft ? (used, open) : (open, used));
                (isLeft ? mine : others).Push(used);
            }
        }
        return found;
    }

    static void Close(Stack<UsedNetwork> open, UsedNetwork next)
    {
        while (open.TryPeek(out var last) && !last.Network.Contains(next.Network)) open.Pop();
    }
}
