using System.Buffers.Binary;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tests.Capture;

namespace IpReassembler.Tests.Cli;

/// <summary><c>fragment</c> is the inverse of <c>reassemble</c>.</summary>
[Collection(HeavyTests.Name)]
public class FragmentVerbTests
{
    // Files of others are read only where they lie beside the checkout; the largest are left to the long run.
    public static TheoryData<string> Captures =>
        [.. CaptureFolders.All.Where(path => new FileInfo(path).Length < LongRuns.Rounds(200_000, 50_000_000)).Where((_, place) => place % LongRuns.Rounds(5, 1) == 0)];

    [Theory]
    [MemberData(nameof(Captures))]
    public void What_is_cut_and_put_together_is_what_it_was(string capture)
    {
        using var folder = new TemporaryFolder();
        string InFolder(string name) => Path.Combine(folder.Path, name);

        // Not linux: what was an atomic fragment (RFC 6946) holds its Fragment header inside when it is cut, and linux throws that away, as the kernel does.
        string[] quietly = ["--annotate", "off", "--policy", "first"];
        var first = ToolRun.Of(["reassemble", capture, "-w", InFolder("whole.pcapng"), .. quietly]);
        if (first.ExitCode != 0)
        {
            // No capture, or one that stops in the middle.
            Assert.InRange(first.ExitCode, 3, 4);
            return;
        }

        Assert.Equal(0, ToolRun.Of(["fragment", InFolder("whole.pcapng"), "-w", InFolder("cut.pcapng"), "--mtu", "256", "--df", "ignore", "--gap", "0", "--order", "random"]).ExitCode);
        Assert.Equal(0, ToolRun.Of(["reassemble", InFolder("cut.pcapng"), "-w", InFolder("again.pcapng"), .. quietly]).ExitCode);

        // A datagram of which pieces are missing stays in pieces, and now in smaller ones: only what is whole can be compared.
        var (before, after) = (WholePackets(InFolder("whole.pcapng")), WholePackets(InFolder("again.pcapng")));
        Assert.Equal(before.Count, after.Count);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Pieces_advance_in_time_and_take_turns_with_other_frames()
    {
        var times = Frames("fragment clean.pcap -w {0} --mtu 576 --gap 600us").Select(frame => frame.At).ToList();
        Assert.Equal(times.Order(), times);
        Assert.Equal(600_000, times[1] - times[0]);
    }

    [Fact]
    public void More_pieces_than_can_wait_for_their_time_are_told()
    {
        using var folder = new TemporaryFolder();
        var whole = folder.Write("x.scenario", "datagram A proto 253 payload random 65000\nrepeat 10 every 1ms id+1"u8.ToArray());
        var (made, cut) = (Path.Combine(folder.Path, "x.pcapng"), Path.Combine(folder.Path, "cut.pcapng"));
        Assert.Equal(0, ToolRun.Of(["scenario", "run", whole, "-w", made]).ExitCode);
        Assert.Contains("10 packets cut into 81250 pieces; 0 copied; 15706 pieces written before", ToolRun.Of(["fragment", made, "-w", cut, "--size", "8", "--gap", "1s"]).Error);
        Assert.DoesNotContain("before", ToolRun.Of(["fragment", made, "-w", cut, "--size", "8"]).Error);
    }

    [Theory]
    [InlineData("--size 1480 --mtu 1500", "0:1480+ 1480:1480+ 2960:1048")]
    [InlineData("--size 2000", "0:2000+ 2000:2000+ 4000:8")]
    [InlineData("--mtu 3000", "0:2976+ 2976:1032")]
    [InlineData("--size 2000 --order reverse", "4000:8 2000:2000+ 0:2000+")]
    [InlineData("--size 2000 --order list:2", "4000:8 0:2000+ 2000:2000+")]
    [InlineData("--size 2000 --order list:9,1,0", "2000:2000+ 0:2000+ 4000:8")]
    [InlineData("--size 2000 --drop 1,7", "0:2000+ 4000:8")]
    [InlineData("--size 2000 --dup 0,2", "0:2000+ 0:2000+ 2000:2000+ 4000:8 4000:8")]
    [InlineData("--size 2000 --overlap 8:agree", "0:2000+ 1992:2008+ 3992:16")]
    [InlineData("--size 2000 --overlap 2000:conflict", "0:2000+ 0:4000+ 2000:2008")]
    [InlineData("--size 2000 --overlap 2008:agree", "0:4008")] // left as it is: nothing is there to overlap with
    public void Options_do_what_they_say(string options, string pieces)
    {
        using var folder = new TemporaryFolder();
        var whole = folder.Write("whole.scenario", "datagram A udp 1>2 payload random 4000"u8.ToArray());
        var (made, cut) = (Path.Combine(folder.Path, "whole.pcapng"), Path.Combine(folder.Path, "cut.pcapng"));
        Assert.Equal(0, ToolRun.Of(["scenario", "run", whole, "-w", made]).ExitCode);
        Assert.Equal(0, ToolRun.Of(["fragment", made, "-w", cut, .. options.Split(' ')]).ExitCode);
        Assert.Equal(pieces, string.Join(' ', Read(cut).Select(frame => frame.Piece)));
    }

    // Record route goes on the first piece alone, router alert on each (RFC 791 section 3.1); a piece that is cut again keeps what it has.
    [Fact]
    public void Pieces_are_cut_again_and_only_options_with_the_copied_flag_go_along()
    {
        using var folder = new TemporaryFolder();
        var whole = folder.Write("x.scenario", "datagram A id 7 proto 253 payload random 1000 options hex \"94040000 07070400000000 00\"\nmtu 576 every 1ms"u8.ToArray());
        var (made, cut) = (Path.Combine(folder.Path, "x.pcapng"), Path.Combine(folder.Path, "cut.pcapng"));
        Assert.Equal(0, ToolRun.Of(["scenario", "run", whole, "-w", made]).ExitCode);
        Assert.Equal("2 packets cut into 5 pieces (2 of them were fragments already); 0 copied\n", ToolRun.Of(["fragment", made, "-w", cut, "--mtu", "292"]).Error);
        Assert.Equal(["0:256+", "256:264+", "520:24+", "544:264+", "808:192"], Read(cut).Select(frame => frame.Piece));
        Assert.Equal(["940400000707040000000000", "94040000", "94040000", "94040000", "94040000"], Options(cut));
        Assert.Contains("complete", ToolRun.Of(["list", cut]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Df_is_respected_unless_told_otherwise_and_identifications_can_be_new()
    {
        using var folder = new TemporaryFolder();
        var whole = folder.Write("x.scenario", "default proto 253\ndatagram A id 0 df payload random 1000\nrepeat 2 every 1s\ndatagram B payload random 1000 at 5s"u8.ToArray());
        var (made, cut) = (Path.Combine(folder.Path, "x.pcapng"), Path.Combine(folder.Path, "cut.pcapng"));
        ToolRun.Of(["scenario", "run", whole, "-w", made]);
        Assert.Equal(
            "1 packet cut into 2 pieces; 2 copied, too long and left: 2 with DF (--df ignore cuts them)\n", ToolRun.Of(["fragment", made, "-w", cut, "--mtu", "576"]).Error);
        Assert.Equal("3 packets cut into 6 pieces; 0 copied\n", ToolRun.Of(["fragment", made, "-w", cut, "--mtu", "576", "--df", "ignore", "--id", "new"]).Error);
        Assert.Equal([1, 1, 2, 2, 3, 3], Read(cut).Select(frame => frame.Identification));
    }

    [Fact]
    public void A_checksum_left_to_the_hardware_is_made_right_before_cutting()
    {
        using var folder = new TemporaryFolder();
        var whole = folder.Write("x.scenario", "datagram A proto udp payload hex \"0001 0002 0010 0001 0102030405060708\""u8.ToArray());
        string InFolder(string name) => Path.Combine(folder.Path, name);
        ToolRun.Of(["scenario", "run", whole, "-w", InFolder("x.pcapng")]);
        Assert.Equal("1 packet cut into 2 pieces; 0 copied; 1 transport checksum made right\n", ToolRun.Of(["fragment", InFolder("x.pcapng"), "-w", InFolder("cut.pcapng"), "--size", "8"]).Error);
        Assert.Contains("complete sound", ToolRun.Of(["list", InFolder("cut.pcapng")]).Text);
    }

    [Theory]
    [InlineData("--mtu 65535", "1 packet cut into 2 pieces; 0 copied")]
    [InlineData("--size 65520", "1 packet cut into 2 pieces; 0 copied")]
    [InlineData("--size 65528", "1 packet cut into 2 pieces; 0 copied")]
    public void The_longest_IPv6_packet_there_can_be_is_cut(string how, string said)
    {
        var capture = RawCapture(new Ipv6Header { Protocol = 253 }, Ipv6Packet.MaxPayloadLength);
        var run = ToolRun.Of($"fragment - -w - {how}", capture);
        Assert.Equal((0, said + "\n"), (run.ExitCode, run.Error));
        Assert.Contains($" {Ipv6Packet.MaxPayloadLength}  complete", ToolRun.Of("list -", run.Output).Text);
    }

    [Fact]
    public void A_packet_with_more_headers_than_fragments_may_have_is_left()
    {
        // Hop-by-hop options of 1,024 bytes, which every piece would carry.
        var capture = RawCapture(new Ipv6Header { Protocol = 0 }, 2_048, [253, 127, 1, 254]);
        var run = ToolRun.Of("fragment - -w - --mtu 1280", capture);
        Assert.Equal((0, "0 packets cut into 0 pieces; 1 copied, too long and left: 1 with headers that are too long for a fragment\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("fragment mix.pcap -w x.out", "how long may a piece be?")]
    [InlineData("fragment mix.pcap -w x.out --mtu 20", "--mtu 20: takes a whole number from 28 to 65535")]
    [InlineData("fragment mix.pcap -w x.out --size 12", "--size 12: pieces begin at multiples of 8")]
    [InlineData("fragment mix.pcap -w x.out --mtu 100 --overlap 8:maybe", "such as 8:agree or 8:conflict")]
    [InlineData("fragment mix.pcap -w x.out --mtu 100 --order sideways", "there is reverse, random and list:3,0,2,1")]
    [InlineData("fragment mix.pcap -w x.out --mtu 100 --gap 1ns", "whole microseconds")]
    [InlineData("fragment mix.pcap -w mix.pcap --mtu 100", "is read: write to another file")]
    public void Wrong_usage_is_told(string commandLine, string message)
    {
        var run = ToolRun.Of(commandLine);
        Assert.Equal((2, ""), (run.ExitCode, run.Text));
        Assert.Contains(message, run.Error);
    }

    // One packet, with nothing in front of it.
    private static byte[] RawCapture(Ipv6Header header, int length, params byte[] beginning)
    {
        byte[] payload = [.. beginning, .. new byte[length - beginning.Length]];
        return new CaptureBytes(false).Pcap(snapLength: 1 << 18, link: 101).Record(1_000, 0, Packets.Bytes.Ipv6(header, payload)).ToArray();
    }

    [Theory]
    [InlineData("fragment", "--mtu", "100")]
    [InlineData("reassemble")]
    public void What_is_read_is_not_written_over_by_way_of_a_link(params string[] verb)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.pcap", File.ReadAllBytes(ToolRun.Capture("tiny.pcap")));
        var link = Path.Combine(folder.Path, "link.pcap");
        File.CreateSymbolicLink(link, file);
        foreach (var (read, target) in new[] { (file, link), (link, file), (link, link) })
        {
            var run = ToolRun.Of([verb[0], read, "-w", target, .. verb[1..]]);
            Assert.Equal((2, $"ipreasm: {target} is read: write to another file.\n"), (run.ExitCode, run.Error));
        }

        Assert.Equal(File.ReadAllBytes(ToolRun.Capture("tiny.pcap")), File.ReadAllBytes(file));
    }

    private static List<(string Piece, int Identification, long At)> Frames(string commandLine)
    {
        using var folder = new TemporaryFolder();
        var cut = Path.Combine(folder.Path, "cut.out");
        Assert.Equal(0, ToolRun.Of([.. ToolRun.Split(commandLine).Select(word => word == "{0}" ? cut : word)]).ExitCode);
        return Read(cut);
    }

    private static List<(string Piece, int Identification, long At)> Read(string file)
    {
        var frames = new List<(string Piece, int Identification, long At)>();
        using var source = CaptureFile.Open(file);
        while (source.Read(out var frame) == ReadResult.Frame)
        {
            Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
            Assert.True(Ipv4Packet.TryParse(packet.Bytes, out var ip, out _));
            frames.Add(($"{ip.Offset.Bytes}:{ip.PayloadLength}{(ip.MoreFragments ? "+" : "")}", ip.Identification, frame.Timestamp.Nanoseconds));
        }

        return frames;
    }

    private static List<string> Options(string file)
    {
        var options = new List<string>();
        using var source = CaptureFile.Open(file);
        while (source.Read(out var frame) == ReadResult.Frame)
        {
            Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
            Assert.True(Ipv4Packet.TryParse(packet.Bytes, out var ip, out _));
            options.Add(Convert.ToHexStringLower(ip.OptionBytes));
        }

        return options;
    }

    // Checksums that a sender's kernel left to the hardware are right after cutting.
    // A whole packet may carry Fragment headers all the same (RFC 6946): one that is rebuilt has lost the first of them.
    private static byte[] WithoutAtomicHeaders(ReadOnlySpan<byte> bytes)
    {
        var packet = bytes.ToArray();
        while (Ipv6Packet.TryParse(packet, out var ip, out _) && ip.IsAtomicFragment)
        {
            var (length, headers) = (ip.TotalLength - Ipv6FragmentHeader.Length, ip.Header.ToArray());
            Ipv6FragmentHeader.CutOut(headers);
            packet = [.. headers[Ipv6FragmentHeader.Length..], .. ip.Payload];
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)(length - Ipv6Packet.FixedHeaderLength));
        }

        return packet;
    }

    private static List<string> WholePackets(string file)
    {
        var packets = new List<string>();
        using var source = CaptureFile.Open(file);
        while (source.Read(out var frame) == ReadResult.Frame)
        {
            if (LinkLayer.TryGetIp(frame, out var packet, out _) && Ipv6Packet.TryParse(WithoutAtomicHeaders(packet.Bytes), out var ip6, out _))
            {
                if (!ip6.IsFragment)
                {
                    var payload = ip6.Payload.ToArray();
                    TransportChecksumRepair.Repair(ip6, payload);
                    packets.Add($"{frame.Timestamp} {Convert.ToHexString(ip6.Header)} {Convert.ToHexString(payload)}");
                }
            }
            else if (!Ipv4Packet.TryParse(packet.Bytes, out var ip, out _))
            {
                packets.Add(Convert.ToHexString(frame.Bytes));
            }
            else if (!ip.IsFragment)
            {
                var payload = ip.Payload.ToArray();
                TransportChecksumRepair.Repair(ip, payload);
                var checksum = ip.HeaderChecksumState == ChecksumState.Bad ? "bad" : "good";
                packets.Add($"{frame.Timestamp} {Convert.ToHexString(packet.Bytes[..10])} {checksum} {Convert.ToHexString(packet.Bytes[12..ip.HeaderLength])} {Convert.ToHexString(payload)}");
            }
        }

        return packets;
    }
}
