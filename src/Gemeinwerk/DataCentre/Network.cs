using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre;

/// <summary>A network (Netz) of IPv4 or IPv6 in CIDR form, as the numbers of its first and last address.</summary>
public readonly record struct Network
{
    Network(bool isV6, int length, UInt128 first) => (IsV6, Length, First) = (isV6, length, first);

    public bool IsV6 { get; }

    /// <summary>How many bits are fixed.</summary>
    public int Length { get; }

    public UInt128 First { get; }

    public UInt128 Last => unchecked(First + (Size - UInt128.One));

    /// <summary>How many addresses it has; 0 stands for all 2^128.</summary>
    public UInt128 Size => Bits - Length is var free && free == 128 ? UInt128.Zero : UInt128.One << free;

    int Bits => IsV6 ? 128 : 32;

    /// <returns>The network, or <c>inventory.network</c> (no CIDR form, or bits set behind its length).</returns>
    public static Result<Network> Parse(string text)
    {
        var parts = text.Trim().Split('/');
        if (parts.Length == 2 && parts[0].AsSpan().ContainsAny('.', ':')
            && IPAddress.TryParse(parts[0], out var address)
            && IPNetwork.TryParse(text.Trim(), out var network) && network.BaseAddress.Equals(address))
        {
            return new Network(
                address.AddressFamily == AddressFamily.InterNetworkV6, network.PrefixLength, Number(address));
        }
        return new Rejection("inventory.network", $"„{Texts.Shown(text)}“ ist kein Netz wie 10.16.0.0/24.");
    }

    /// <summary>The network of a length that begins at an address.</summary>
    public Network At(UInt128 first, int length)
    {
        Invariant.Holds(length <= Bits && (length == 0 || first % (UInt128.One << (Bits - length)) == 0));
        return new Network(IsV6, length, first);
    }

    public bool Contains(Network other) =>
        IsV6 == other.IsV6 && Length <= other.Length && First <= other.First && other.First <= Last;

    /// <summary>Sorts by first address, and of those that begin alike the larger first.</summary>
    public static Comparison<Network> InOrder { get; } =
        (a, b) => (a.IsV6, a.First, a.Length).CompareTo((b.IsV6, b.First, b.Length));

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, First);
        return $"{new IPAddress(IsV6 ? bytes : bytes[12..])}/{Length}";
    }

    static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes : bytes[12..], out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
