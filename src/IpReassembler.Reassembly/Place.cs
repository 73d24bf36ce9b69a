using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The place of one open datagram in the books: what must be known of it without a look at its record.</summary>
/// <remarks>
/// A datagram of which one small fragment has come needs no more than this. Its record is made of <see cref="Alone"/> when
/// somebody needs one; most of those that a flood of first fragments makes never do.
/// </remarks>
internal struct Place
{
    /// <summary>What its fragments share.</summary>
    public DatagramKey Key;

    /// <summary>What the ledger was charged with for it, as long as there is no record.</summary>
    public int Charged;

    /// <summary>The number of its first frame.</summary>
    public long Number;

    /// <summary>When its first fragment came.</summary>
    public Timestamp First;

    /// <summary>The rule of the host that it is for.</summary>
    public HostRule Rule;

    /// <summary>Its record; null while nobody has needed one.</summary>
    public Datagram? Record;

    /// <summary>Its only fragment, as long as there is no record.</summary>
    public LoneFragment Alone;
}
