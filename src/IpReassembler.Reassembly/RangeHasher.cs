using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace IpReassembler.Reassembly;

/// <summary>Remembers bytes by a keyed 64-bit number: whether a late copy brings the same ones.</summary>
/// <remarks>
/// NH, the universal hash inside UMAC (RFC 4418 section 5.2.2): products of the halves of each keyed word, summed up.
/// Two different payloads agree with a chance of about 2^-32, and nobody who does not know the key can look for such a pair.
/// </remarks>
internal sealed class RangeHasher(KeyedHash secret)
{
    private readonly ulong[] _key = MakeKey(secret);

    /// <summary>The number of these bytes: at most 65,536.</summary>
    /// <remarks>One unit of eight bytes has a way of its own: a datagram may be made of 8,190 of them (4 % of ipreasm summary -q on the benchmarks' w4s).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(ReadOnlySpan<byte> bytes) => bytes.Length == sizeof(ulong)
        ? sizeof(ulong) + Product(BinaryPrimitives.ReadUInt64LittleEndian(bytes) + _key[0])
        : OfMany(bytes);

    private ulong OfMany(ReadOnlySpan<byte> bytes)
    {
        var sum = (ulong)bytes.Length;
        var at = 0;
        if (Avx2.IsSupported && bytes.Length >= Vector256<byte>.Count)
        {
            at = bytes.Length & -Vector256<byte>.Count;
            sum += OfVectors(bytes[..at]);
        }

        for (; at + sizeof(ulong) <= bytes.Length; at += sizeof(ulong))
        {
            sum += Product(BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) + _key[at / sizeof(ulong)]);
        }

        return at == bytes.Length ? sum : sum + OfTail(bytes[at..], _key[at / sizeof(ulong)]);
    }

    // Long keys are stretched out of short secrets, as UMAC does it (RFC 4418 section 3.2).
    private static ulong[] MakeKey(KeyedHash secret)
    {
        var key = new ulong[(PayloadStore.MaxEnd / sizeof(ulong)) + 8];
        for (var word = 0; word < key.Length; word++)
        {
            key[word] = ((ulong)secret.Of((ulong)word, 0) << 32) | secret.Of((ulong)word, 1);
        }

        return key;
    }

    // Two sums, so that one addition need not wait for the other.
    private ulong OfVectors(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, Vector256<ulong>>(bytes);
        var keys = MemoryMarshal.Cast<ulong, Vector256<ulong>>(_key)[..words.Length];
        var (even, odd) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        var i = 0;
        for (; i < words.Length - 1; i += 2)
        {
            even += Products(words[i] + keys[i]);
            odd += Products(words[i + 1] + keys[i + 1]);
        }

        return Vector256.Sum(even + odd + (i < words.Length ? Products(words[i] + keys[i]) : Vector256<ulong>.Zero));
    }

    private static ulong OfTail(ReadOnlySpan<byte> bytes, ulong key)
    {
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        bytes.CopyTo(padded);
        return Product(BinaryPrimitives.ReadUInt64LittleEndian(padded) + key);
    }

    private static Vector256<ulong> Products(Vector256<ulong> keyed) => Avx2.Multiply(keyed.AsUInt32(), (keyed >>> 32).AsUInt32());

    private static ulong Product(ulong keyed) => (ulong)(uint)keyed * (keyed >> 32);
}
