using IpReassembler.Capture;

namespace IpReassembler.Scenarios;

/// <summary>Sends the pieces in another order; the times stay where they are, so that another piece comes at each of them.</summary>
/// <param name="Order">How.</param>
public sealed record OrderStep(PieceOrder Order) : PieceStep
{
    /// <summary>The numbers of the pieces in the order of sending, for <see cref="PieceOrder.Listed"/>. What is not named is not sent; what is named twice is sent twice.</summary>
    public IReadOnlyList<int> Numbers { get; init; } = [];

    /// <summary>What a random order is drawn from, together with the number of the datagram.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override void Apply(PieceSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var order = Numbers.ToArray();
        if (Order == PieceOrder.Listed)
        {
            MustHave(series, order);
        }
        else
        {
            order = [.. Enumerable.Range(0, series.Pieces.Count)];
            if (Order == PieceOrder.Reversed)
            {
                Array.Reverse(order);
            }
            else
            {
                RandomOf(Seed, series.Number).Shuffle(order);
            }
        }

        var times = series.Pieces.Select(piece => piece.At).ToArray();
        Replace(series, order.Select((number, place) => series.Pieces[number] with { At = times[Math.Min(place, times.Length - 1)] }));
    }

    internal override PieceStep WithSeed(ulong seed) => this with { Seed = seed };

    /// <summary>Numbers for one of many datagrams: those of neighbours have nothing in common.</summary>
    internal static SplitMix64 RandomOf(ulong seed, long number) => new(new SplitMix64(seed ^ new SplitMix64((ulong)number).Next()).Next());
}
