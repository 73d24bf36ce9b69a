using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>How far the reading of link-layer headers has come in one frame, and what they said on the way.</summary>
/// <remarks>The readers return <see cref="PacketDefect.None"/> once <see cref="Rest"/> begins where an IP header is announced.</remarks>
internal ref struct LinkCursor(ReadOnlySpan<byte> frame)
{
    /// <summary>The bytes not read yet.</summary>
    public ReadOnlySpan<byte> Rest = frame;

    /// <summary>The tags passed so far.</summary>
    public VlanTags Vlans;

    /// <summary>The version that was announced; 0 where only the first four bits of the packet tell.</summary>
    public IpVersion Announced;

    /// <summary>Whether at least <paramref name="length"/> bytes are left.</summary>
    public readonly bool Has(int length) => Rest.Length >= length;

    /// <summary>The 16-bit number at <paramref name="offset"/>, in network order.</summary>
    public readonly int UInt16At(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Rest[offset..]);

    /// <summary>Passes <paramref name="length"/> bytes that are known to be there.</summary>
    public void Skip(int length) => Rest = Rest[length..];

    /// <summary>Drops what lies beyond the length that a link-layer header states. A frame that was cut short has less.</summary>
    public void CutTo(int length) => Rest = length < Rest.Length ? Rest[..length] : Rest;

    /// <summary>Notes that a packet of this version is to follow.</summary>
    public PacketDefect Announce(IpVersion version)
    {
        Announced = version;
        return PacketDefect.None;
    }
}
