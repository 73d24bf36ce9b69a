namespace IpReassembler.Transfer;

/// <summary>What a datagram of a measurement is for.</summary>
public enum UdpProbeKind : byte
{
    /// <summary>To be counted.</summary>
    Data = 0,

    /// <summary>To say how many were sent. It is sent a few times, because it can be lost too.</summary>
    End = 1,
}
