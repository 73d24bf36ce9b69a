using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Readme;

/// <summary>The plain door of README.md, between the marks.</summary>
internal static class PlainDoor
{
    public delegate void PayloadUser(ReadOnlySpan<byte> payload);

    public static void Run(ReassemblyCache cache, byte[] frame, long seconds, long nanoseconds, PayloadUser Use)
    {
        // <readme>
        foreach (var outcome in cache.Accept(frame, LinkType.Ethernet, Timestamp.FromParts(seconds, nanoseconds)))
        {
            if (outcome.Fate == FragmentFate.Completes) { Use(outcome.Payload); }
        }
        // </readme>
    }
}
