namespace IpReassembler.Scenarios;

/// <summary>Does not send some pieces; their places in time stay empty.</summary>
/// <param name="Numbers">Their numbers in the series, from 0.</param>
internal sealed record DropStep(IReadOnlyList<int> Numbers) : PieceStep
{
    public override void Apply(PieceSeries series)
    {
        MustHave(series, Numbers);
        var numbers = Numbers.ToHashSet();
        Replace(series, series.Pieces.Where((_, number) => !numbers.Contains(number)));
    }
}
