using CsCheck;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Conflicts;
using Gemeinwerk.DataCentre.Dependencies;

namespace Gemeinwerk.Tests.DataCentre;

/// <summary>Laws of networks and graphs, each against the plain way to find the same.</summary>
public class NetworkTests
{
    static readonly Gen<Network> networks = Gen.Select(Gen.Int[20, 28], Gen.Int[0, 4095]).Select((length, at) =>
        Network.Parse("10.0.0.0/8").Expect()
            .At(((UInt128)10 << 24) + (((UInt128)at << 8) >> (32 - length) << (32 - length)), length));

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData(" 192.168.7.0/24 ", "192.168.7.0/24")]
    [InlineData("2001:DB8::/32", "2001:db8::/32")]
    [InlineData("::/0", "::/0")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    public void A_network_has_one_spelling(string text, string spelled)
    {
        var network = Network.Parse(text).Expect();
        Assert.Equal(spelled, network.ToString());
        Assert.True(network.Contains(network));
        Assert.True(network.First <= network.Last);
    }

    [Theory]
    [InlineData("10.0.0.1/24")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("Netz")]
    [InlineData("")]
    public void What_is_no_network_is_refused(string text) =>
        Assert.Equal("inventory.network", Network.Parse(text).Rejection?.Code);

    [Fact]
    public void Overlaps_are_those_that_comparing_each_with_each_finds() =>
        Gen.Select(networks.Array[0, 40], networks.Array[0, 40]).Sample((left, right) =>
        {
            var (mine, others) = (Used(left), Used(right));
            var plain = from one in mine
                        from other in others
                        where one.Network.Contains(other.Network) || other.Network.Contains(one.Network)
                        select (one, other);
            Assert.Equal(plain.ToHashSet(), NetworkOverlaps.Find(mine, others).ToHashSet());
        });

    [Fact]
    public void Free_networks_overlap_with_nothing_and_lie_in_their_pool() =>
        Gen.Select(networks.Array[0, 60], Gen.Int[20, 28].Array[1, 30]).Sample((used, lengths) =>
        {
            var pool = Network.Parse("10.0.0.0/16").Expect();
            var space = new FreeSpace(used, [pool]);
            var taken = new List<Network>(used);
            foreach (var length in lengths.Order())
            {
                if (space.Take(pool.At(pool.First, length)) is not { } network) continue;
                Assert.True(pool.Contains(network));
                Assert.DoesNotContain(taken, other => other.Contains(network) || network.Contains(other));
                taken.Add(network);
            }
        });

    [Fact]
    public void A_pool_that_is_full_gives_nothing()
    {
        var pool = Network.Parse("10.0.0.0/24").Expect();
        var space = new FreeSpace([], [pool]);
        Assert.Equal(2, Enumerable.Range(0, 5).Count(_ => space.Take(pool.At(pool.First, 25)) is not null));
    }

    [Fact]
    public void Components_are_nodes_that_reach_each_other_and_come_after_those_they_reach() =>
        Gen.Select(Gen.Int[1, 12], Gen.Select(Gen.Int[0, 11], Gen.Int[0, 11]).Array[0, 30]).Sample((count, edges) =>
        {
            int[][] next = [.. Enumerable.Range(0, count).Select(node => edges
                .Where(edge => edge.Item1 == node && edge.Item2 < count)
                .Select(edge => edge.Item2).Distinct().ToArray())];
            var reach = Reach(next);
            var components = Components.Find(next);
            for (var a = 0; a < count; a++)
            {
                for (var b = 0; b < count; b++)
                {
                    var isMutual = a == b || (reach[a].Contains(b) && reach[b].Contains(a));
                    Assert.Equal(isMutual, components[a] == components[b]);
                    if (reach[a].Contains(b)) Assert.True(components[a] >= components[b]);
                }
            }
        });

    static List<UsedNetwork> Used(Network[] networks) =>
        [.. networks.Distinct().Select(network => new UsedNetwork(null!, network, ""))];

    static HashSet<int>[] Reach(int[][] next)
    {
        var reach = next.Select(to => to.ToHashSet()).ToArray();
        for (var round = 0; round < next.Length; round++)
        {
            foreach (var set in reach) set.UnionWith(set.SelectMany(to => next[to]).ToList());
        }
        return reach;
    }
}
