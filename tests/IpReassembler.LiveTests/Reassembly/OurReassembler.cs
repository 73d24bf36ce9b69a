using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>Our cache, asked the same questions as a kernel.</summary>
internal static class OurReassembler
{
    private const int EthernetHeaderLength = 14;
    private const int Ipv6HeadersLength = 48;
    private static readonly Timestamp Now = new(0);

    public static HostAnswer Ask(OverlapPolicy policy, IReadOnlyList<KernelCase> cases)
    {
        var packets = new List<IReadOnlyList<byte[]>>();
        var books = default(Books);
        foreach (var one in cases)
        {
            var delivered = new List<byte[]>();
            books += Ask(policy, one, delivered);
            packets.Add(delivered);
        }

        return new HostAnswer(packets, books);
    }

    private static Books Ask(OverlapPolicy policy, KernelCase one, List<byte[]> delivered)
    {
        var cache = new ReassemblyCache(new ReassemblyOptions { Policy = policy });
        var killed = 0;
        foreach (var frame in one.Frames)
        {
            var fragments = cache.Counters.Fragments;
            foreach (var outcome in cache.Accept(frame, LinkType.Ethernet, Now))
            {
                if (outcome.Kind != OutcomeKind.Fragment)
                {
                    continue;
                }

                killed += outcome.Fate == FragmentFate.Kills ? 1 : 0;
                if (outcome.Fate == FragmentFate.Completes)
                {
                    delivered.Add(one.Source.Version == IpVersion.V4 ? outcome.Packet.ToArray() : outcome.Payload.ToArray());
                }
            }

            if (cache.Counters.Fragments == fragments)
            {
                // Offset 0, and no more fragments: a host delivers it as it is.
                delivered.Add(frame[(EthernetHeaderLength + (one.Source.Version == IpVersion.V4 ? 0 : Ipv6HeadersLength))..]);
            }
        }

        // A header that no host trusts, or a packet cut short, never reaches reassembly. The fragments of a case share
        // one key, so what waits is one datagram.
        var counters = cache.Counters;
        if (one.Source.Version == IpVersion.V6)
        {
            // Linux counts what it refuses, and atomic fragments as datagrams of one.
            return new Books(counters.Fragments + counters.AtomicFragments, counters.Delivered + counters.AtomicFragments, killed, Waiting: 0);
        }

        return new Books(counters.Fragments - counters.Rejected, counters.Delivered, killed, counters.Pending > 0 ? 1 : 0);
    }
}
