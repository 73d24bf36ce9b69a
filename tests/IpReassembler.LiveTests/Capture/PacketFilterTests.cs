using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.LiveTests.Capture;

/// <summary>Filters let the same frames of a file pass as tcpdump's do.</summary>
public class PacketFilterTests
{
    private static readonly string[] Captures = ["mix.pcap", "options.pcap", "vlan-qinq.pcap", "kernel-udp-ping.pcap"];

    public PacketFilterTests() => PcapLibrary.Require();

    [Theory]
    [InlineData("udp")]
    [InlineData("icmp and host 203.0.113.9")]
    [InlineData("udp port 5000")]
    [InlineData("ip[6:2] & 0x1fff != 0")]
    [InlineData("vlan and ip")]
    [InlineData("greater 1000")]
    [InlineData("(udp port 5000) or (ip[6:2] & 0x1fff != 0) or (ip6[6] == 44) or ((ip6[6] == 0 or ip6[6] == 60) and ip6[40] == 44)")]
    public void The_same_frames_pass_as_with_tcpdump(string expression)
    {
        Assert.SkipUnless(Run.CanFind("tcpdump"), "tcpdump is not installed (Debian: apt-get install tcpdump)");
        var folder = Directory.CreateTempSubdirectory("ipreasm-");
        try
        {
            var passed = 0;
            foreach (var name in Captures)
            {
                var file = CaptureFolder.PathOf(name);
                var theirs = Path.Combine(folder.FullName, name);
                Assert.Equal(0, Run.Of("tcpdump", "--nano", "-r", file, "-w", theirs, expression).ExitCode);
                var expected = CaptureFolder.Index(theirs).ToList();
                Assert.Equal(expected, Filtered(file, expression).Select(frame => frame.Line));
                passed += expected.Count;
            }

            Assert.NotEqual(0, passed);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Frames_keep_their_numbers() =>
        Assert.Equal([123L, 130, 134], Filtered(CaptureFolder.PathOf("mix.pcap"), "ip[6:2] & 0x3fff == 925").Select(frame => frame.Number).Where(number => number is > 120 and < 140));

    [Fact]
    public void Each_link_type_has_a_program_of_its_own()
    {
        var links = CaptureFolder.PathOf("links.pcapng");
        Assert.Equal(CaptureFolder.Index(links), Filtered(links, "greater 1").Select(frame => frame.Line));
        Assert.Empty(Filtered(links, "less 1"));
        Assert.InRange(Filtered(links, "udp").Count, 16, CaptureFolder.Index(links).Count() - 1);
    }

    [Theory]
    [InlineData(LinkType.Ethernet)]
    [InlineData(LinkType.Raw)]
    [InlineData(LinkType.LinuxSll)]
    [InlineData(LinkType.LinuxSll2)]
    [InlineData(LinkType.Null)]
    [InlineData(LinkType.Ppp)]
    [InlineData(LinkType.Ipv4)]
    public void A_widened_filter_compiles_for(LinkType link)
    {
        Assert.True(PacketFilter.TryCompile(FragmentFilter.Widen("udp port 53")!, link, out var filter, out var error), error);
        filter.Dispose();
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 43 })]
    [InlineData(new byte[] { 60 })]
    [InlineData(new byte[] { 0, 60 })]
    [InlineData(new byte[] { 0, 43 })]
    [InlineData(new byte[] { 60, 43 })]
    [InlineData(new byte[] { 0, 60, 43 })]
    public void A_widened_filter_lets_an_IPv6_fragment_pass_behind(byte[] extensions)
    {
        Assert.True(PacketFilter.TryCompile(FragmentFilter.Widen("udp port 53")!, LinkType.Raw, out var filter, out var error), error);
        using (filter)
        {
            Assert.All(new[] { 0, 185 }, offset => Assert.True(filter.Matches(Ipv6(extensions, offset))));
            // No fragment, and not to port 53; of what has two such headers it cannot be told.
            Assert.Equal(extensions.Length >= 2, filter.Matches(Ipv6(extensions, offset: null)));
        }

        Assert.True(PacketFilter.TryCompile(FragmentFilter.Widen("udp port 53")!, LinkType.Ethernet, out filter, out error), error);
        using (filter)
        {
            byte[] ethernet = [.. new byte[12], 0x86, 0xdd, .. Ipv6(extensions, offset: 185).Bytes];
            Assert.True(filter.Matches(new CapturedFrame(ethernet, LinkType.Ethernet, default)));
        }
    }

    // Extension headers of 16 bytes each, whose options or addresses do not matter, and eight bytes of UDP to no port.
    private static CapturedFrame Ipv6(byte[] extensions, int? offset)
    {
        var chain = extensions.SelectMany((_, i) => (byte[])[i + 1 < extensions.Length ? extensions[i + 1] : (byte)0, 1, 1, 12, .. new byte[12]]).ToArray();
        var header = new Ipv6Header
        {
            Source = IpAddress.Parse("2001:db8::1"),
            Destination = IpAddress.Parse("2001:db8::2"),
            Protocol = 17,
            Extensions = chain,
            FirstExtension = extensions.FirstOrDefault(),
            IsFragment = offset is not null,
            Offset = new FragmentOffset((ushort)(offset ?? 0)),
            MoreFragments = offset is not null,
        };
        var packet = new byte[header.Length + 8];
        header.WriteTo(packet, payloadLength: 8);
        return new CapturedFrame(packet, LinkType.Raw, default);
    }

    [Fact]
    public void Matching_allocates_nothing()
    {
        Assert.True(PacketFilter.TryCompile("udp port 53", LinkType.Ethernet, out var filter, out _));
        using (filter)
        {
            var bytes = new byte[64];
            var least = Enumerable.Range(0, 10).Min(_ =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 1000; i++)
                {
                    filter.Matches(new CapturedFrame(bytes, LinkType.Ethernet, default));
                }

                return GC.GetAllocatedBytesForCurrentThread() - before;
            });
            Assert.Equal(0, least);
        }
    }

    [Fact]
    public void A_wrong_expression_is_a_value_and_an_empty_frame_no_match()
    {
        Assert.False(PacketFilter.TryCompile("udp prt 53", LinkType.Ethernet, out _, out var error));
        Assert.Contains("syntax error", error, StringComparison.Ordinal);
        Assert.True(PacketFilter.TryCompile("udp", LinkType.Ethernet, out var filter, out error));
        using (filter)
        {
            Assert.False(filter.Matches(new CapturedFrame([], LinkType.Ethernet, default)));
        }
    }

    [Fact]
    public void The_tool_filters_files_and_says_what_it_made_of_the_filter()
    {
        var run = Ipreasm.Run("list", "-nr", CaptureFolder.PathOf("kernel-udp-ping.pcap"), "udp", "and", "portrange", "1-65535");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("only first fragments have ports, so the others pass too", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, run.Output.Split('\n').Count(line => line.Contains(" udp ", StringComparison.Ordinal)));
        var wrong = Ipreasm.Run("list", "-r", CaptureFolder.PathOf("mix.pcap"), "-f", "udp prt 53");
        Assert.Equal((2, ""), (wrong.ExitCode, wrong.Output));
        Assert.Contains("the filter 'udp prt 53' cannot be used on frames of type Ethernet: ", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_filters_hex_dumps()
    {
        var folder = Directory.CreateTempSubdirectory("ipreasm-");
        try
        {
            var dump = Path.Combine(folder.FullName, "dump.txt");
            File.WriteAllText(dump, "000000 45 00 00 1c 00 64 20 00 40 11 00 00 c0 00 02 01 c6 33 64 02 13 88 13 88 00 08 00 00\n");
            Assert.Contains("1 packet ", Ipreasm.Run("summary", "--hex", dump, "udp").Output, StringComparison.Ordinal);
            Assert.Contains("0 packets ", Ipreasm.Run("summary", "--hex", dump, "icmp").Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_the_summary_advises_to_type_has_the_filter()
    {
        var mix = CaptureFolder.PathOf("mix.pcap");
        Assert.Contains($"ipreasm policy -r {mix} -f 'udp or icmp'", Ipreasm.Run("summary", mix, "-f", "udp or icmp").Output, StringComparison.Ordinal);
        Assert.Contains("-f 'udp port 5000' --frag-filter off", Ipreasm.Run("summary", mix, "-f", "udp port 5000", "--frag-filter", "off").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_among_the_words_of_a_filter_is_told()
    {
        var mix = CaptureFolder.PathOf("mix.pcap");
        var wrong = Ipreasm.Run("list", "-r", mix, mix);
        Assert.Equal(2, wrong.ExitCode);
        Assert.EndsWith($"{mix} is a file: give it a -r of its own.\n", wrong.Error, StringComparison.Ordinal);
    }

    private static List<(long Number, string Line)> Filtered(string file, string expression)
    {
        var frames = new List<(long, string)>();
        using var source = new FilteredSource(CaptureFile.Open(file), expression);
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            frames.Add((frame.Number, $"{frame.Timestamp} {frame.Bytes.Length} {frame.OriginalLength}"));
        }

        return frames;
    }
}
