using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Sends the pieces at even distances, the first at the beginning of the datagram.</summary>
/// <param name="Every">From one to the next.</param>
public sealed record SpacingStep(Duration Every) : PieceStep
{
    /// <inheritdoc/>
    public override void Apply(PieceSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        Replace(series, series.Pieces.Select((piece, place) => piece with { At = Later(Duration.Zero, Every, place) }));
    }
}
