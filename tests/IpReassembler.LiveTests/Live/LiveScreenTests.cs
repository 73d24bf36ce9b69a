using IpReassembler.LiveTests.Capture;
using IpReassembler.LiveTests.Network;

namespace IpReassembler.LiveTests.Live;

/// <summary>The full screen on a real terminal: it answers keys and new sizes, and leaves everything as it was, however it ends.</summary>
public sealed class LiveScreenTests
{
    private const string Left = "\u001b[?25h\u001b[?1049l";

    private static readonly string Mix = CaptureFolder.PathOf("mix.pcap");

    public LiveScreenTests() => PseudoTerminal.Require();

    [Theory]
    [InlineData("keys:q", 0)]
    [InlineData("keys:\u0003", 130)]
    [InlineData("signal:INT", 130)]
    [InlineData("signal:TERM", 143)]
    [InlineData("signal:HUP", 129)]
    public void The_terminal_is_given_back(string end, int exitCode)
    {
        var run = PseudoTerminal.Run($"see:\u001b[?1049h\nsee:waiting now: \n{end}", $"live '{Mix}'");
        AssertEnd(run, exitCode);
        Assert.Contains("DATAGRAMS that were fragmented", run.Output[run.Output.LastIndexOf(Left, StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_and_sizes_are_answered()
    {
        var steps = """
            see:busiest first
            keys:s
            see:most lost first
            keys:p
            see:PAUSED
            keys:p
            keys:?
            see:let the picture stand still
            keys:?
            see:most lost first
            keys:x
            see:mark 1 at 
            keys:w
            see:nothing is kept
            size:40x24
            see:datagrams/s, first
            size:200x50
            see:outcome, last 60 s
            see:waiting now: 4
            keys:/id 012c
            see:filter: id 012c
            keys:⏎
            see:waiting now: 1 with 'id 012c'
            keys:q
            """;
        var run = PseudoTerminal.Run(steps, $"live '{Mix}' --pace 2x");
        AssertEnd(run, 0);
        Assert.Contains("ipreasm: mark 1 at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_has_ended_can_be_looked_at()
    {
        var run = PseudoTerminal.Run("see:ENDED\nkeys:q", $"live '{Mix}' --pace 1000x");
        AssertEnd(run, 0);
    }

    [Fact]
    public void Standard_input_may_be_the_capture()
    {
        var run = PseudoTerminal.Run("see:waiting now: ", $"live - --pace 1000x < '{Mix}'");
        AssertEnd(run, 0);
    }

    [Fact]
    public void What_is_wrong_is_said_on_the_usual_screen()
    {
        var run = PseudoTerminal.Run("see:there is no such file", "live nosuch.pcap");
        Assert.StartsWith("exit 3\nsettings as before\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[?1049h", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_what_waits_on_an_interface()
    {
        NetworkNamespace.Require();
        PcapLibrary.Require();
        using var cable = new Cable();
        using var socket = cable.Here.Invoke(() => new PacketSocket(Cable.Near));
        using var stop = new CancellationTokenSource();

        // Whatever time the tool takes to begin, one of these comes after that.
        var sending = new Thread(() =>
        {
            for (ushort id = 1; !stop.IsCancellationRequested; id++)
            {
                socket.Send(Traffic.FirstFragment(id));
                stop.Token.WaitHandle.WaitOne(100);
            }
        });
        sending.Start();
        var run = cable.There.Invoke(() => PseudoTerminal.Run("see:kernel drops 0\nsee: of 30 s\nkeys:q", $"live -i {Cable.Far} udp"));
        stop.Cancel();
        sending.Join();
        AssertEnd(run, 0);
        Assert.Contains("packets captured", run.Output, StringComparison.Ordinal);
    }

    private static void AssertEnd(Run run, int exitCode)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith(FormattableString.Invariant($"exit {exitCode}\nsettings as before\n"), run.Output, StringComparison.Ordinal);
        Assert.Contains(Left, run.Output, StringComparison.Ordinal);
    }
}
