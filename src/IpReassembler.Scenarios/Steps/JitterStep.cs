using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Sends each piece later by anything from nothing to <paramref name="Most"/>, so that they may overtake each other.</summary>
internal sealed record JitterStep(Duration Most, ulong Seed) : PieceStep
{
    public override void Apply(PieceSeries series)
    {
        var random = OrderStep.RandomOf(Seed, series.Number);
        Replace(series, series.Pieces.Select(piece => Delay(piece, new Duration(random.Below(Most.Nanoseconds + 1)))));
    }

    internal override PieceStep WithSeed(ulong seed) => this with { Seed = seed };

    // Whether it is too late does not depend on the number drawn: no repetition and no seed may fail where another one does not.
    private OutgoingPacket Delay(OutgoingPacket piece, Duration by)
    {
        Later(piece.At, Most);
        return piece with { At = Later(piece.At, by) };
    }
}
