using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace IpReassembler.Reassembly;

/// <summary>Remembers bytes by a keyed 64-bit number: whether a late copy brings the same ones.</summary>
/// <remarks>
/// NH, the universal hash inside UMAC (RFC 4418 section 5.2.2): products of the halves of each keyed word, summed up.
/// Two different payloads agree with a chance of about 2^-32, and nobody who does not know the key can look for such a pair.
/// </remarks>
internal sealed class RangeHasher
{
    private readonly ulong[] _key = MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(PayloadStore.MaxEnd + 64)).ToArray();

    /// <summary>The number of these bytes: at most 65,536.</summary>
    public ulong Of(ReadOnlySpan<byte> bytes)
    {
        var sum = (ulong)bytes.Length;
        var at = 0;
        if (Avx2.IsSupported && bytes.Length >= Vector256<byte>.Count)
        {
            var sums = Vector256<ulong>.Zero;
            foreach (var words in MemoryMarshal.Cast<byte, Vector256<ulong>>(bytes))
            {
                var keyed = words + Vector256.Create<ulong>(_key.AsSpan(at / sizeof(ulong), Vector256<ulong>.Count));
                sums += Avx2.Multiply(keyed.AsUInt32(), (keyed >>> 32).AsUInt32());
                at += Vector256<byte>.Count;
            }

            sum += Vector256.Sum(sums);
        }

        for (; at + sizeof(ulong) <= bytes.Length; at += sizeof(ulong))
        {
            sum += Product(BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) + _key[at / sizeof(ulong)]);
        }

        if (at < bytes.Length)
        {
            Span<byte> padded = stackalloc byte[sizeof(ulong)];
            padded.Clear();
            bytes[at..].CopyTo(padded);
            sum += Product(BinaryPrimitives.ReadUInt64LittleEndian(padded) + _key[at / sizeof(ulong)]);
        }

        return sum;
    }

    private static ulong Product(ulong keyed) => (ulong)(uint)keyed * (keyed >> 32);
}
