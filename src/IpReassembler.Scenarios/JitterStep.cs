using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Sends each piece later by anything from nothing to <paramref name="Most"/>, so that they may overtake each other.</summary>
internal sealed record JitterStep(Duration Most, ulong Seed) : PieceStep
{
    public override void Apply(PieceSeries series)
    {
        var random = OrderStep.RandomOf(Seed, series.Number);
        series.Replace(series.Pieces.Select(piece => piece with { At = Later(piece.At, new Duration(random.Below(Most.Nanoseconds + 1))) }));
    }
}
