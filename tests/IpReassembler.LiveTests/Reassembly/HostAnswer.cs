namespace IpReassembler.LiveTests.Reassembly;

/// <summary>What a host made of some cases.</summary>
/// <param name="Packets">For each case what was delivered, header and payload, in order.</param>
/// <param name="Books">What it counted over all of them.</param>
internal sealed record HostAnswer(IReadOnlyList<IReadOnlyList<byte[]>> Packets, Books Books)
{
    public bool AgreesWith(HostAnswer other) =>
        Books == other.Books && Packets.Count == other.Packets.Count && Packets.Zip(other.Packets).All(pair => AreSame(pair.First, pair.Second));

    private static bool AreSame(IReadOnlyList<byte[]> one, IReadOnlyList<byte[]> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}
