using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>What must be remembered of all fragments to rebuild the header of the datagram.</summary>
/// <remarks>
/// The header of the fragment at offset 0 is kept whole, with its options (RFC 791 section 3.2) or extension headers (RFC 8200
/// section 4.5); length, flags and checksum are made anew, and IPv6's Fragment header goes. Linux sets "don't fragment" again when the largest fragments had it; ECN is merged
/// over all fragments (RFC 3168 section 5.3).
/// </remarks>
internal sealed class HeaderFacts
{
    private const int NotEct = 1 << 0;
    private const int Ect1 = 1 << 1;
    private const int Ect0 = 1 << 2;
    private const int Ce = 1 << 3;

    private int _codepoints;
    private int _largest;
    private int _largestWithDontFragment;

    /// <summary>Whether the codepoints go together: "not ECT" only goes with itself.</summary>
    public bool EcnIsValid => IsValid(_codepoints);

    /// <summary>Whether they still go together with a fragment of this traffic class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AgreesWith(byte trafficClass) => IsValid(_codepoints | (1 << (trafficClass & 3)));

    /// <summary>Takes note of a fragment that was kept, as long as it was kept.</summary>
    public void Note(in FragmentView fragment)
    {
        // A host that keeps a piece that is neither the last nor a multiple of eight cuts it down first.
        var length = fragment.MoreFragments ? fragment.Range.Length & ~7 : fragment.Range.Length;
        Note(fragment.TrafficClass, fragment.DontFragment, fragment.CountedHeaderLength + length);
    }

    /// <summary>Takes note of a fragment that was kept.</summary>
    /// <param name="trafficClass">Its DSCP and ECN.</param>
    /// <param name="dontFragment">Its flag.</param>
    /// <param name="length">The length of the packet, header included.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Note(byte trafficClass, bool dontFragment, int length)
    {
        _codepoints |= 1 << (trafficClass & 3);
        _largest = Math.Max(_largest, length);
        if (dontFragment)
        {
            _largestWithDontFragment = Math.Max(_largestWithDontFragment, length);
        }
    }

    /// <summary>Starts with no fragment.</summary>
    public void Clear() => (_codepoints, _largest, _largestWithDontFragment) = (0, 0, 0);

    /// <summary>Takes over what another one noted.</summary>
    public void CopyFrom(HeaderFacts other) =>
        (_codepoints, _largest, _largestWithDontFragment) = (other._codepoints, other._largest, other._largestWithDontFragment);

    /// <summary>Makes the kept header one of the whole datagram.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="payloadLength">The length of the payload.</param>
    public void Rebuild(PayloadStore store, int payloadLength)
    {
        if (store.Header[0] >> 4 == (int)IpVersion.V6)
        {
            store.CutOutFragmentHeader();
            RebuildV6(store.Packet(payloadLength));
        }
        else
        {
            RebuildV4(store.Packet(payloadLength), store.HeaderLength);
        }
    }

    /// <summary>Makes the header of an IPv6 fragment, without its Fragment header, one of the whole datagram.</summary>
    /// <param name="packet">Headers and payload.</param>
    public void RebuildV6(Span<byte> packet)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(packet.Length - Ipv6Packet.FixedHeaderLength));
        // The traffic class lies across two bytes, ECN in the upper half of the second.
        packet[1] = (byte)((packet[1] & ~0x30) | (MergedEcn((packet[1] >> 4) & 3) << 4));
    }

    /// <summary>Makes the header of an IPv4 fragment one of the whole datagram.</summary>
    /// <param name="packet">Header and payload.</param>
    /// <param name="headerLength">20 to 60.</param>
    public void RebuildV4(Span<byte> packet, int headerLength)
    {
        const int DontFragmentFlag = 0x4000;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet[6..], (ushort)(_largest == _largestWithDontFragment ? DontFragmentFlag : 0));
        packet[1] = (byte)((packet[1] & ~3) | MergedEcn(packet[1] & 3));
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], InternetChecksum.Compute(packet[..headerLength]));
    }

    private static bool IsValid(int codepoints) => (codepoints & NotEct) == 0 || codepoints == NotEct;

    // "Congestion experienced" on one fragment marks the datagram, if the sender speaks ECN at all. ECT(0)
    // mixed with ECT(1) keeps the first fragment's.
    private int MergedEcn(int first) => (_codepoints & Ce) != 0 && (_codepoints & (Ect0 | Ect1)) != 0 && EcnIsValid ? 3 : first;
}
