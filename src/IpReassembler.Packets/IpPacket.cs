using System.Runtime.CompilerServices;

namespace IpReassembler.Packets;

/// <summary>One IP packet found in a frame, of either version, not yet looked into, with where and when it was seen.</summary>
/// <remarks>Good for as long as the bytes under it.</remarks>
public readonly ref struct IpPacket
{
    /// <summary>Takes the bytes of a packet and the context of the frame it was found in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal IpPacket(ReadOnlySpan<byte> bytes, IpVersion version, scoped in CapturedFrame frame, VlanTags vlans)
    {
        Bytes = bytes;
        Version = version;
        Timestamp = frame.Timestamp;
        FrameNumber = frame.Number;
        Interface = frame.Interface;
        Vlans = vlans;
    }

    /// <summary>The bytes from the IP header to the end of what was captured; a link layer's padding may follow the packet.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>The version that the link layer announced and the first four bits confirm.</summary>
    public IpVersion Version { get; init; }

    /// <summary>When the frame was captured.</summary>
    public Timestamp Timestamp { get; init; }

    /// <summary>The number of the frame, from 1.</summary>
    public long FrameNumber { get; init; }

    /// <summary>The interface it was captured on.</summary>
    public int Interface { get; init; }

    /// <summary>The VLANs the frame was tagged with.</summary>
    public VlanTags Vlans { get; init; }

    /// <summary>0 for the outermost IP header of a frame; one more inside each tunnel.</summary>
    public int Depth { get; init; }

    /// <summary>Which tunnel it came out of: whoever opens tunnels gives each a number from 1; 0 outside of all.</summary>
    public uint Tunnel { get; init; }
}
