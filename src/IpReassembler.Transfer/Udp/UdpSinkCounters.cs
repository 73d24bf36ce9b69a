namespace IpReassembler.Transfer;

/// <summary>Datagrams that are part of no report.</summary>
public sealed record UdpSinkCounters
{
    /// <summary>Somebody else's.</summary>
    public long Foreign { get; internal set; }

    /// <summary>Ours by their first bytes, with a wrong checksum.</summary>
    public long Corrupt { get; internal set; }

    /// <summary>Of a measurement that is over.</summary>
    public long Stray { get; internal set; }

    /// <summary>Of a measurement too many.</summary>
    public long Refused { get; internal set; }
}
