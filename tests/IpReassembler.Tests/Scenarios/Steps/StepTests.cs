using IpReassembler.Packets;

namespace IpReassembler.Tests.Scenarios;

/// <summary>What each step makes of a datagram of 100 bytes.</summary>
public class StepTests
{
    [Theory]
    [InlineData("", "0:100@0")]
    [InlineData("size 40", "0:40+@0 40:40+@0 80:20@0")]
    [InlineData("mtu 60", "0:40+@0 40:40+@0 80:20@0")]
    [InlineData("mtu 67", "0:40+@0 40:40+@0 80:20@0")]           // 47 bytes of room are 40
    [InlineData("mtu 120", "0:100@0")]
    [InlineData("mtu 119", "0:96+@0 96:4@0")]
    [InlineData("size 40 mtu 44", "0:24+@0 24:16+@0 40:24+@0 64:16+@0 80:20@0")]
    [InlineData("size 40 every 1ms", "0:40+@0 40:40+@1000 80:20@2000")]
    [InlineData("size 40 order reverse every 1ms", "80:20@0 40:40+@1000 0:40+@2000")]
    [InlineData("size 40 every 1ms order reverse", "80:20@0 40:40+@1000 0:40+@2000")]
    [InlineData("size 40 order 2,0 every 1ms", "80:20@0 0:40+@1000")]
    [InlineData("size 40 order 0,0,1,2 every 1us", "0:40+@0 0:40+@1 40:40+@2 80:20@3")]
    [InlineData("size 40 every 1ms drop 1", "0:40+@0 80:20@2000")]
    [InlineData("size 40 drop 1 every 1ms", "0:40+@0 80:20@1000")]
    [InlineData("size 40 every 1ms dup 0,2 after 100us", "0:40+@0 0:40+@100 40:40+@1000 80:20@2000 80:20@2100")]
    [InlineData("size 40 dup 1", "0:40+@0 40:40+@0 40:40+@0 80:20@0")]
    [InlineData("size 40 overlap 8 agree", "0:40+@0 32:48+@0 72:28@0")]
    [InlineData("size 40 every 1ms delay 0 by 1500us", "40:40+@1000 0:40+@1500 80:20@2000")]
    [InlineData("frag 0:8 mf\nfrag 16:84 +2us\nfrag 8:8 mf at 1us", "0:8+@0 8:8+@1 16:84@2")]
    [InlineData("frag 0:8 mf at 5us\nfrag 16:84 +2us", "0:8+@5 16:84@7")]
    [InlineData("frag 16:84 +1.5us", "16:84@1.5")]
    public void Makes_these_packets(string steps, string packets) =>
        Assert.Equal(packets, string.Join(' ', Played.All("datagram A payload random 100\n" + steps)));

    [Theory]
    [InlineData("inside ipip", "0:120@0")]
    [InlineData("size 56 inside ipip every 1ms", "0:76@0 0:64@1000")]
    [InlineData("inside gre mtu 96", "0:72+@0 72:52@0")]
    [InlineData("inside gre key 7", "0:128@0")]
    [InlineData("inside gtp-u key 7 inside ipip", "0:156@0")]
    [InlineData("inside vxlan key 7 size 80", "0:80+@0 80:70@0")]
    public void Inside_a_tunnel_the_pieces_are_of_its_packets(string steps, string packets) =>
        Assert.Equal(packets, string.Join(' ', Played.All("datagram A payload random 100\n" + steps)));

    [Theory]
    [InlineData("inside ipip", 4)]
    [InlineData("inside gre", 47)]
    [InlineData("inside gre key 5", 47)]
    [InlineData("inside vxlan key 5", 17)]
    [InlineData("inside geneve key 5", 17)]
    [InlineData("inside gtp-u key 5", 17)]
    [InlineData("inside ipip src 2001:db8::a", 4)]
    public void A_packet_comes_out_of_its_tunnel_as_it_was(string step, int protocol)
    {
        var plain = Played.All("datagram A udp 1>2 payload random 100")[0].Packet;
        var carrier = Played.All("datagram A udp 1>2 payload random 100\n" + step)[0].Packet;
        Assert.Equal(protocol, carrier[0] >> 4 == 4 ? carrier[9] : carrier[6]);
        Assert.True(LinkLayer.TryGetIp(new CapturedFrame(carrier, LinkType.Raw, default), out var outer, out _));
        Assert.True(Tunnel.TryOpen(outer, out var inner, out var name));
        Assert.Equal(plain, inner.Bytes.ToArray());
        Assert.Equal(step.Contains("key", StringComparison.Ordinal) ? 5u : 0u, name.Key);
    }

    [Fact]
    public void Carriers_have_identifications_of_their_own()
    {
        var frames = Played.All("datagram A payload random 100\nsize 56 inside ipip id 0xfffe\nrepeat 2 every 1ms id+1");
        Assert.Equal([0xfffe, 0xffff, 0x0000, 0x0001], frames.Select(frame => (frame.Packet[4] << 8) | frame.Packet[5]));
    }

    [Fact]
    public void Overlaps_agree_or_not_as_they_say()
    {
        var (agree, conflict) = (Played.All("datagram A payload letters 16\nsize 8 overlap 8 agree"), Played.All("datagram A payload letters 16\nsize 8 overlap 8 conflict"));
        Assert.Equal("AAAAAAAABBBBBBBB"u8, agree[1].Packet[20..]);
        Assert.Equal([.. Enumerable.Repeat((byte)0xbe, 8), .. Enumerable.Repeat((byte)'B', 8)], conflict[1].Packet[20..].ToArray());
    }

    [Fact]
    public void A_random_order_has_all_pieces_and_depends_on_seed_and_repetition()
    {
        var frames = Played.All("datagram A payload random 100\nsize 8 order random seed 3 every 1us\nrepeat 2 every 1ms");
        var (one, other) = (frames.Take(13).ToList(), frames.Skip(13).ToList());
        Assert.Equal(Enumerable.Range(0, 13).Select(piece => piece * 8), one.Select(Offset).Order());
        Assert.Equal(Enumerable.Range(0, 13).Select(piece => piece * 8), other.Select(Offset).Order());
        Assert.NotEqual(one.Select(Offset), other.Select(Offset));
        Assert.NotEqual(one.Select(Offset), Played.All("datagram A payload random 100\nsize 8 order random seed 4 every 1us").Select(Offset));
        Assert.Equal(one.Select(Offset), Played.All("datagram A payload random 100\nsize 8 order random seed 3 every 1us").Select(Offset));
    }

    [Fact]
    public void Jitter_stays_within_its_bound()
    {
        var frames = Played.All("datagram A payload random 4000\nsize 8 every 1us jitter 10us");
        Assert.Equal(500, frames.Count);
        Assert.All(frames, frame => Assert.InRange(frame.At.Nanoseconds - (Offset(frame) / 8 * 1000), 0, 10_000));
        Assert.NotEqual(frames.Select(Offset).Order(), frames.Select(Offset));
    }

    // RFC 791 section 3.1: only options with the copied flag go into pieces behind the first; and these may be longer for it.
    [Fact]
    public void Options_go_where_their_flag_sends_them()
    {
        var frames = Played.All("datagram A payload random 64 options hex \"94040000 0703040000000000\"\nmtu 64");
        Assert.Equal(["0:32+@0", "32:32@0"], frames.Select(frame => frame.ToString()));
        Assert.Equal(("940400000703040000000000", "94040000"), (Options(frames[0]), Options(frames[1])));

        static string Options(Played frame)
        {
            Assert.True(Ipv4Packet.TryParse(frame.Packet, out var packet, out _));
            return Convert.ToHexStringLower(packet.OptionBytes);
        }
    }

    [Fact]
    public void Header_fields_are_as_written()
    {
        var frame = Played.All("datagram A id 7 ttl 3 tos 0x2c df src 10.0.0.1 dst 10.0.0.2 proto 99 payload letters\nfrag 8:8 \"x\" mf evil ttl 4 id 9 checksum 0x1234 total 99")[0];
        Assert.Equal("452c00630009e0010463" + "1234" + "0a0000010a000002" + "7878787878787878", Convert.ToHexStringLower(frame.Packet));
        var wrong = Played.All("datagram A payload letters\nfrag 8:8 \"x\" checksum bad")[0];
        Assert.True(Ipv4Packet.TryParse(wrong.Packet, out var packet, out _));
        Assert.Equal(ChecksumState.Bad, packet.HeaderChecksumState);
    }

    [Theory]
    [InlineData("udp 4000>5000")]
    [InlineData("tcp 80>1024 seq 1 ack 0xffffffff window 100 flags syn,ack")]
    [InlineData("icmp 8/0 0x00010002")]
    public void Transport_headers_have_right_checksums(string header)
    {
        var frame = Assert.Single(Played.All($"datagram A {header} payload random 101"));
        Assert.True(Ipv4Packet.TryParse(frame.Packet, out var packet, out _));
        Assert.Equal(ChecksumState.Ok, TransportChecksum.Verify(packet.Protocol, packet.Source, packet.Destination, packet.Payload));
    }

    private static int Offset(Played frame) => int.Parse(frame.ToString().Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);
}
