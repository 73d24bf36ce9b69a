using System.IO.Pipes;
using IpReassembler.Capture;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Tests.Capture;
using IpReassembler.Tests.Captures;

namespace IpReassembler.Tests.Cli;

/// <summary>What <c>reassemble</c> makes of captures that nobody would record.</summary>
public class ReassembleVerbTests
{
    private static readonly CutDatagram Sample = CutDatagram.Udp("192.0.2.1", "198.51.100.2", 1, CaptureBytes.Count(2_000));

    [Fact]
    public void Time_that_only_other_traffic_tells_of_passes_in_both_passes()
    {
        // The ARP frame's clock is far ahead: it expires the first piece. A second pass that did not hear of it would write
        // the datagram although the first one had counted its pieces as left over.
        using var folder = new TemporaryFolder();
        byte[] arp = [.. new byte[12], 0x08, 0x06, .. new byte[28]];
        var capture = folder.Write("in", new CaptureBytes(false).Pcap()
            .Record(1_000, 0, Framing.Ethernet(Sample.Piece(0))).Record(1_100, 0, arp).Record(1_001, 0, Framing.Ethernet(Sample.Piece(1))).ToArray());
        var run = ToolRun.Of(["reassemble", capture, "-w", "-"]);
        Assert.Contains("0 whole written; 1 left as fragments", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, Frames(run.Output));
    }

    [Fact]
    public void A_link_header_of_megabytes_is_copied_like_any_other()
    {
        using var folder = new TemporaryFolder();
        var tags = Enumerable.Range(0, 300_000).SelectMany(_ => new byte[] { 0x81, 0x00, 0x00, 0x07 }).ToArray();
        byte[] Frame(int piece) => [.. new byte[12], .. tags, 0x08, 0x00, .. Sample.Piece(piece)];
        var capture = folder.Write("in", new CaptureBytes(false).Section().Interface().Packet(0, 1, Frame(0)).Packet(0, 2, Frame(1)).ToArray());
        var run = ToolRun.Of(["reassemble", capture, "-w", "-"]);
        Assert.Equal((ExitCode.Done, "1 whole written; 0 left as fragments\n"), (run.ExitCode, run.Error));
        Assert.Equal(1, Frames(run.Output));
    }

    [Fact]
    public void What_a_pcap_file_cannot_hold_is_refused_with_the_way_out()
    {
        using var folder = new TemporaryFolder();
        var packet = Sample.Piece(0);
        var twoLinks = folder.Write("links", new CaptureBytes(false).Section().Interface(1).Interface(101)
            .Packet(0, 1, Framing.Ethernet(packet)).Packet(1, 2, packet).ToArray());
        var long1 = folder.Write("long", new CaptureBytes(false).Section().Interface().Packet(0, 1, new byte[300_000]).ToArray());
        foreach (var capture in new[] { twoLinks, long1 })
        {
            var target = Path.Combine(folder.Path, "out.pcap");
            var run = ToolRun.Of(["reassemble", capture, "-w", target]);
            Assert.Equal(ExitCode.BadFile, run.ExitCode);
            Assert.Contains("Write pcapng (-F pcapng) instead.", run.Error, StringComparison.Ordinal);
            Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        }
    }

    [Fact]
    public void What_is_rebuilt_in_a_tunnel_stays_in_it()
    {
        using var folder = new TemporaryFolder();
        var target = Path.Combine(folder.Path, "whole.pcapng");
        var run = ToolRun.Of(["reassemble", ToolRun.Capture("tunnels.pcapng"), "-w", target, "--depth", "all"]);
        Assert.Equal((ExitCode.Done, "14 whole written; 0 left as fragments\n"), (run.ExitCode, run.Error));

        // The deepest packet of each frame, where all checksums on the way to it are right.
        using var source = CaptureFile.Open(target);
        var count = 0;
        for (; source.Read(out var frame) == ReadResult.Frame; count++)
        {
            Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
            do
            {
                var decoded = DecodedPacket.Of(packet.Bytes.ToArray());
                Assert.Equal((PacketDefect.None, PieceKind.Whole, 0), (decoded.Defect, decoded.Piece, decoded.TrailingCount));
                Assert.True(decoded.TransportChecksumState is ChecksumState.Ok or ChecksumState.Unchecked);
                Assert.True(decoded is not DecodedIpv4 { ChecksumState: not ChecksumState.Ok });
                if (!Tunnel.TryOpen(packet, out var inner, out _))
                {
                    Assert.Equal((ChecksumState.Ok, 2008), (decoded.TransportChecksumState, decoded.TransportLength));
                    break;
                }

                packet = inner;
            }
            while (true);
        }

        Assert.Equal(12, count);
    }

    [Fact]
    public void With_a_spliced_datagram_that_is_dropped_goes_the_piece_it_carries()
    {
        // VXLAN in two pieces, the first of which comes again with other bytes, and UDP's checksum is wrong.
        using var folder = new TemporaryFolder();
        byte[] ethernet = Framing.Ethernet(Sample.Piece(0));
        byte[] udp = [0x10, 0x00, 0x12, 0xb5, (byte)((ethernet.Length + 16) >> 8), (byte)(ethernet.Length + 16), 0, 1, 8, 0, 0, 0, 0, 0, 7, 0, .. ethernet];
        var pieces = new CutDatagram("192.0.2.8", "192.0.2.9", TransportChecksum.Udp, 5, udp).Pieces(800).ToList();
        pieces.Insert(1, [.. pieces[0][..^1], (byte)~pieces[0][^1]]);
        var file = new CaptureBytes(false).Pcap();
        foreach (var piece in pieces)
        {
            file = file.Record(1_000, 0, Framing.Ethernet(piece));
        }

        var capture = folder.Write("in", file.ToArray());
        var run = ToolRun.Of(["reassemble", capture, "-w", "-", "--depth", "all", "--spliced", "drop"]);
        Assert.Equal((0, "0 whole written; 1 spliced, dropped with 1 unfinished inside; 0 left as fragments\n"), (Frames(run.Output), run.Error));
        Assert.Equal(1, Frames(ToolRun.Of(["reassemble", capture, "-w", "-", "--depth", "all"]).Output));
    }

    [Theory]
    [InlineData("keep", 3)]
    [InlineData("drop", 2)]
    public void A_datagram_that_its_tunnel_cannot_hold_whole_is_left_in_pieces(string incomplete, int left)
    {
        // 65,535 bytes with its own header, and 20 more around it. Another one lacks its end.
        using var folder = new TemporaryFolder();
        var file = new CaptureBytes(false).Pcap();
        var pieces = CutDatagram.Udp("192.0.2.1", "198.51.100.2", 1, CaptureBytes.Count(65_507)).Pieces(32_760).ToArray();
        foreach (var piece in pieces.Append(Sample.Piece(0)))
        {
            file = file.Record(1_000, 0, Framing.Ethernet(Packets.Bytes.Ipv4(piece, protocol: 4)));
        }

        var run = ToolRun.Of(["reassemble", folder.Write("in", file.ToArray()), "-w", "-", "--depth", "all", "--incomplete", incomplete]);
        Assert.Contains("; 1 left as fragments, because the headers around them cannot hold them whole", run.Error, StringComparison.Ordinal);
        Assert.Equal(left, Frames(run.Output));
    }

    [Theory]
    [InlineData("", "30 whole written (1 of them spliced, commented so); 8 left as fragments: ")]
    [InlineData("--annotate off", "30 whole written (1 of them spliced); 8 left as fragments: ")]
    [InlineData("--only-fragments", "30 whole written (1 of them spliced, commented so); 8 dropped: ")]
    [InlineData("--incomplete drop", "30 whole written (1 of them spliced, commented so); 8 dropped: ")]
    public void Says_no_more_than_it_did(string options, string expected) =>
        Assert.StartsWith(expected, ToolRun.Of($"reassemble mix.pcap -w - {options}").Error, StringComparison.Ordinal);

    [Fact]
    public void A_pipe_is_read_as_often_as_needed_and_keeps_its_name()
    {
        var bytes = File.ReadAllBytes(ToolRun.Capture("damaged.pcap"));
        var run = ToolRun.Of("reassemble - -w -", bytes);
        Assert.Contains("ipreasm: standard input is damaged at byte 24290", run.Error, StringComparison.Ordinal);

        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "There is no /proc/self/fd here.");
        foreach (var verb in new[] { "reassemble -w -", "show 1 -w -" })
        {
            // Small enough to fit into the pipe before anybody reads.
            using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
            using var reading = pipe.ClientSafePipeHandle;
            var name = $"/proc/self/fd/{reading.DangerousGetHandle()}";
            pipe.Write(bytes);
            pipe.Dispose();
            var piped = ToolRun.Of([.. verb.Split(' '), name]);
            Assert.Equal(ExitCode.Damaged, piped.ExitCode);
            Assert.Contains($"ipreasm: {name} is damaged at byte 24290", piped.Error, StringComparison.Ordinal);
            Assert.Equal(ToolRun.Of($"{verb} damaged.pcap").Output, piped.Output);
        }
    }

    [Fact]
    public void A_full_disk_is_no_bug_of_ours()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        var run = ToolRun.Of("reassemble mix.pcap -w /dev/full");
        Assert.Equal(ExitCode.BadFile, run.ExitCode);
        Assert.StartsWith("ipreasm: cannot write /dev/full: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_extracted_payload_follows_a_link()
    {
        using var folder = new TemporaryFolder();
        var target = folder.Write("target", [1]);
        var link = Path.Combine(folder.Path, "link");
        File.CreateSymbolicLink(link, target);
        Assert.Equal(ExitCode.Done, ToolRun.Of(["show", "1", ToolRun.Capture("clean.pcap"), "--extract", link]).ExitCode);
        Assert.Equal(8_008, new FileInfo(target).Length);
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void What_is_missing_is_padded_with_zeroes_and_said_so()
    {
        var run = ToolRun.Of("reassemble mix.pcap -w - --incomplete pad");
        Assert.Equal(
            "30 whole written (1 of them spliced, commented so); 4 padded with zeroes, commented so; "
            + "4 left as fragments: 1 dropped by policy, 1 expired, 1 conflict, 1 malformed\n", run.Error);
        var (payloads, comments) = Padded(run.Output);
        Assert.Equal(
            [
                "PADDED with zeroes: payload bytes 2960-5919 never came; made of 4 fragments in frames 151 152 153 154; incomplete",
                "PADDED with zeroes: payload bytes 4440-5919 never came; made of 5 fragments in frames 155 156 157 158 159; incomplete",
                "PADDED with zeroes: payload bytes 0-1479 never came; made of 5 fragments in frames 160 161 162 163 164; incomplete",
                "NOT WHOLE; neither did the end, whose place is not known; made of 5 fragments in frames 165 166 167 168 169; incomplete",
            ],
            comments);
        Assert.Equal([8008, 8008, 8008, 7400], payloads.Select(payload => payload.Length));
        (int Start, int End)[] gaps = [(2960, 5920), (4440, 5920), (0, 1480), (0, 0)];
        foreach (var (payload, gap) in payloads.Zip(gaps))
        {
            Assert.True(payload.AsSpan(gap.Start..gap.End).IndexOfAnyExcept((byte)0) < 0);
            Assert.True(payload.AsSpan(gap.End, 100).IndexOfAnyExcept((byte)0) >= 0);
        }
    }

    [Theory]
    [InlineData("-w x.pcap")]
    [InlineData("-w - -F pcap")]
    [InlineData("-w - --annotate off")]
    public void Padding_that_could_not_be_marked_is_refused(string options)
    {
        using var folder = new TemporaryFolder();
        string[] args = ["reassemble", ToolRun.Capture("mix.pcap"), "--incomplete", "pad", .. options.Replace("x.pcap", Path.Combine(folder.Path, "x.pcap")).Split(' ')];
        var run = ToolRun.Of(args);
        Assert.Equal((ExitCode.Usage, 0), (run.ExitCode, run.Output.Length));
        Assert.Contains("--incomplete pad marks its zeroes in a comment", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    // The packets that were padded: every one of them has a good header.
    private static (List<byte[]> Payloads, List<string> Comments) Padded(byte[] capture)
    {
        var (payloads, comments) = (new List<byte[]>(), new List<string>());
        using var reader = CaptureFile.Open(new MemoryStream(capture), "out");
        while (reader.Read(out var frame) == ReadResult.Frame)
        {
            if (reader.Comments is not [var comment] || !comment.EndsWith("; incomplete", StringComparison.Ordinal))
            {
                continue;
            }

            Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
            Assert.True(Ipv4Packet.TryParse(packet.Bytes, out var ip, out _));
            Assert.Equal((ChecksumState.Ok, false), (ip.HeaderChecksumState, ip.IsFragment));
            payloads.Add(ip.Payload.ToArray());
            comments.Add(comment);
        }

        return (payloads, comments);
    }

    private static int Frames(byte[] capture)
    {
        using var reader = CaptureFile.Open(new MemoryStream(capture), "out");
        var count = 0;
        while (reader.Read(out _) == ReadResult.Frame)
        {
            count++;
        }

        Assert.Null(reader.Damage);
        return count;
    }
}
