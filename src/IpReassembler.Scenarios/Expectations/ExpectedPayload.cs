using System.Security.Cryptography;
using System.Text;

namespace IpReassembler.Scenarios;

/// <summary>A payload that must be delivered.</summary>
internal abstract record ExpectedPayload
{
    /// <summary>Whether this is the payload.</summary>
    /// <param name="delivered">What was delivered.</param>
    /// <param name="payloadOf">Gives the payload of a datagram of the scenario, by its place.</param>
    public abstract bool IsMet(Delivery delivered, Func<int, ReadOnlyMemory<byte>> payloadOf);

    /// <summary>The payload as the scenario writes it.</summary>
    public abstract string Describe();

    /// <summary>Anything at all.</summary>
    internal sealed record Any : ExpectedPayload
    {
        public override bool IsMet(Delivery delivered, Func<int, ReadOnlyMemory<byte>> payloadOf) => true;

        public override string Describe() => "delivered";
    }

    /// <summary>A letter for each eight bytes; the last one may stand for fewer.</summary>
    internal sealed record Letters(string Text) : ExpectedPayload
    {
        public override bool IsMet(Delivery delivered, Func<int, ReadOnlyMemory<byte>> payloadOf) =>
            (delivered.Length + 7) / 8 == Text.Length && delivered.Is(Encoding.ASCII.GetBytes([.. Enumerable.Range(0, delivered.Length).Select(at => Text[at / 8])]));

        public override string Describe() => $"\"{Text}\"";
    }

    /// <summary>These bytes.</summary>
    internal sealed record Hex(byte[] Bytes) : ExpectedPayload
    {
        public override bool IsMet(Delivery delivered, Func<int, ReadOnlyMemory<byte>> payloadOf) => delivered.Is(Bytes);

        public override string Describe() => Delivery.Of(Bytes).Describe();
    }

    /// <summary>Bytes with this hash.</summary>
    internal sealed record Sha256(byte[] Hash) : ExpectedPayload
    {
        public const int Length = SHA256.HashSizeInBytes;

        public override bool IsMet(Delivery delivered, Func<int, ReadOnlyMemory<byte>> payloadOf) => delivered.Hash.AsSpan().SequenceEqual(Hash);

        public override string Describe() => "sha256 " + Convert.ToHexStringLower(Hash);
    }

    /// <summary>Parts of the scenario's datagrams, one behind the other; one part without a length is the whole datagram.</summary>
    internal sealed record Parts(IReadOnlyList<(int Datagram, int Offset, int? Length)> Pieces, string Text) : ExpectedPayload
    {
        public override bool IsMet(Delivery delivered, Func<int, ReadOnlyMemory<byte>> payloadOf) => delivered.Is([.. Pieces.SelectMany(piece =>
        {
            var payload = payloadOf(piece.Datagram);
            return (piece.Length is { } length ? payload.Slice(piece.Offset, length) : payload).ToArray();
        })]);

        public override string Describe() => Text;
    }
}
