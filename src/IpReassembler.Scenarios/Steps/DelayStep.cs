using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Sends some pieces later.</summary>
internal sealed record DelayStep(IReadOnlyList<int> Numbers, Duration By) : PieceStep
{
    public override void Apply(PieceSeries series)
    {
        MustHave(series, Numbers);
        var numbers = Numbers.ToHashSet();
        Replace(series, series.Pieces.Select((piece, number) => numbers.Contains(number)
            ? piece with { At = Later(piece.At, By) }
            : piece));
    }
}
