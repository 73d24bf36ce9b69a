namespace IpReassembler.Tcp;

/// <summary>How the congestion window grows once slow start is over, and what a loss leaves of it.</summary>
public enum CongestionAlgorithm
{
    /// <summary>One segment for each round trip, half of it after a loss (RFC 5681).</summary>
    Reno,

    /// <summary>A cubic function of the time since the last loss, 70 % of it after one (RFC 9438).</summary>
    Cubic,
}
