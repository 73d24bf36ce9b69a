using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Readme;

/// <summary>The bridge of README.md, between the marks. SharpPcap is not there; it is compiled against types with the same members.</summary>
internal static class SharpPcapBridge
{
    public delegate void Teller(in FragmentOutcome outcome);

    public static void Run(SharpPcapStandIn.Device device, ReassemblyCache cache, Teller Tell)
    {
        // <readme>
        device.OnPacketArrival += (_, capture) =>
        {
            var at = new Timestamp((long)(capture.Header.Timeval.Value * 1_000_000_000));
            var link = (LinkType)capture.Device.LinkType;
            foreach (var outcome in cache.Accept(capture.Data, link, at)) { Tell(outcome); }
        };
        // </readme>
    }
}
