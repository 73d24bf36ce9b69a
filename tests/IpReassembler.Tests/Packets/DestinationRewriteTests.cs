using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class DestinationRewriteTests
{
    private static readonly IpAddress Target = IpAddress.Parse("10.9.0.2");

    [Fact]
    public void Every_datagram_of_a_capture_stays_as_good_or_bad_as_it_was()
    {
        foreach (var name in new[] { "mix.pcap", "clean.pcap", "tiny.pcap", "options.pcap", "kernel-udp-ping.pcap" })
        {
            var (before, after) = (Checksums(name, rewritten: false), Checksums(name, rewritten: true));
            Assert.NotEmpty(before);
            Assert.Equal(before, after);
        }
    }

    [Fact]
    public void The_destination_is_the_new_one_and_the_header_checksum_right()
    {
        using var source = CaptureFile.Open(Path.Combine(RepositoryRoot.Path, "captures", "mix.pcap"));
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            var packet = Packet(frame);
            Assert.True(DestinationRewrite.TryApply(packet, Target));
            Assert.True(Ipv4Packet.TryParse(packet, out var ip, out _));
            Assert.Equal((Target, ChecksumState.Ok), (ip.Destination, ip.HeaderChecksumState));
        }
    }

    [Fact]
    public void A_udp_checksum_of_zero_stays_none_and_one_that_becomes_zero_is_written_as_ones()
    {
        var none = Udp(checksum: 0);
        Assert.True(DestinationRewrite.TryApply(none, Target));
        Assert.Equal([0, 0], none[26..28]);

        // From 0.0.0.1 to 0.0.0.2 the sum grows by one, so the checksum falls from 1 to 0.
        var one = Udp(checksum: 1);
        one[16..20].AsSpan().Clear();
        (one[16], one[17], one[18], one[19]) = (0, 0, 0, 1);
        Assert.True(DestinationRewrite.TryApply(one, IpAddress.V4(2)));
        Assert.Equal([0xFF, 0xFF], one[26..28]);
    }

    [Fact]
    public void A_later_fragment_has_no_transport_checksum_to_change()
    {
        var fragment = Udp(checksum: 0x1234);
        fragment[7] = 1;
        Assert.True(DestinationRewrite.TryApply(fragment, Target));
        Assert.Equal([0x12, 0x34], fragment[26..28]);
    }

    [Fact]
    public void Every_prefix_of_a_packet_is_survived()
    {
        var packet = Udp(checksum: 0x1234);
        for (var length = 0; length <= packet.Length; length++)
        {
            var prefix = packet[..length];
            var copy = prefix.ToArray();
            if (!DestinationRewrite.TryApply(prefix, Target))
            {
                Assert.Equal(copy, prefix);
            }
        }
    }

    private static byte[] Udp(ushort checksum)
    {
        byte[] packet =
        [
            0x45, 0, 0, 32, 0, 7, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2,
            0x10, 0, 0x10, 1, 0, 12, (byte)(checksum >> 8), (byte)checksum, 1, 2, 3, 4,
        ];
        return packet;
    }

    private static byte[] Packet(in CapturedFrame frame)
    {
        Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
        return packet.Bytes.ToArray();
    }

    // The transport checksum of each datagram that the cache puts together, told by its number.
    private static List<(long Number, ChecksumState Checksum)> Checksums(string name, bool rewritten)
    {
        var cache = new IpReassembler.Reassembly.ReassemblyCache();
        var found = new List<(long, ChecksumState)>();
        using var source = CaptureFile.Open(Path.Combine(RepositoryRoot.Path, "captures", name));
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            var packet = Packet(frame);
            Assert.True(!rewritten || DestinationRewrite.TryApply(packet, Target));
            Note(cache.Accept(packet, LinkType.Raw, frame.Timestamp));
        }

        Note(cache.Finish());
        return found;

        void Note(IpReassembler.Reassembly.OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                if (outcome is { Kind: IpReassembler.Reassembly.OutcomeKind.Ended, Datagram: { } datagram })
                {
                    found.Add((datagram.Number, datagram.Checksum));
                }
            }
        }
    }
}
