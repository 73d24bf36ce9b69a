using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>An outcome as the cache notes it down, until somebody looks. The fragment is not in it: a call is about one at most.</summary>
internal struct Happening
{
    public OutcomeKind Kind;
    public int Place;
    public Timestamp At;
}
