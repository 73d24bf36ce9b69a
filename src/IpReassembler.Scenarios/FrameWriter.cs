using System.Buffers.Binary;
using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Puts packets into the frames of a scenario: Ethernet with VLAN tags, or nothing.</summary>
internal sealed class FrameWriter(Scenario scenario)
{
    // Locally administered addresses, which no maker gave to a card.
    private static readonly byte[] Addresses = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1];

    private const int CustomerTag = 0x8100; // IEEE 802.1Q
    private const int ServiceTag = 0x88a8; // IEEE 802.1ad
    private const int Ipv4Type = 0x0800;
    private const int Ipv6Type = 0x86dd;

    private byte[] _frame = new byte[2048];

    /// <summary>Writes a frame, good until the next call.</summary>
    public CapturedFrame Write(OutgoingPacket packet, Timestamp at)
    {
        var isEthernet = scenario.Link == LinkType.Ethernet;
        var needed = Addresses.Length + (4 * packet.Vlans.Count) + 2 + packet.Length + packet.Trailer.Length;
        if (_frame.Length < Math.Max(needed, scenario.ShortestFrame))
        {
            _frame = new byte[Math.Max(needed, scenario.ShortestFrame) + 1024];
        }

        var length = isEthernet ? WriteEthernet(packet.Vlans, packet.Header.Version == IpVersion.V4 ? Ipv4Type : Ipv6Type) : 0;
        length += packet.WriteTo(_frame.AsSpan(length));
        packet.Trailer.Span.CopyTo(_frame.AsSpan(length));
        length += packet.Trailer.Length;
        if (length < scenario.ShortestFrame)
        {
            _frame.AsSpan(length, scenario.ShortestFrame - length).Clear();
            length = scenario.ShortestFrame;
        }

        var kept = scenario.SnapLength == 0 ? length : Math.Min(length, scenario.SnapLength);
        return new CapturedFrame(_frame.AsSpan(0, kept), scenario.Link, at) { OriginalLength = length };
    }

    private int WriteEthernet(IReadOnlyList<int> vlans, int type)
    {
        Addresses.CopyTo(_frame, 0);
        var at = Addresses.Length;
        for (var i = 0; i < vlans.Count; i++, at += 4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(at), (ushort)(i == vlans.Count - 1 ? CustomerTag : ServiceTag));
            BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(at + 2), (ushort)vlans[i]);
        }

        BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(at), (ushort)type);
        return at + 2;
    }
}
