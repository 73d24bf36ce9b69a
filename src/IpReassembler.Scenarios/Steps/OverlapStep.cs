namespace IpReassembler.Scenarios;

/// <summary>Lets every piece but the first begin earlier, so that it shares bytes with the one before it, and is longer by them.</summary>
/// <param name="Length">How many bytes: a multiple of eight.</param>
/// <param name="Agrees">Whether the shared bytes are the same in both; otherwise the later piece has every bit of them turned.</param>
public sealed record OverlapStep(int Length, bool Agrees) : PieceStep
{
    /// <inheritdoc/>
    public override void Apply(PieceSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Pieces.Any(piece => piece.Inner is not null))
        {
            throw Wrong("overlap is about the datagram's own bytes: it stands above inside");
        }

        var first = series.Header.Offset.Bytes;
        Replace(series, series.Pieces.Select(piece => piece.Header.Offset.Bytes == first ? piece : Widen(piece, piece.Header.Offset.Bytes - first - Length, series)));
    }

    /// <summary>The bytes with every bit turned.</summary>
    internal static byte[] Inverted(ReadOnlyMemory<byte> bytes)
    {
        var inverted = bytes.ToArray();
        foreach (ref var one in inverted.AsSpan())
        {
            one = (byte)~one;
        }

        return inverted;
    }

    private OutgoingPacket Widen(OutgoingPacket piece, int from, PieceSeries series)
    {
        if (from < 0 || from + Length > series.Payload.Length)
        {
            throw Wrong($"the piece at byte {piece.Header.Offset.Bytes} cannot begin {Length} bytes earlier");
        }

        if (piece.Payload.Length + Length > piece.Header.MaxPayload)
        {
            throw Wrong($"a piece of {piece.Payload.Length} bytes cannot be {Length} bytes longer");
        }

        var shared = series.Payload.Slice(from, Length);
        return piece with
        {
            Header = piece.Header.At(piece.Header.Offset.Bytes - Length, piece.Header.MoreFragments),
            Payload = (byte[])[.. Agrees ? shared.Span : Inverted(shared), .. piece.Payload.Span],
        };
    }
}
