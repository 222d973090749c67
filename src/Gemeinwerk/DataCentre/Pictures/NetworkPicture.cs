using System.Numerics;
using Gemeinwerk.DataCentre.Space;

namespace Gemeinwerk.DataCentre.Pictures;

/// <summary>Networks as bars from their first address to their last, with what lies in them, as a picture.</summary>
public static class NetworkPicture
{
    const int Letter = 7, Bar = 560, Percent = 70, Row = 26, Top = 6, MostLetters = 36, Most = 60;

    public static Drawing Of(NetworkSpace space, Wording? wording = null)
    {
        var (words, drawn) = (wording ?? Wording.German, space.Top.Take(Most).ToList());
        var names = drawn.Select(node => Drawing.Cut(
            node.Vrf.Length > 0 ? $"{node.Network} ({node.Vrf})" : $"{node.Network}", MostLetters)).ToList();
        var left = 20 + names.Select(name => name.Length).DefaultIfEmpty().Max() * Letter;
        var picture = new Drawing(words["Netze"],
            words["Netze als Balken: {0}; gefüllt ist, was vergeben ist. Dasselbe steht in der Tabelle.", drawn.Count],
            left + Bar + Percent, Top + Math.Clamp(space.Top.Count, 1, Most + 1) * Row);
        foreach (var (at, node) in drawn.Index())
        {
            var y = Top + at * Row;
            picture.Say(left - 10, y + 14, names[at], "end");
            picture.Box("gw-axis gw-later", left, y, Bar, Row - 8);
            foreach (var (from, to, isClashing) in Segments(node))
            {
                picture.Box(isClashing ? "gw-2" : "gw-1", left + from, y, Math.Max(1, to - from), Row - 8);
            }
            picture.Say(left + Bar + 8, y + 14, $"{node.UsedPermille / 10} %");
        }
        if (space.Top.Count - drawn.Count is > 0 and var more)
        {
            picture.Say(left, Top + drawn.Count * Row + 14, words["und {0} weitere in der Tabelle", more]);
        }
        return picture;
    }

    /// <summary>What is used, in points of the bar; neighbours that look alike are one, so that a bar has few parts
    /// however many networks lie in it.</summary>
    static List<(int From, int To, bool IsClashing)> Segments(NetworkNode node)
    {
        var segments = new List<(int From, int To, bool IsClashing)>();
        var isTaken = node.Items.Count > 1 || (!node.IsContainer && node.Inside.Count > 0);
        var used = node.Inside.Select(inner => (inner.Network, IsClashing: isTaken || inner.IsClashing))
            .Concat(node.Given.Select(address => (Network: address, IsClashing: false)));
        foreach (var (network, isClashing) in used.OrderBy(it => it.Network.First))
        {
            var from = At(network.First);
            var to = Math.Max(from + 1, At(network.Last));
            if (segments is [.., var last] && last.IsClashing == isClashing && from <= last.To + 1)
            {
                segments[^1] = last with { To = Math.Max(last.To, to) };
            }
            else
            {
                segments.Add((from, to, isClashing));
            }
        }
        return segments;

        int At(UInt128 address) => (int)(((BigInteger)address - (BigInteger)node.Network.First) * Bar / node.Size);
    }
}
