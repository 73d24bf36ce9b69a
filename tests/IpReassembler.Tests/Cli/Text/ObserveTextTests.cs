using IpReassembler.Capture;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Tests.Cli.Text;

public class ObserveTextTests
{
    private static readonly ObservedRun Run = new("wget -q 'a b'", 0, Duration.FromMilliseconds(5020));
    private static readonly LiveCounts Calm = new(426, 0, 0);

    [Theory]
    [InlineData(Style.Unlimited, false)]
    [InlineData(80, true)]
    public void All_is_well(int width, bool ascii) => Golden.Check(
        $"observe-clean-{(ascii ? "80-ascii" : "wide")}",
        output => ObserveText.Write(output, Run, Watch("clean.pcap"), Kernel(18, 3, 0), Calm, new Style(false, ascii, width)));

    [Fact]
    public void For_scripts() => Golden.Check(
        "observe-json", output => output.WriteLine(ObserveJson.Line(Run, Watch("mix.pcap"), Kernel(213, 30, 1), Calm)));

    [Fact]
    public void Something_is_missing() => Golden.Check(
        "observe-mix", output => ObserveText.Write(output, Run with { ExitCode = 6 }, Watch("mix.pcap"), Kernel(213, 30, 1), Calm, Style.Plain with { Width = 100 }));

    [Fact]
    public void A_kernel_that_differs_is_told_from_a_capture_that_lost_packets()
    {
        var lines = Golden.Lines(output => ObserveText.Write(output, Run, Watch("clean.pcap"), Kernel(19, 3, 1), Calm with { Dropped = 1 }, Style.Plain));
        Assert.Equal(["KERNEL DIFFERS   ReasmReqds 19, ours 18   ReasmOKs 3 = ours   ReasmFails 1   (/proc/net/snmp, after minus before)", "                 the capture lost 1 packet"], lines[^2..]);
    }

    [Fact]
    public void What_cannot_be_compared_is_not()
    {
        string Last(KernelCounts kernel, Observation seen) => Golden.Lines(output => ObserveText.Write(output, Run, seen, kernel, Calm, Style.Plain))[^1];
        Assert.Equal("KERNEL           not asked: there is no /proc/net/snmp here", Last(default, Watch("clean.pcap")));
        Assert.Equal("KERNEL           not compared: no fragment was for this host", Last(Kernel(0, 0, 0), Watch("clean.pcap", here: "192.0.2.200")));
        Assert.StartsWith("ON THE WIRE ", Last(Kernel(0, 0, 0), new Observation(Header, new HashSet<IpAddress>(), failOn: null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Datagrams_that_meet_the_condition_are_counted()
    {
        Assert.True(Expression.TryParse("verdict == incomplete", out var condition, out _));
        Assert.Equal(4, Watch("mix.pcap", failOn: condition).Failing);
    }

    [Fact]
    public void Half_of_the_delays_and_nearly_all() => Assert.Equal((Duration.FromMilliseconds(4), Duration.FromSeconds(24)), Watch("mix.pcap").Delays);

    [Fact]
    public void Both_families_are_compared()
    {
        // 22 fragments and an atomic one; 5 datagrams are delivered, and the atomic one.
        var seen = Watch("ipv6.pcap");
        Assert.Equal((0, 0), seen.Here(IpVersion.V4));
        var (fragments, delivered) = seen.Here(IpVersion.V6);
        var lines = Golden.Lines(output => ObserveText.Write(output, Run, seen, new KernelCounts(new(2, 1, 0), new(fragments, delivered, 3)), Calm, Style.Plain));
        Assert.Contains("KERNEL DIFFERS   ReasmReqds 2, ours 0   ReasmOKs 1, ours 0   ReasmFails 0   (/proc/net/snmp, after minus before)", lines);
        Assert.Contains($"KERNEL AGREES    Ip6ReasmReqds {fragments} = ours   Ip6ReasmOKs {delivered} = ours   Ip6ReasmFails 3   (/proc/net/snmp6, after minus before)", lines);
        Assert.Contains(lines, line => line.StartsWith("ON THE WIRE", StringComparison.Ordinal) && line.Contains("IPv6 udp ", StringComparison.Ordinal));
        LineSchema.Check(ObserveJson.Line(Run, seen, new KernelCounts(null, new(fragments, delivered, 3)), Calm));
    }

    private static KernelCounts Kernel(long requests, long delivered, long failures) => new(new(requests, delivered, failures), new(0, 0, 0));

    private static CaptureHeader Header => new() { File = "lo", Format = "live", Link = LinkType.Ethernet };

    private static Observation Watch(string name, string? here = null, Expression? failOn = null)
    {
        using var source = CaptureFile.Open(ToolRun.Capture(name));
        var seen = new Observation(Header, Destinations(name, here), failOn);
        while (source.Read(out var frame) == ReadResult.Frame)
        {
            seen.Add(frame);
        }

        seen.Finish();
        return seen;
    }

    // Unless said otherwise, this host is whom everything was sent to.
    private static HashSet<IpAddress> Destinations(string name, string? here)
    {
        var addresses = new HashSet<IpAddress>();
        using var source = CaptureFile.Open(ToolRun.Capture(name));
        while (here is null && source.Read(out var frame) == ReadResult.Frame)
        {
            if (LinkLayer.TryGetIp(frame, out var packet, out _))
            {
                addresses.Add(DecodedPacket.Of(packet.Bytes.ToArray()).Destination!.Value);
            }
        }

        return here is null ? addresses : [IpAddress.Parse(here)];
    }
}
