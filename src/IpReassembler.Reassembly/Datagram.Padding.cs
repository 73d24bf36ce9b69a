using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The part that shows what came of a datagram that is not whole, for those who would rather have holes than pieces.</summary>
public sealed partial class Datagram
{
    /// <summary>
    /// The length in bytes of the packet that <see cref="WritePadded"/> writes: to the end of the payload, or to the last byte
    /// that came while the end is unknown; 0 where there can be no such packet, and where the real one was delivered.
    /// </summary>
    public int PaddedLength => Delivered is null && PaddedEnd > 0 && PaddedHeaderLength + PaddedEnd is var length && length <= LongestPacket ? length : 0;

    private int PaddedEnd => TotalLength ?? LastArrived();

    // The Fragment header of an IPv6 piece goes.
    private int PaddedHeaderLength => Key.Version == IpVersion.V4
        ? Store.HeaderLength > 0 ? Store.HeaderLength : Ipv4Packet.MinHeaderLength
        : Store.HeaderLength > 0 ? Store.HeaderLength - Ipv6FragmentHeader.Length : Ipv6Packet.FixedHeaderLength;

    private int LongestPacket => Key.Version == IpVersion.V4 ? Ipv4Packet.MaxTotalLength : Ipv6Packet.FixedHeaderLength + Ipv6Packet.MaxPayloadLength;

    /// <summary>
    /// Writes a packet as if all had come: the first copy of each byte in its place, zeroes where none came, behind the header of
    /// the fragment at offset 0, or one made of what all fragments share. What may be read is lent as the datagram is.
    /// </summary>
    /// <param name="destination">Exactly <see cref="PaddedLength"/> bytes.</param>
    public void WritePadded(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, PaddedLength);
        destination.Clear();
        var (headerLength, end) = (PaddedHeaderLength, PaddedEnd);
        if (Key.Version == IpVersion.V4)
        {
            WriteIpv4Header(destination, end);
        }
        else
        {
            WriteIpv6Header(destination, end);
        }

        for (var at = 0; at < end;)
        {
            var start = Store.NextUnit(at / 8, arrived: true) * 8;
            at = Math.Min(Store.NextUnit(start / 8, arrived: false) * 8, end);
            if (start < at)
            {
                Store.Bytes(new ByteRange(start, at)).CopyTo(destination[(headerLength + start)..]);
            }
            else
            {
                return;
            }
        }
    }

    private void WriteIpv4Header(Span<byte> destination, int payloadLength)
    {
        if (Store.HeaderLength > 0)
        {
            Store.Header.CopyTo(destination);
            Header.RebuildV4(destination, Store.HeaderLength);
            return;
        }

        new Ipv4Header
        {
            Source = Key.Source,
            Destination = Key.Destination,
            Protocol = Protocol,
            Identification = (ushort)Key.Identification,
            TimeToLive = Journal[0].TimeToLive,
        }.WriteTo(destination, payloadLength);
    }

    private void WriteIpv6Header(Span<byte> destination, int payloadLength)
    {
        if (Store.HeaderLength > 0)
        {
            Span<byte> headers = stackalloc byte[Store.HeaderLength];
            Store.Header.CopyTo(headers);
            Ipv6FragmentHeader.CutOut(headers);
            headers[Ipv6FragmentHeader.Length..].CopyTo(destination);
            Header.RebuildV6(destination);
            return;
        }

        new Ipv6Header
        {
            Source = Key.Source,
            Destination = Key.Destination,
            Protocol = Protocol,
            HopLimit = Journal[0].TimeToLive,
        }.WriteTo(destination, payloadLength);
    }

    private int LastArrived()
    {
        var last = 0;
        for (var at = Store.NextUnit(0, arrived: true); at * 8 < Store.Capacity; at = Store.NextUnit(last / 8, arrived: true))
        {
            last = Store.NextUnit(at, arrived: false) * 8;
        }

        return last;
    }
}
