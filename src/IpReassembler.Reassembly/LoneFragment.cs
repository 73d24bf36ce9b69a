using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The only fragment of a datagram, a small one with nothing strange about it: the packet as it came, and what was noted of it.</summary>
internal struct LoneFragment
{
    // Enough for 64 bytes of payload, a smallest block of a PayloadStore, behind a header with some options.
    private const int Room = 96;

    /// <summary>What the journal will say of it.</summary>
    public JournalEntry Entry;

    private PacketBytes _bytes;
    private byte _length;

    /// <summary>Whether its datagram is closed.</summary>
    public bool HasEnded;

    /// <summary>The limit that cut it; none if none did.</summary>
    public CacheLimit EvictedBy;

    /// <summary>The packet: headers and payload.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Packet => ((ReadOnlySpan<byte>)_bytes)[.._length];

    /// <summary>Whether a first fragment is one: it fits, it is all there, and no host would think twice about it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(in IpFragment fragment)
    {
        var start = fragment.Offset.Bytes;
        return fragment.Packet.Length <= Room && fragment.Packet.Length == fragment.PacketLength && fragment.HeaderLength <= PayloadStore.HeaderRoom && !fragment.HasDisputedHeaders
            && ValidityRule.OfItself(new ByteRange(start, start + fragment.PayloadLength), fragment.MoreFragments, fragment.CountedHeaderLength) == Anomaly.None;
    }

    /// <summary>Keeps a packet that <see cref="Fits"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Keep(ReadOnlySpan<byte> packet, in JournalEntry entry)
    {
        entry.CopyTo(ref Entry);
        packet.CopyTo(_bytes);
        _length = (byte)packet.Length;
        HasEnded = false;
    }

    /// <summary>Reads the packet once more.</summary>
    [UnscopedRef]
    public readonly void Read(out IpFragment fragment)
    {
        var version = (IpVersion)(Packet[0] >> 4);
        var packet = new IpPacket { Bytes = Packet, Version = version, FrameNumber = Entry.Frame, Timestamp = Entry.Timestamp };
        if (version == IpVersion.V4)
        {
            _ = Ipv4Packet.TryParse(Packet, out var ip, out _);
            ip.ToFragment(packet, out fragment);
        }
        else
        {
            _ = Ipv6Packet.TryParse(Packet, out var ip, out _);
            ip.ToFragment(packet, out fragment);
        }
    }

    [InlineArray(Room)]
    private struct PacketBytes
    {
        private byte _first;
    }
}
