namespace IpReassembler.Packets;

/// <summary>The control bits of a TCP header (RFC 9293 section 3.1), and the one RFC 3540 had.</summary>
[Flags]
public enum TcpControlBits : ushort
{
    /// <summary>No bit is set.</summary>
    None = 0,

    /// <summary>The sender has no more data.</summary>
    Fin = 0x001,

    /// <summary>Synchronizes sequence numbers.</summary>
    Syn = 0x002,

    /// <summary>Resets the connection.</summary>
    Reset = 0x004,

    /// <summary>Asks for prompt delivery.</summary>
    Push = 0x008,

    /// <summary>The acknowledgment number is valid.</summary>
    Acknowledgment = 0x010,

    /// <summary>The urgent pointer is valid.</summary>
    Urgent = 0x020,

    /// <summary>Congestion was echoed (RFC 3168).</summary>
    EcnEcho = 0x040,

    /// <summary>The congestion window was reduced (RFC 3168).</summary>
    CongestionWindowReduced = 0x080,

    /// <summary>The nonce sum of RFC 3540; accurate ECN uses the bit again.</summary>
    NonceSum = 0x100,
}
