using IpReassembler.Capture;
using static IpReassembler.Packets.Duration;

namespace IpReassembler.Tests.Captures;

/// <summary>Captures about what stands around the IP packet: tags, links, and a file that was cut.</summary>
internal static class LinkRecipes
{
    private const string A = "192.0.2.1", B = "198.51.100.2";

    /// <summary>Four datagrams with the same addresses and identification, told apart by their VLANs alone; their pieces take turns.</summary>
    public static CaptureScript VlanQinQ()
    {
        var random = new SplitMix64(1);
        var script = new CaptureScript();
        int[][] vlans = [[], [100], [200], [100, 7]];
        for (var i = 0; i < vlans.Length; i++)
        {
            var pieces = CutDatagram.Udp(A, B, 1, random.Bytes(3000)).Pieces();
            script.AddFrames(FromMicroseconds(100 * i), FromMilliseconds(1), pieces.Select(packet => Framing.Vlan(packet, vlans[i])));
        }

        return script;
    }

    /// <summary>One datagram in two pieces on each of sixteen interfaces, each with a link layer of its own.</summary>
    public static byte[] Links()
    {
        var random = new SplitMix64(1);
        var script = new CaptureScript();
        for (var i = 0; i < Framing.All.Count; i++)
        {
            var pieces = CutDatagram.Udp(A, B, 1 + i, random.Bytes(2000)).Pieces(1024); // LLC and SNAP leave room for 1,492 bytes
            script.AddFrames(FromMilliseconds(10 * i), FromMilliseconds(1), pieces.Select(Framing.All[i].Wrap), @interface: i);
        }

        return script.ToPcapng([.. Framing.All.Select(link => new CaptureInterface { Link = link.Link, Name = link.Name })]);
    }

    /// <summary>Recorded with a snap length of 96: nobody can rebuild what was not kept.</summary>
    public static byte[] Truncated() => SmallRecipes.Clean().ToPcap(snapLength: 96);

    /// <summary>A file that ends in the middle of its last record.</summary>
    public static byte[] Damaged() => SmallRecipes.Clean().ToPcap()[..^100];
}
