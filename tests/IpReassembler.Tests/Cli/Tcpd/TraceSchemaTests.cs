using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Tcp;
using Xunit.Sdk;

namespace IpReassembler.Tests.Cli.Tcpd;

/// <summary>Every kind of line of <c>--trace x.jsonl</c>, with every word that can stand in it.</summary>
public class TraceSchemaTests
{
    private static readonly TraceEvent Whole = new()
    {
        Kind = TraceKind.Sent,
        At = new Timestamp(-1),
        Connection = new ConnectionName(new TcpEndpoint(IpAddress.Parse("127.0.0.1"), 7000), new TcpEndpoint(IpAddress.Parse("127.0.0.1"), 40_000)),
        Bits = TcpControlBits.Acknowledgment | TcpControlBits.Push,
        Sequence = new SequenceNumber(uint.MaxValue),
        Acknowledgment = new SequenceNumber(uint.MaxValue),
        Length = 65_495,
        Window = 65_535 << 14,
        CongestionWindow = 1 << 29,
        SlowStartThreshold = 2_920,
        RoundTrip = new Duration(1),
        RetransmissionTimeout = Duration.FromSeconds(60),
    };

    [Fact]
    public void Knows_every_kind_of_line()
    {
        TraceEvent[] events =
        [
            .. Enum.GetValues<TraceKind>().Select(kind => Whole with { Kind = kind }),
            .. Enum.GetValues<RetransmissionReason>().Select(reason => Whole with { Retransmission = reason }),
            .. Enum.GetValues<DropReason>().Select(reason => Whole with { Kind = TraceKind.Dropped, Drop = reason }),
            .. Enumerable.Range(0, 256).Select(bits => Whole with { Kind = TraceKind.Received, Bits = (TcpControlBits)bits }),
            .. Enum.GetValues<TcpState>().Select(state => Whole with { Kind = TraceKind.StateChanged, OldState = state, State = TcpState.Established }),
            .. Enum.GetValues<TcpState>().Where(state => state != TcpState.Closed).Select(state => Whole with { Kind = TraceKind.StateChanged, State = state }),
            .. Enum.GetValues<CloseReason>().Where(reason => reason != CloseReason.None)
                .Select(reason => Whole with { Kind = TraceKind.StateChanged, OldState = TcpState.LastAck, State = TcpState.Closed, CloseReason = reason }),
            Whole with { Kind = TraceKind.CongestionChanged, SlowStartThreshold = int.MaxValue },
        ];
        var lines = Written(events.Where(one => one is not { Kind: TraceKind.StateChanged, State: TcpState.Closed, CloseReason: CloseReason.None }));

        Assert.All(lines, line => LineSchema.Check(line));
        Assert.Equal(
            ["tcp-congestion", "tcp-duplicate", "tcp-round-trip", "tcp-segment", "tcp-state", "tcp-timeout"],
            lines.Select(line => LineSchema.Check(line).GetProperty("type").GetString()).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"type":"tcp-timeout","time":"1.000000000","local":"a:1","remote":"b:2"}""")]
    [InlineData("""{"type":"tcp-timeout","time":"1.0","local":"a:1","remote":"b:2","rto":1}""")]
    [InlineData("""{"type":"tcp-state","time":"1.000000000","local":"a:1","remote":"b:2","old_state":"closed","state":"asleep"}""")]
    [InlineData("""{"type":"tcp-segment","event":"lost","time":"1.000000000","local":"a:1","remote":"b:2","flags":"ACK","seq":1,"ack":1,"len":0,"window":1}""")]
    [InlineData("""{"type":"tcp-segment","event":"sent","time":"1.000000000","local":"a:1","remote":"b:2","flags":"URG","seq":1,"ack":1,"len":0,"window":1}""")]
    public void Refuses_other_lines(string line) => Assert.ThrowsAny<XunitException>(() => LineSchema.Check(line));

    private static string[] Written(IEnumerable<TraceEvent> events)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "trace.jsonl");
        using (var trace = new TraceJson(path))
        {
            foreach (var happened in events)
            {
                trace.Note(happened, isLost: happened.Kind == TraceKind.Sent);
            }

            trace.Complete();
        }

        return File.ReadAllLines(path);
    }
}
