using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>Our cache, asked the same questions as a kernel.</summary>
internal static class OurReassembler
{
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
            foreach (var outcome in cache.Accept(frame, LinkType.Ethernet, Now))
            {
                if (outcome.Kind != OutcomeKind.Fragment)
                {
                    continue;
                }

                killed += outcome.Fate == FragmentFate.Kills ? 1 : 0;
                if (outcome.Fate == FragmentFate.Completes)
                {
                    delivered.Add(outcome.Packet.ToArray());
                }
            }
        }

        // A header that no host trusts, or a packet cut short, never reaches reassembly.
        var counters = cache.Counters;
        return new Books(counters.Fragments - counters.Rejected, counters.Delivered, killed, counters.Pending > 0 ? 1 : 0);
    }
}
