using IpReassembler.Capture;
using IpReassembler.Cli;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Cli;

/// <summary>What a replay would do. That it does it is for the live tests.</summary>
public class ReplayVerbTests
{
    [Fact]
    public void A_dry_run_says_what_goes_where() =>
        Assert.Equal(
            """
            would send 213 frames, 265774 bytes, 80.000 s by their own times, out of lo, 3 times, as IPv4 packets, which the kernel puts into frames
              to 198.51.100.2     180 frames
              to 203.0.113.9      33 frames

            """,
            ToolRun.Of("replay mix.pcap -i lo --loop 3 --dry-run").Text);

    [Fact]
    public void Frames_go_as_they_are_out_of_what_is_no_loopback() =>
        Assert.Contains("out of nosuch0, as they are\n", ToolRun.Of("replay mix.pcap -i nosuch0 --dry-run").Text, StringComparison.Ordinal);

    [Fact]
    public void Another_destination_is_counted_instead()
    {
        var lines = ToolRun.Of("replay mix.pcap -i lo --rewrite-dst 127.0.0.2 --dry-run").Lines;
        Assert.Equal("  to 127.0.0.2        213 frames", lines[^1]);
    }

    [Fact]
    public void Nothing_goes_to_somebody_else_unless_the_user_answers_for_it()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "x.pcap");
        Write(path, "8.8.8.8", "9.9.9.9", "127.0.0.1");
        var refused = ToolRun.Of(["replay", path, "-i", "lo"]);
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("nothing was sent: 2 frames would go to 8.8.8.8, 9.9.9.9, which may be somebody's.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("would send 3 frames", ToolRun.Of(["replay", path, "-i", "lo", "--dry-run", "--rewrite-dst", "127.0.0.1"]).Text, StringComparison.Ordinal);
        Assert.Contains("would send 3 frames", ToolRun.Of(["replay", path, "-i", "lo", "--dry-run", "--i-own-this-network"]).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.1", false, nameof(ReplayFate.Sent))]
    [InlineData("8.8.8.8", false, nameof(ReplayFate.Refused))]
    [InlineData("8.8.8.8", true, nameof(ReplayFate.Sent))]
    public void The_gate_looks_at_the_destination(string destination, bool ownsNetwork, string fate)
    {
        var frame = new CapturedFrame(Packet(destination), LinkType.Raw, default);
        Assert.Equal(fate, new ReplayGate(IsRaw: true, null, ownsNetwork).Judge(frame, out var to).ToString());
        Assert.Equal(IpAddress.Parse(destination), to);
    }

    [Fact]
    public void The_gate_looks_at_the_end_of_a_source_route()
    {
        // RFC 791 section 3.1: a loose source route whose pointer says that 8.8.8.8 is still to come.
        byte[] packet = [0x47, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1, 131, 7, 4, 8, 8, 8, 8, 0];
        Assert.Equal(ReplayFate.Refused, new ReplayGate(IsRaw: true, null, OwnsNetwork: false).Judge(new CapturedFrame(packet, LinkType.Raw, default), out _));
    }

    [Fact]
    public void The_gate_leaves_out_what_cannot_be_sent_whole()
    {
        var gate = new ReplayGate(IsRaw: false, null, OwnsNetwork: false);
        var packet = Packet("127.0.0.1");
        Assert.Equal(ReplayFate.CutShort, gate.Judge(new CapturedFrame(packet, LinkType.Ethernet, default) { OriginalLength = 1500 }, out _));
        Assert.Equal(ReplayFate.OtherLink, gate.Judge(new CapturedFrame(packet, LinkType.Raw, default), out _));
        Assert.Equal(ReplayFate.NoPacket, gate.Judge(new CapturedFrame(new byte[60], LinkType.Ethernet, default), out _));
    }

    private static byte[] Packet(string destination)
    {
        byte[] packet = [0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 9, 0, 9, 0, 8, 0, 0];
        IpAddress.Parse(destination).WriteTo(packet.AsSpan(16));
        return packet;
    }

    private static void Write(string path, params string[] destinations)
    {
        using var sink = CaptureFile.CreateWriter(path);
        foreach (var destination in destinations)
        {
            sink.Write(new CapturedFrame(Packet(destination), LinkType.Raw, default));
        }

        sink.Complete();
    }
}
