using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Cli.Tcpd;

/// <summary>A ladder, rung by rung.</summary>
public class LadderTextTests
{
    private static readonly ConnectionName Name = new(
        new TcpEndpoint(IpAddress.Parse("127.0.0.1"), 7000), new TcpEndpoint(IpAddress.Parse("127.0.0.1"), 40_000));

    [Fact]
    public void A_connection_whose_first_bytes_are_lost()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var ladder = new LadderText(output);
        ladder.Note(Segment(TraceKind.Received, 0, TcpControlBits.Syn, uint.MaxValue, 0), isLost: false);
        ladder.Note(Segment(TraceKind.Sent, 31, TcpControlBits.Syn | TcpControlBits.Acknowledgment, 1_000, 0), isLost: false);
        ladder.Note(Segment(TraceKind.Received, 52, TcpControlBits.Acknowledgment, 0, 1_001) with { Length = 130 }, isLost: false);
        ladder.Note(Segment(TraceKind.CongestionChanged, 52, default, 0, 0) with { CongestionWindow = 14_600 }, isLost: false);
        ladder.Note(Segment(TraceKind.Sent, 60, TcpControlBits.Acknowledgment, 1_001, 130) with { Length = 1_460 }, isLost: true);
        ladder.Note(Segment(TraceKind.TimedOut, 260, default, 0, 0) with { RetransmissionTimeout = Duration.FromMilliseconds(400) }, isLost: false);
        ladder.Note(
            Segment(TraceKind.Sent, 260, TcpControlBits.Acknowledgment, 1_001, 130) with { Length = 1_460, Retransmission = RetransmissionReason.Timeout }, isLost: false);
        ladder.Note(Segment(TraceKind.Received, 300, TcpControlBits.Acknowledgment, 130, 2_461), isLost: false);
        ladder.Note(
            Segment(TraceKind.StateChanged, 300, default, 0, 0) with { OldState = TcpState.Established, State = TcpState.FinWait1 }, isLost: false);
        ladder.Complete();

        Assert.Equal(
            """
            client                                         ipreasm tcpd   seconds
            40000 |------ SYN seq 0 ----------------------->|     0.000
            40000 |<----- SYN+ACK seq 0 ack 1 --------------|     0.031
            40000 |------ 130 B seq 1 --------------------->|     0.052
            40000 |   X-- 1460 B seq 1 ---------------------|     0.060  lost on purpose, cwnd 14600
            40000 |                                         |     0.260  timeout; the next after 400.0 ms
            40000 |<----- 1460 B seq 1 ---------------------|     0.260  again: timeout
            40000 |------ ACK 1461 ------------------------>|     0.300
            40000 |                                         |     0.300  ESTABLISHED to FIN-WAIT-1

            """.ReplaceLineEndings("\n"),
            output.ToString());
    }

    private static TraceEvent Segment(TraceKind kind, long milliseconds, TcpControlBits bits, uint sequence, uint acknowledgment) => new()
    {
        Kind = kind,
        At = new Timestamp(1_000_000_000) + Duration.FromMilliseconds(milliseconds),
        Connection = Name,
        Bits = bits,
        Sequence = new SequenceNumber(sequence),
        Acknowledgment = new SequenceNumber(acknowledgment),
    };
}
