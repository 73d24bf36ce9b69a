using IpReassembler.Capture;

namespace IpReassembler.Scenarios;

/// <summary>The bytes a datagram is made of, behind its transport header if it has one.</summary>
/// <param name="Length">How many there are.</param>
internal abstract record Payload(int Length)
{
    /// <summary>No bytes: every fragment brings its own.</summary>
    public static Payload None { get; } = new Given([]);

    /// <summary>How many numbers of the scenario's generator it takes.</summary>
    public virtual ulong Draws => 0;

    /// <summary>Writes the bytes.</summary>
    /// <param name="destination">Room for <see cref="Length"/> bytes.</param>
    /// <param name="random">The scenario's generator, standing where this payload begins to take numbers.</param>
    public abstract void Write(Span<byte> destination, SplitMix64 random);

    /// <summary>Bytes that were written down, or stand in a file.</summary>
    internal sealed record Given(byte[] Bytes) : Payload(Bytes.Length)
    {
        public override void Write(Span<byte> destination, SplitMix64 random) => Bytes.CopyTo(destination);
    }

    /// <summary>A letter for each eight bytes: A to Z, and again from A.</summary>
    internal sealed record Letters(int Length) : Payload(Length)
    {
        public override void Write(Span<byte> destination, SplitMix64 random)
        {
            for (var i = 0; i < destination.Length; i++)
            {
                destination[i] = (byte)('A' + (i / 8 % 26));
            }
        }
    }

    /// <summary>Bytes that look random: from a seed of their own, or from the scenario's generator.</summary>
    internal sealed record Drawn(int Length, ulong? Seed) : Payload(Length)
    {
        public override ulong Draws => Seed is null ? (ulong)(Length + 7) / 8 : 0;

        public override void Write(Span<byte> destination, SplitMix64 random) => (Seed is { } seed ? new SplitMix64(seed) : random).Fill(destination);
    }
}
