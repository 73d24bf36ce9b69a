using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Sends some pieces once more.</summary>
/// <param name="Numbers">Their numbers in the series, from 0.</param>
/// <param name="After">How much later the copy comes.</param>
internal sealed record DuplicateStep(IReadOnlyList<int> Numbers, Duration After) : PieceStep
{
    public override void Apply(PieceSeries series)
    {
        MustHave(series, Numbers);
        var numbers = Numbers.ToHashSet();
        Replace(series, series.Pieces.SelectMany((piece, number) => numbers.Contains(number)
            ? new[] { piece, piece with { At = Later(piece.At, After) } }
            : [piece]));
    }
}
