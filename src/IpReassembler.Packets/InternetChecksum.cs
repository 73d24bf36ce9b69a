using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IpReassembler.Packets;

/// <summary>The one's complement sum of 16-bit words that IPv4, ICMP, UDP and TCP share (RFC 1071).</summary>
/// <remarks>
/// A partial sum is a number to hand on, not to look at: it is kept in the byte order of the machine, 64 bits wide, because a one's complement
/// sum does not care in which order or width its words are added as long as every carry comes back in at the bottom (RFC 1071 section 2).
/// </remarks>
public static class InternetChecksum
{
    /// <summary>Below this many bytes the vectors do not earn what their setting up costs.</summary>
    private const int VectorsPayFrom = 64;

    /// <summary>The checksum of <paramref name="bytes"/> as the header field holds it; 0 over bytes that include a right checksum.</summary>
    public static ushort Compute(ReadOnlySpan<byte> bytes) => (ushort)~Fold(Add(0, bytes));

    /// <summary>The sum of <paramref name="bytes"/>, folded but not complemented; 0xffff over bytes that include a right checksum.</summary>
    public static ushort Sum(ReadOnlySpan<byte> bytes) => Fold(Add(0, bytes));

    /// <summary>Folds a partial sum to the 16-bit sum, in network order as a number; complement it to have the header field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Fold(ulong partial)
    {
        // Rotating by half and adding puts the end-around carry into the upper half: every step halves the width.
        var sum32 = (uint)((partial + BitOperations.RotateLeft(partial, 32)) >> 32);
        var sum16 = (ushort)((sum32 + BitOperations.RotateLeft(sum32, 16)) >> 16);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(sum16) : sum16;
    }

    /// <summary>The partial sum of the pseudo-header that UDP and TCP put in front (RFC 768, RFC 9293 section 3.1, RFC 8200 section 8.1).</summary>
    /// <param name="source">The sender.</param>
    /// <param name="destination">The receiver: the last one, where a source route is under way.</param>
    /// <param name="protocol">The protocol number of the transport.</param>
    /// <param name="length">The bytes of transport header and payload together.</param>
    public static ulong PseudoHeader(IpAddress source, IpAddress destination, byte protocol, int length)
    {
        // Nine 32-bit words stay far below 64 bits. The high half of an IPv4 address is zero and adds nothing.
        var sum = Halves(source.High) + Halves(source.Low) + Halves(destination.High) + Halves(destination.Low) + (uint)length + protocol;
        var sum32 = (sum & uint.MaxValue) + (sum >> 32);
        var sum32Once = (uint)((sum32 & uint.MaxValue) + (sum32 >> 32));
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(sum32Once) : sum32Once;
    }

    /// <summary>Adds bytes to a partial sum.</summary>
    /// <param name="partial">0 to begin with, or what an earlier call returned.</param>
    /// <param name="bytes">Any number of bytes; where more are to follow, an even number. An odd last byte counts as if a zero byte followed.</param>
    public static ulong Add(ulong partial, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= VectorsPayFrom && Vector.IsHardwareAccelerated)
        {
            var whole = bytes.Length & ~(Vector<byte>.Count - 1);
            partial = AddWithCarry(partial, SumOfVectors(bytes[..whole]));
            bytes = bytes[whole..];
        }

        while (bytes.Length >= sizeof(ulong))
        {
            partial = AddWithCarry(partial, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        return bytes.IsEmpty ? partial : AddWithCarry(partial, SumOfTail(bytes));
    }

    /// <summary>Adds the first 20 bytes of <paramref name="header"/>: the length of nearly every IPv4 header.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong SumOfTwenty(ReadOnlySpan<byte> header)
    {
        var words = header[..20];
        var first = MemoryMarshal.Read<ulong>(words);
        var second = MemoryMarshal.Read<ulong>(words[8..]);
        return AddWithCarry(AddWithCarry(first, second), MemoryMarshal.Read<uint>(words[16..]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddWithCarry(ulong left, ulong right)
    {
        var sum = left + right;
        return sum < right ? sum + 1 : sum;
    }

    private static ulong Halves(ulong bits) => (bits >> 32) + (bits & uint.MaxValue);

    /// <summary>The last one to seven bytes.</summary>
    private static ulong SumOfTail(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        if (bytes.Length >= sizeof(uint))
        {
            sum += MemoryMarshal.Read<uint>(bytes);
            bytes = bytes[sizeof(uint)..];
        }

        if (bytes.Length >= sizeof(ushort))
        {
            sum += MemoryMarshal.Read<ushort>(bytes);
            bytes = bytes[sizeof(ushort)..];
        }

        // The byte left over is the first of a word whose second is zero.
        return bytes.IsEmpty ? sum : sum + (BitConverter.IsLittleEndian ? bytes[0] : (uint)bytes[0] << 8);
    }

    /// <summary>Sums a whole number of vectors.</summary>
    /// <remarks>
    /// Each 64-bit lane is split into halves that are added to lanes of their own, so that no carry is lost:
    /// a span of 2^31 bytes adds at most 2^27 halves of 32 bits to a lane.
    /// </remarks>
    private static ulong SumOfVectors(ReadOnlySpan<byte> bytes)
    {
        var lowHalves = new Vector<ulong>(uint.MaxValue);
        var (low, high) = (Vector<ulong>.Zero, Vector<ulong>.Zero);
        foreach (var lanes in MemoryMarshal.Cast<byte, Vector<ulong>>(bytes))
        {
            low += lanes & lowHalves;
            high += lanes >>> 32;
        }

        // The high halves stood 32 bits up, but where carries come back in at the bottom 2^32 weighs the same as 1.
        return Vector.Sum(low + high);
    }
}
