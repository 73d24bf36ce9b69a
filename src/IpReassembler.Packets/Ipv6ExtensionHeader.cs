using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>One extension header of an IPv6 packet (RFC 8200 section 4), as far as it is there and whatever it holds; good for as long as the bytes under it.</summary>
public readonly ref struct Ipv6ExtensionHeader
{
    private const int OptionsAt = 2;

    internal Ipv6ExtensionHeader(byte number, int at, int length, ReadOnlySpan<byte> bytes)
    {
        Number = number;
        At = at;
        Length = length;
        Bytes = bytes;
    }

    /// <summary>What kind of header it is: one of <see cref="Ipv6NextHeader"/>.</summary>
    public byte Number { get; }

    /// <summary>Where it begins, counted from the beginning of the packet.</summary>
    public int At { get; }

    /// <summary>Its length in bytes as it says itself, 8 to 2,048; 0 where the byte that says so is not there.</summary>
    public int Length { get; }

    /// <summary>As much of it as is there.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Whether some of it is not there.</summary>
    public bool IsCutShort => Length == 0 || Bytes.Length < Length;

    /// <summary>The number of what stands behind it; null where that byte is not there.</summary>
    public byte? NextHeader => Bytes.IsEmpty ? null : Bytes[0];

    /// <summary>The options as far as they are there; none in headers that have no options.</summary>
    public Ipv6Options Options =>
        new(Number is Ipv6NextHeader.HopByHopOptions or Ipv6NextHeader.DestinationOptions && Bytes.Length > OptionsAt ? Bytes[OptionsAt..] : []);

    /// <summary>Reads a routing header.</summary>
    /// <returns>False for any other and for one that is not all there.</returns>
    public bool TryGetRoute(out Ipv6RoutingHeader route)
    {
        var isRoute = Number == Ipv6NextHeader.Routing && !IsCutShort;
        route = isRoute ? new Ipv6RoutingHeader(Bytes) : default;
        return isRoute;
    }

    /// <summary>Reads the security association's number and the packet's number in it from an authentication header (RFC 4302 section 2).</summary>
    /// <returns>False for any other and for one that is too short.</returns>
    public bool TryGetAuthentication(out uint securityParametersIndex, out uint sequenceNumber)
    {
        var isThere = Number == Ipv6NextHeader.Authentication && Bytes.Length >= 12;
        (securityParametersIndex, sequenceNumber) = isThere
            ? (BinaryPrimitives.ReadUInt32BigEndian(Bytes[4..]), BinaryPrimitives.ReadUInt32BigEndian(Bytes[8..]))
            : (0, 0);
        return isThere;
    }
}
