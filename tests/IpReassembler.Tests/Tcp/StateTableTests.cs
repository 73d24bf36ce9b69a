using IpReassembler.Tcp;
using IpReassembler.Tests.Cli.Text;

namespace IpReassembler.Tests.Tcp;

/// <summary>RFC 9293 section 3.10: what happens in each state at each event. Every cell is in a golden table, which was read against the RFC.</summary>
/// <remarks>
/// A cell says: the state afterwards (if it is another), why the segment was dropped, what goes out. In all states but the first three the other side's numbers
/// up to 1 have come, ours up to 1 have been acknowledged unless the state says otherwise; windows are 10,000 (ours) and 30,000.
/// </remarks>
public class StateTableTests
{
    /// <summary>How each state is reached.</summary>
    internal static readonly (string Name, string Story)[] States =
    [
        ("Closed", ""),
        ("Listen", "listen"),
        ("SynSent", "connect"),
        ("SynReceived passive", "listen, < S 0 <mss 1000>"),
        ("SynReceived active", "connect, < S 0 <mss 1000>"),
        ("Established", "listen, < S 0 <mss 1000>, < A 1 ack 1, accept"),
        ("FinWait1", "listen, < S 0 <mss 1000>, < A 1 ack 1, accept, close"),
        ("FinWait2", "listen, < S 0 <mss 1000>, < A 1 ack 1, accept, close, < A 1 ack 2"),
        ("CloseWait", "listen, < S 0 <mss 1000>, < A 1 ack 1, accept, < FA 1 ack 1"),
        ("Closing", "listen, < S 0 <mss 1000>, < A 1 ack 1, accept, close, < FA 1 ack 1"),
        ("LastAck", "listen, < S 0 <mss 1000>, < A 1 ack 1, accept, < FA 1 ack 1, close"),
        ("TimeWait", "listen, < S 0 <mss 1000>, < A 1 ack 1, accept, close, < A 1 ack 2, < FA 1 ack 2"),
    ];

    // In each state NEXT is RCV.NXT, UNA is SND.UNA and NXT is SND.NXT, as the words of a segment.
    private static readonly (string Name, string What)[] Events =
    [
        ("SYN, new", "< S NEXT+100"),
        ("SYN, again", "< S 0"),
        ("SYN+ACK of all", "< SA NEXT ack NXT"),
        ("SYN+ACK, again", "< SA 0 ack NXT"),
        ("RST, exact", "< R NEXT"),
        ("RST, in window", "< R NEXT+1"),
        ("RST, outside", "< R NEXT+20000"),
        ("RST+ACK of all", "< RA NEXT ack NXT"),
        ("no bits", "< - NEXT:NEXT+5"),
        ("ACK of nothing new", "< A NEXT ack UNA"),
        ("ACK of all", "< A NEXT ack NXT"),
        ("ACK too far", "< A NEXT ack NXT+1"),
        ("ACK too old", "< A NEXT ack UNA-30001"),
        ("text, next", "< A NEXT:NEXT+5 ack NXT"),
        ("text, ahead", "< A NEXT+10:NEXT+15 ack NXT"),
        ("text, outside", "< A NEXT+20000:NEXT+20005 ack NXT"),
        ("text, old", "< A NEXT-5:NEXT ack NXT"),
        ("FIN", "< FA NEXT ack NXT"),
        ("FIN, again", "< FA NEXT-1 ack NXT"),
        ("FIN, own not acked", "< FA NEXT ack UNA"),
        ("text and FIN", "< FA NEXT:NEXT+5 ack NXT"),
        ("FIN, ahead", "< FA NEXT+10 ack NXT"),
        ("call SEND", "write"),
        ("call RECEIVE", "read"),
        ("call CLOSE", "close"),
        ("call ABORT", "abort"),
        ("timer", "timer"),
    ];

    [Fact]
    public void Every_state_meets_every_event() => Golden.Check("state-table", output =>
    {
        foreach (var (state, story) in States)
        {
            output.WriteLine(state);
            foreach (var (name, what) in Events)
            {
                output.WriteLine($"    {name,-20} {Cell(story, what)}".TrimEnd());
            }
        }
    });

    [Fact]
    public void The_states_are_those_of_their_names() => Assert.All(States.Skip(2), state =>
    {
        var peer = Tell(state.Story);
        Assert.Equal(state.Name.Split(' ')[0], peer.Connection!.State.ToString());
    });

    private static ConnectionOptions Plain => new()
    {
        MaximumSegmentSize = 1000,
        ReceiveBuffer = 10_000,
        SelectiveAcknowledgments = false,
        Timestamps = false,
        WindowScaling = false,
    };

    private static string Cell(string story, string what)
    {
        var peer = Tell(story);
        var connection = peer.Connection;
        var before = connection?.State;
        var receivable = connection?.ReadableLength;
        if (what[0] == '<')
        {
            peer.Arrives(WithNumbers(what[2..], connection));
        }
        else if (connection is null)
        {
            return "-";
        }
        else
        {
            switch (what)
            {
                case "write": connection.Write(Enumerable.Range(1, 5).Select(ScriptedPeer.Content).ToArray()); break;
                case "read": connection.Read(new byte[5]); break;
                case "close": connection.Close(); break;
                case "abort": connection.Abort(); break;
                case "timer" when peer.Host.NextDeadline is { } deadline: peer.AdvanceTo(deadline); break;
            }
        }

        var parts = new List<string>();
        if (connection is null && peer.Host.TryFind(new ConnectionName(ScriptedPeer.Local, ScriptedPeer.Remote), out var made))
        {
            parts.Add($"-> {made.State}");
        }
        else if (connection?.State != before)
        {
            parts.Add($"-> {connection!.State}" + (connection.State == TcpState.Closed ? $" ({connection.CloseReason})" : ""));
        }

        if (connection?.ReadableLength != receivable && connection?.State != TcpState.Closed)
        {
            parts.Add($"{connection!.ReadableLength} readable");
        }

        if (peer.Drop != DropReason.None)
        {
            parts.Add($"{peer.Drop}");
        }

        while (peer.Departs() is { } text)
        {
            parts.Add("> " + text);
        }

        return parts.Count > 0 ? string.Join("; ", parts) : "nothing";
    }

    private static string WithNumbers(string what, TcpConnection? connection)
    {
        // Before a connection knows the other side's numbers, the first one is 1; what we have sent ends at 1.
        var hasTheirs = connection is not null && connection.State is not (TcpState.SynSent or TcpState.Closed);
        var next = hasTheirs && connection!.IsReadToEnd ? 2 : 1;
        var hasFin = connection?.State is TcpState.FinWait1 or TcpState.FinWait2 or TcpState.Closing or TcpState.LastAck or TcpState.TimeWait;
        var isFinAcknowledged = connection?.State is TcpState.FinWait2 or TcpState.TimeWait;
        var isSynAcknowledged = connection is not null && connection.State is not (TcpState.SynSent or TcpState.SynReceived);
        var sent = hasFin ? 2 : 1;
        var unacknowledged = isFinAcknowledged ? 2 : isSynAcknowledged ? 1 : 0;
        return string.Join(' ', what.Split(' ').Select(word => string.Join(':', word.Split(':').Select(Number))));

        string Number(string word)
        {
            foreach (var (name, value) in new[] { ("NEXT", next), ("NXT", sent), ("UNA", unacknowledged) })
            {
                if (word.StartsWith(name, StringComparison.Ordinal))
                {
                    return (value + (word.Length > name.Length ? int.Parse(word[name.Length..]) : 0)).ToString();
                }
            }

            return word;
        }
    }

    /// <summary>A host in the state that a story leads to.</summary>
    internal static ScriptedPeer Tell(string story, ConnectionOptions? options = null)
    {
        var peer = new ScriptedPeer(options ?? Plain);
        TcpListener? listener = null;
        foreach (var step in story.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            switch (step.Split(' ')[0])
            {
                case "listen": listener = peer.Host.Listen(ScriptedPeer.Local.Port); break;
                case "connect": peer.Connect(); break;
                case "accept": peer.Accept(listener!); break;
                case "close": peer.Connection!.Close(); break;
                default: peer.Arrives(step[2..]); break;
            }

            while (peer.Departs() is not null)
            {
            }
        }

        if (peer.Connection is null)
        {
            peer.Adopt();
        }

        return peer;
    }
}
