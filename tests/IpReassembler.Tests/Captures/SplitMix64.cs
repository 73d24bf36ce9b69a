using System.Buffers.Binary;

namespace IpReassembler.Tests.Captures;

/// <summary>Pseudo-random bytes that are the same everywhere and for ever: the generator SplitMix64 (Steele, Lea and Flood, 2014).</summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9e3779b97f4a7c15;
        var mixed = (_state ^ (_state >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    public byte[] Bytes(int length)
    {
        var padded = new byte[(length + 7) / 8 * 8];
        for (var i = 0; i < padded.Length; i += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(padded.AsSpan(i), Next());
        }

        return padded[..length];
    }
}
