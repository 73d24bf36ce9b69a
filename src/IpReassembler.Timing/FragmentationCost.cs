namespace IpReassembler.Timing;

/// <summary>What it cost that datagrams were cut into pieces, and what the loss of one piece does: all others of its datagram came for nothing.</summary>
/// <param name="ExtraPackets">Fragments beyond one for each datagram, copies included.</param>
/// <param name="ExtraHeaderBytes">The IP headers of these, at the average length of a header.</param>
/// <param name="HeaderShare">These bytes as a part of all that were sent, headers included: 0 to 1.</param>
/// <param name="PieceLoss">The share p of pieces that never came: 0 to 1.</param>
/// <param name="ExpectedLoss">The share of datagrams that would miss a piece if each piece were lost by itself with p: 1-(1-p)^n, averaged over their numbers of pieces n.</param>
/// <param name="MeasuredLoss">The share of datagrams that do miss a piece. Far below the expected one, losses come in bursts.</param>
public readonly record struct FragmentationCost(
    long ExtraPackets, long ExtraHeaderBytes, double HeaderShare, double PieceLoss, double ExpectedLoss, double MeasuredLoss)
{
    /// <summary>How much more often a datagram is lost than a piece, as measured; null when no piece was lost.</summary>
    public double? Amplification => PieceLoss > 0 ? MeasuredLoss / PieceLoss : null;

    internal static FragmentationCost Of(TrafficStatistics traffic, IReadOnlyDictionary<int, long> pieceCounts)
    {
        var extra = Math.Max(0, traffic.Fragments - traffic.Datagrams);
        var extraBytes = traffic.Fragments == 0 ? 0 : (long)Math.Round((double)traffic.HeaderBytes * extra / traffic.Fragments);
        var missing = traffic.MissingFirst + traffic.MissingMiddle + traffic.MissingLast;
        var pieces = pieceCounts.Sum(pair => pair.Key * pair.Value);
        var lost = pieces == 0 ? 0 : (double)missing / pieces;
        var expected = traffic.Datagrams == 0 ? 0 : pieceCounts.Sum(pair => pair.Value * (1 - Math.Pow(1 - lost, pair.Key))) / traffic.Datagrams;
        return new FragmentationCost(
            extra,
            extraBytes,
            traffic.PacketBytes == 0 ? 0 : (double)extraBytes / traffic.PacketBytes,
            lost,
            expected,
            traffic.Datagrams == 0 ? 0 : (double)traffic.Incomplete / traffic.Datagrams);
    }
}
