using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>What is measured and summed of a datagram besides its fragments, the same whether the cache still lends it or a record was made of it.</summary>
public readonly struct DatagramFacts
{
    /// <summary>Facts that somebody else fills in.</summary>
    public DatagramFacts()
    {
    }

    /// <summary>The facts of a datagram whose record has ended.</summary>
    public DatagramFacts(Datagram datagram)
    {
        ArgumentNullException.ThrowIfNull(datagram);
        Number = datagram.Number;
        Key = datagram.Key;
        Protocol = datagram.Protocol;
        SourcePort = datagram.SourcePort;
        DestinationPort = datagram.DestinationPort;
        First = datagram.First;
        Last = datagram.Last;
        State = datagram.State;
        Verdict = datagram.Verdict;
        Checksum = datagram.Checksum;
        TotalLength = datagram.TotalLength;
        ArrivedLength = datagram.ArrivedLength;
        FragmentCount = datagram.FragmentCount;
        DuplicateCount = datagram.DuplicateCount;
        ReorderedCount = datagram.ReorderedCount;
        CompletedAfter = datagram.CompletedAfter;
        CompleteFrame = datagram.CompleteFrame;
        LateDuplicateOf = datagram.LateDuplicateOf;
    }

    /// <summary>The number of its first frame.</summary>
    public long Number { get; init; }

    /// <summary>What its fragments share.</summary>
    public DatagramKey Key { get; init; }

    /// <summary>IPv4's Protocol; IPv6's Next Header as the first fragment has it.</summary>
    public byte Protocol { get; init; }

    /// <summary>UDP, TCP or SCTP source port; null when it is not known.</summary>
    public int? SourcePort { get; init; }

    /// <summary>UDP, TCP or SCTP destination port; null when it is not known.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>When its first fragment came.</summary>
    public Timestamp First { get; init; }

    /// <summary>When its last fragment came.</summary>
    public Timestamp Last { get; init; }

    /// <summary>What the policy did with it.</summary>
    public DatagramState State { get; init; }

    /// <summary>What the evidence says.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>What the transport checksum says.</summary>
    public ChecksumState Checksum { get; init; }

    /// <summary>The payload's length in bytes, as its last piece says; null when that did not come.</summary>
    public int? TotalLength { get; init; }

    /// <summary>How many different bytes of the payload came.</summary>
    public int ArrivedLength { get; init; }

    /// <summary>How many fragments were folded into it, copies included.</summary>
    public int FragmentCount { get; init; }

    /// <summary>Fragments with the same range as one that was there.</summary>
    public int DuplicateCount { get; init; }

    /// <summary>Fragments that came after one with a larger offset.</summary>
    public int ReorderedCount { get; init; }

    /// <summary>From the first fragment to delivery; null unless delivered; negative when the clock stepped back.</summary>
    public Duration? CompletedAfter { get; init; }

    /// <summary>The frame that closed the last hole; null unless delivered.</summary>
    public long? CompleteFrame { get; init; }

    /// <summary>The number of the datagram of which this one only repeats fragments; null when it is one of its own.</summary>
    public long? LateDuplicateOf { get; init; }

    /// <summary>Whether every byte is known to have come.</summary>
    public bool IsWhole => ArrivedLength == TotalLength;

    /// <summary>Whether it was delivered and nothing speaks against it: <see cref="Verdict.Sound"/>, or <see cref="Verdict.Unchecked"/> where there is nothing to verify it by.</summary>
    public bool IsGood => State == DatagramState.Complete && Verdict is (Verdict.Sound or Verdict.Unchecked);
}
