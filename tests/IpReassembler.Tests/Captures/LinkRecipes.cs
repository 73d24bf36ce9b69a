using IpReassembler.Capture;
using static IpReassembler.Packets.Duration;

namespace IpReassembler.Tests.Captures;

/// <summary>The capture about what stands in front of the IP packet: more kinds of links than a scenario knows.</summary>
internal static class LinkRecipes
{
    private const string A = "192.0.2.1", B = "198.51.100.2";

    /// <summary>One datagram in two pieces on each of sixteen interfaces, each with a link layer of its own.</summary>
    public static byte[] Links()
    {
        var random = new SplitMix64(1);
        var script = new CaptureScript();
        for (var i = 0; i < Framing.All.Count; i++)
        {
            var pieces = CutDatagram.Udp(A, B, 1 + i, Data(random)).Pieces(1024); // LLC and SNAP leave room for 1,492 bytes
            script.AddFrames(FromMilliseconds(10 * i), FromMilliseconds(1), pieces.Select(Framing.All[i].Wrap), @interface: i);
        }

        return script.ToPcapng([.. Framing.All.Select(link => new CaptureInterface { Link = link.Link, Name = link.Name })]);
    }

    private static byte[] Data(SplitMix64 random)
    {
        var bytes = new byte[2000];
        random.Fill(bytes);
        return bytes;
    }
}
