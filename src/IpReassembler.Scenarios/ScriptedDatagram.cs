using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>A datagram as it was written down: what it carries, and the steps from there to packets.</summary>
internal sealed record ScriptedDatagram(string Name, SourceSpan Where)
{
    /// <summary>The longest payload, transport header included: more than IPv4 can have, so that this can be tried.</summary>
    public const int MaxLength = 70_000;

    public HeaderFields Fields { get; init; } = new();

    /// <summary>The transport header in front of the payload; null for none.</summary>
    public Transport? Transport { get; init; }

    public Payload Payload { get; init; } = Payload.None;

    /// <summary>When it begins, counted from the beginning of the scenario.</summary>
    public Duration At { get; init; }

    public IReadOnlyList<PieceStep> Steps { get; init; } = [];

    public Repetition Repetition { get; init; } = Repetition.Once;

    /// <summary>How many numbers the datagrams before it took from the scenario's generator.</summary>
    public ulong DrawsBefore { get; init; }

    /// <summary>When a repetition begins, counted from the beginning of the scenario.</summary>
    public Int128 StartOf(int repetition) => At.Nanoseconds + ((Int128)Repetition.Every.Nanoseconds * repetition);

    /// <summary>Makes the packets of one repetition.</summary>
    /// <param name="repetition">Which, from 0.</param>
    /// <param name="seed">The scenario's seed.</param>
    /// <exception cref="ScenarioException">A step asks for something that is not there.</exception>
    public PieceSeries Play(int repetition, ulong seed)
    {
        var header = Fields.ToHeader(Repetition, repetition);
        var series = new PieceSeries(header, WritePayload(header, repetition, seed), repetition) { Vlans = Fields.Vlans ?? [], Repetition = Repetition };
        foreach (var step in Steps)
        {
            step.Apply(series);
        }

        if (Steps.Count == 0)
        {
            new CutStep { Size = MaxLength, Where = Where }.Apply(series);
        }

        return series;
    }

    private byte[] WritePayload(in OutgoingHeader header, int repetition, ulong seed)
    {
        var random = new SplitMix64(seed);
        random.Skip(DrawsBefore + (Payload.Draws * (ulong)repetition));
        var headerLength = Transport?.HeaderLength ?? 0;
        var bytes = new byte[headerLength + Payload.Length];
        Payload.Write(bytes.AsSpan(headerLength), random);
        Transport?.Write(bytes, header, bytes.AsSpan(headerLength));
        return bytes;
    }
}
