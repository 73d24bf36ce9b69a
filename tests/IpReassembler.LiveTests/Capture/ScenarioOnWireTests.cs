using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IpReassembler.Capture;
using IpReassembler.LiveTests.Network;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Scenarios;

namespace IpReassembler.LiveTests.Capture;

/// <summary>A scenario that is sent comes out of the other end of a cable as it is written down, and the kernel there makes of it what the scenario says.</summary>
public sealed class ScenarioOnWireTests : IDisposable
{
    private const int PatienceMilliseconds = 60_000;

    // The capture's clock and the sender's are two.
    private static readonly Duration Tolerance = Duration.FromMilliseconds(5);

    private readonly Cable _cable;
    private readonly DirectoryInfo _folder;

    public ScenarioOnWireTests()
    {
        NetworkNamespace.Require();
        PcapLibrary.Require();
        _cable = new Cable();
        _folder = Directory.CreateTempSubdirectory("ipreasm-");

        // The tool inherits it: frames of one sender overtake each other only when it moves to another processor.
        _cable.Here.Invoke(Processor.StayHere);

        // The sources of a scenario live nowhere: no route leads back to them.
        _cable.There.SetParameter("net.ipv4.conf.all.rp_filter", 0);
        _cable.There.SetParameter($"net.ipv4.conf.{Cable.Far}.rp_filter", 0);
    }

    public void Dispose()
    {
        _cable.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Frames_come_in_the_stated_order_and_none_before_its_time()
    {
        var file = Write("""
            datagram A  udp 4000>5300 payload random 3992
              size 1000 every 30ms order 2,0,3,1
            datagram B  udp 4000>5300 payload letters 16 id 2 at 50ms vlan 7
            datagram C  payload letters id 3 at 150ms
              frag 8:8 "C" checksum bad
            datagram D  payload letters id 4 at 160ms
              frag 0:8 "D" total 99 trailer hex "0102"
            """);
        var scenario = ScenarioFile.Open(file).Parse();
        using var wire = Listen("");
        var run = Send(file);

        using var source = scenario.Play();
        var (first, start) = (default(Timestamp?), default(Timestamp));
        var count = 0;
        while (source.Read(out var expected) == ReadResult.Frame)
        {
            var came = ReadFrame(wire);
            if (first is null)
            {
                (first, start) = (came.Timestamp, expected.Timestamp);
            }

            // A busy machine may send a frame late and the next one in time, so that what is sure is the time since the first.
            Assert.Equal(Convert.ToHexString(expected.Bytes), Convert.ToHexString(came.Bytes));
            Assert.True(came.Timestamp + Tolerance - first.Value >= expected.Timestamp - start, $"frame {expected.Number} came {came.Timestamp - first.Value} after the first");
            count++;
        }

        Assert.StartsWith($"{count} frames, ", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_socket_receives_what_is_expected_of_linux()
    {
        var file = Write("""
            default  udp 4000>5300 payload random 3992
            datagram clean        id 1
              size 1000 every 1ms
            datagram reversed     id 2 at 10ms
              size 1000 every 1ms order reverse
            datagram duplicate    id 3 at 20ms
              size 1000 every 1ms dup 1
            datagram conflicting  id 4 at 30ms
              size 1000 every 1ms overlap 8 conflict
            datagram holed        id 5 at 40ms
              size 1000 every 1ms drop 2
            datagram last         id 6 at 50ms
              size 1000 every 1ms order 3,0,2,1
            expect clean        linux whole
            expect reversed     linux whole
            expect duplicate    linux whole
            expect conflicting  linux dropped
            expect holed        linux incomplete
            expect last         linux whole
            """);
        var scenario = ScenarioFile.Open(file).Parse();
        var findings = ScenarioTest.Run(scenario);
        Assert.All(findings, finding => Assert.True(finding.IsMet, finding.Came));
        var expected = Delivered(scenario);
        Assert.Equal(findings.Count(finding => finding.Expected == "whole"), expected.Count);

        using var socket = _cable.There.Invoke(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = PatienceMilliseconds });
        socket.Bind(new IPEndPoint(IPAddress.Any, Traffic.Port));
        var run = Send(file, "--to", Cable.FarAddress);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));

        // The last datagram is the sentinel: what was sent before it has had its turn.
        var received = new List<string>();
        var buffer = new byte[ushort.MaxValue];
        do
        {
            received.Add(Convert.ToHexString(buffer.AsSpan(0, socket.Receive(buffer))));
        }
        while (received[^1] != expected[^1]);
        Assert.Equal(expected, received);
    }

    [Fact]
    public void What_is_sent_to_an_address_comes_in_the_same_order_and_none_before_its_time()
    {
        var file = Write("""
            datagram A  udp 4000>5300 payload random 3992
              size 1000 every 20ms order 3,1,0,2
            """);
        using var wire = Listen("ip");
        Assert.Equal(0, Send(file, "--to", Cable.FarAddress).ExitCode);
        var times = new List<Duration>();
        var offsets = new List<int>();
        var first = default(Timestamp);
        for (var i = 0; i < 4; i++)
        {
            var came = ReadFrame(wire);
            Assert.True(LinkLayer.TryGetIp(came, out var packet, out _));
            Assert.True(Ipv4Packet.TryParse(packet.Bytes, out var ip, out _));
            Assert.Equal((IpAddress.Parse(Cable.FarAddress), ChecksumState.Ok), (ip.Destination, ip.HeaderChecksumState));
            first = i == 0 ? came.Timestamp : first;
            offsets.Add(ip.Offset.Bytes);
            times.Add(came.Timestamp + Tolerance - first);
        }

        Assert.Equal([3000, 1000, 0, 2000], offsets);
        Assert.All(times.Select((time, place) => (time, place)), one => Assert.True(one.time >= Duration.FromMilliseconds(20 * one.place), one.ToString()));
    }

    [Fact]
    public void An_impaired_scenario_comes_as_its_seed_has_it_and_what_the_link_did_is_told()
    {
        var file = Write("""
            datagram A  udp 4000>5300 payload random 3992
              size 104 every 1ms
            impair loss 20% dup 10% reorder 10% by 3 jitter 2ms seed 1
            """);
        using var wire = Listen("");
        var run = Send(file, "--seed", "7");
        using var source = ScenarioFile.Open(file).Parse().WithSeed(7).Play();
        var count = 0;
        while (source.Read(out var expected) == ReadResult.Frame)
        {
            Assert.Equal(Convert.ToHexString(expected.Bytes), Convert.ToHexString(ReadFrame(wire).Bytes));
            count++;
        }

        var link = Assert.IsType<Impairment>(source).Counters;
        Assert.StartsWith($"{count} frames, ", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            (0, $"ipreasm: impaired link: 39 frames in, {link.Lost} lost, 0 without room, {link.Duplicated} doubled, {link.HeldBack} held back, 0 corrupted\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public void Ctrl_c_ends_it_and_says_what_was_sent()
    {
        var file = Write("datagram A payload letters 8\nrepeat 2 every 1000s");
        using var wire = Listen("");
        using var tool = _cable.Here.Invoke(() => Ipreasm.Start("scenario", "run", file, "-i", Cable.Near));
        try
        {
            ReadFrame(wire);
            Assert.Equal(0, Run.Of("sh", "-c", FormattableString.Invariant($"kill -INT {tool.Id}")).ExitCode);
            Assert.True(tool.WaitForExit(PatienceMilliseconds), "it does not end");
            Assert.Equal(130, tool.ExitCode);
            Assert.StartsWith("1 frame, ", tool.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
        }
        finally
        {
            if (!tool.HasExited)
            {
                tool.Kill();
            }
        }
    }

    [Theory]
    [InlineData()]
    [InlineData("--to", "10.9.0.2")]
    public void An_interface_that_is_not_there_is_a_failure_of_the_network(params string[] more)
    {
        var run = _cable.Here.Invoke(() => Ipreasm.Run(["scenario", "run", "tiny", "-i", "nosuch0", .. more]));
        Assert.Equal((6, ""), (run.ExitCode, run.Output));
        Assert.Contains("nosuch0: there is no such interface", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lo")]
    [InlineData(Cable.Near)]
    public void Who_may_not_send_is_told_what_permits_it(string device)
    {
        Assert.SkipUnless(Run.CanFind("setpriv"), "setpriv is not installed (Debian: apt-get install util-linux)");
        var run = _cable.Here.Run("sh", "-c", $"exec setpriv --bounding-set=-net_raw --inh-caps=-net_raw {Ipreasm.CommandLine} scenario run tiny -i {device}");
        Assert.Equal((5, ""), (run.ExitCode, run.Output));
        Assert.Contains($"{device}: not permitted. Try: sudo ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_udp_datagram_of_8000_bytes_makes_six_fragments()
    {
        const int Count = 3;
        using var wire = Listen("udp");
        using var socket = _cable.There.Invoke(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = PatienceMilliseconds });
        socket.Bind(new IPEndPoint(IPAddress.Any, Traffic.Port));
        var run = _cable.Here.Invoke(() => Ipreasm.Run("udp", "send", Cable.FarAddress, "--size", "8000", "--count", $"{Count}"));
        Assert.True(run.ExitCode == 0, run.Error);

        // A datagram in one piece goes behind them: when it is seen, all the others were.
        using var marker = _cable.Here.Invoke(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        marker.SendTo([1], new IPEndPoint(IPAddress.Parse(Cable.FarAddress), Traffic.Port));
        var lengths = new Dictionary<int, List<(int Offset, int Length)>>();
        while (true)
        {
            var frame = ReadFrame(wire);
            Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
            Assert.True(Ipv4Packet.TryParse(packet.Bytes, out var ip, out _));
            if (!ip.IsFragment)
            {
                break;
            }

            if (!lengths.TryGetValue(ip.Identification, out var pieces))
            {
                lengths.Add(ip.Identification, pieces = []);
            }

            pieces.Add((ip.Offset.Bytes, ip.PayloadLength));
        }

        Assert.Equal(Count, lengths.Count);
        Assert.All(lengths.Values, pieces => Assert.Equal([(0, 1480), (1480, 1480), (2960, 1480), (4440, 1480), (5920, 1480), (7400, 608)], pieces));
    }

    private Run Send(string file, params string[] more) => _cable.Here.Invoke(() => Ipreasm.Run(["scenario", "run", file, "-i", Cable.Near, .. more]));

    // What policy "linux" delivers, without the UDP header.
    private static List<string> Delivered(Scenario scenario)
    {
        const int UdpHeader = 8;
        var delivered = new List<string>();
        var cache = new ReassemblyCache(scenario.Limits with { Policy = OverlapPolicy.Linux });
        using var source = scenario.Play();
        while (source.Read(out var frame) == ReadResult.Frame)
        {
            Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
            foreach (var outcome in cache.Accept(packet))
            {
                if (outcome is { Fate: FragmentFate.Completes, Kind: OutcomeKind.Fragment })
                {
                    delivered.Add(Convert.ToHexString(outcome.Payload[UdpHeader..]));
                }
            }
        }

        return delivered;
    }

    private LiveSource Listen(string filter) => _cable.There.Invoke(() => LiveSource.Open([Cable.Far], new LiveOptions { Filter = filter }));

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, "x.scenario");
        File.WriteAllText(path, text);
        return path;
    }

    private static CapturedFrame ReadFrame(LiveSource source)
    {
        var waited = Stopwatch.StartNew();
        ReadResult result;
        CapturedFrame frame;
        while ((result = source.Read(out frame)) == ReadResult.Idle && waited.ElapsedMilliseconds < PatienceMilliseconds)
        {
        }

        Assert.Equal(ReadResult.Frame, result);
        return frame;
    }
}
