using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>One fragment that was written down: any bytes at any offset, whatever an honest sender would do.</summary>
internal sealed record FragmentStep(int Offset, int Length, HeaderFields Fields, bool MoreFragments) : PieceStep
{
    public FragmentContent Content { get; init; }

    /// <summary>Its bytes, where they are its own.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>When: from the beginning of the datagram, or from the piece before it.</summary>
    public Duration Time { get; init; }

    /// <summary>Whether <see cref="Time"/> counts from the beginning of the datagram.</summary>
    public bool IsAbsolute { get; init; }

    public override void Apply(PieceSeries series)
    {
        var before = IsAbsolute || series.Pieces.Count == 0 ? Duration.Zero : series.Pieces[^1].At;
        var own = Fields.ToHeader(series.Repetition, series.Number);
        var header = (Fields.Options is null ? own.WithOptionsOf(series.HeaderAt(Offset)) : own).OfPiece().At(Offset, MoreFragments);
        if (Length > header.MaxPayload)
        {
            throw Wrong($"{Length} bytes behind a header of {header.Length} do not fit an IPv{(int)header.Version} packet");
        }

        series.Add(new OutgoingPacket(header, Payload(series), Later(before, Time))
        {
            Vlans = Fields.Vlans ?? [],
            TotalLength = Fields.TotalLength,
            Checksum = Fields.Checksum,
            HasBadChecksum = Fields.HasBadChecksum ?? false,
            Trailer = Fields.Trailer,
        });
    }

    private ReadOnlyMemory<byte> Payload(PieceSeries series)
    {
        if (Content == FragmentContent.Given)
        {
            return Bytes;
        }

        if (Offset + Length > series.Payload.Length)
        {
            throw Wrong($"the datagram has {series.Payload.Length} bytes, and none at {Offset + Length - 1}: give the fragment bytes of its own, such as \"A\"");
        }

        var own = series.Payload.Slice(Offset, Length);
        return Content == FragmentContent.Own ? own : OverlapStep.Inverted(own);
    }
}
