using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Cli.Tcpd;

/// <summary>What happened, as lines for programs.</summary>
public class TraceJsonTests
{
    private static readonly TraceEvent Sent = new()
    {
        Kind = TraceKind.Sent,
        At = new Timestamp(1_500_000_000),
        Connection = new ConnectionName(new TcpEndpoint(IpAddress.Parse("127.0.0.1"), 7000), new TcpEndpoint(IpAddress.Parse("127.0.0.1"), 40_000)),
        Bits = TcpControlBits.Acknowledgment,
        Sequence = new SequenceNumber(1_001),
        Acknowledgment = new SequenceNumber(130),
        Length = 1_460,
        Window = 65_535,
        Retransmission = RetransmissionReason.Timeout,
    };

    [Fact]
    public void A_segment_that_was_repeated_and_lost()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "trace.jsonl");
        using (var trace = new TraceJson(path))
        {
            trace.Note(Sent, isLost: true);
            Assert.False(File.Exists(path));
            trace.Complete();
        }

        Assert.Equal(
            """
            {"type":"tcp-segment","event":"sent","time":"1.500000000","local":"127.0.0.1:7000","remote":"127.0.0.1:40000","flags":"ACK","seq":1001,"ack":130,"len":1460,"window":65535,"retransmission":"timeout","lost_on_purpose":true}

            """,
            File.ReadAllText(path));
    }

    [Fact]
    public void A_full_disk_is_told_with_the_name_of_the_file()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using var trace = new TraceJson("/dev/full");
        trace.Note(Sent, isLost: false);
        var refused = Assert.Throws<ToolException>(trace.Complete);
        Assert.Equal(ExitCode.BadFile, refused.ExitCode);
        Assert.StartsWith("cannot write /dev/full: ", refused.Message, StringComparison.Ordinal);
    }
}
