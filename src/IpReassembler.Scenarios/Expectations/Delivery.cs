using System.Security.Cryptography;

namespace IpReassembler.Scenarios;

/// <summary>A payload that was delivered: its hash, and as much of it as a message can show.</summary>
/// <remarks>The payloads of a million datagrams would fill the memory; their hashes do not.</remarks>
internal sealed record Delivery(int Length, byte[] Hash, byte[] Head)
{
    private const int Shown = 1024;

    public static Delivery Of(ReadOnlySpan<byte> payload) => new(payload.Length, SHA256.HashData(payload), payload[..Math.Min(payload.Length, Shown)].ToArray());

    public bool Is(byte[] payload) => payload.Length == Length && SHA256.HashData(payload).AsSpan().SequenceEqual(Hash);

    /// <summary>Letters where each eight bytes are one letter, digits where they are few, and otherwise the hash.</summary>
    public string Describe()
    {
        if (Head.Length == Length && Length > 0 && Head.Chunk(8).All(unit => unit.All(one => one == unit[0]) && unit[0] is > 0x20 and < 0x7f and not (byte)'"'))
        {
            return $"\"{string.Concat(Head.Chunk(8).Select(unit => (char)unit[0]))}\"";
        }

        return Length <= 32 ? $"hex \"{Convert.ToHexStringLower(Head)}\"" : $"{Length} bytes, sha256 {Convert.ToHexStringLower(Hash)}";
    }
}
