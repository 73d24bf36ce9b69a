using System.Security.Cryptography;
using System.Text.Json;
using IpReassembler.Capture;
using IpReassembler.LiveTests.Network;
using IpReassembler.LiveTests.Reassembly;

namespace IpReassembler.LiveTests.Capture;

/// <summary>The tool listens to a cable between two hosts, and sees what their kernels see.</summary>
public sealed class LiveToolTests : IDisposable
{
    private readonly Cable _cable;

    public LiveToolTests()
    {
        NetworkNamespace.Require();
        PcapLibrary.Require();
        _cable = new Cable();
    }

    public void Dispose() => _cable.Dispose();

    [Fact]
    public void Sees_the_datagrams_that_the_socket_and_the_counters_saw()
    {
        Assert.SkipUnless(Run.CanFind("ping"), "ping is not installed (Debian: apt-get install iputils-ping)");
        using var tool = Listen("list", "-i", Cable.Far, "--follow", "--json", "--payload", "hex");
        var (here, there) = (_cable.Here.Invoke(KernelCounters.Read), _cable.There.Invoke(KernelCounters.Read));
        var received = Traffic.ExchangeUdp(_cable.Here, _cable.There, Cable.FarAddress, RandomNumberGenerator.GetBytes(8000));
        Assert.Equal(0, _cable.Here.Run("ping", "-c", "1", "-s", "20000", Cable.FarAddress).ExitCode);
        tool.WaitForLine("\"src\":\"10.9.0.2\"");
        Assert.Equal(130, tool.Stop());

        var lines = Lines(tool);
        var datagrams = lines.Where(line => line.GetProperty("type").GetString() == "datagram").ToList();
        Assert.All(datagrams, line => Assert.Equal("sound", line.GetProperty("verdict").GetString()));
        var udp = datagrams.Single(line => line.GetProperty("proto").GetInt32() == 17);
        Assert.Equal(Convert.ToHexStringLower(received), udp.GetProperty("payload_hex").GetString()![(2 * 8)..]);
        Assert.Equal([20_008, 20_008], datagrams.Where(line => line.GetProperty("proto").GetInt32() == 1).Select(line => line.GetProperty("payload_len").GetInt32()));

        var kernels = Sum(_cable.Here.Invoke(KernelCounters.Read) - here, _cable.There.Invoke(KernelCounters.Read) - there);
        var summary = lines[^1];
        Assert.Equal((kernels.Fragments, kernels.Delivered), (summary.GetProperty("ipv4_fragments").GetInt64(), summary.GetProperty("datagrams").GetInt64()));
        Assert.Equal(0, summary.GetProperty("kernel_dropped").GetInt64());
        Assert.Contains("received by the kernel, 0 dropped by it", tool.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "timeout")]
    [InlineData("--json", "\"state\":\"timeout\"")]
    public void Tells_of_a_slow_datagram_although_no_packet_arrives(string form, string state)
    {
        using var tool = Listen(["list", "-i", Cable.Far, "--follow", "--timeout", "500ms", .. form.Length > 0 ? [form] : Array.Empty<string>(), "udp"]);
        _cable.Here.Invoke(() =>
        {
            using var socket = new PacketSocket(Cable.Near);
            socket.Send(Traffic.FirstFragment(7));
        });
        var line = tool.WaitForLine(state);
        Assert.Contains("incomplete", line, StringComparison.Ordinal);
        Assert.Equal(130, tool.Stop());
        Assert.Contains("1 packet captured", tool.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whole.pcapng", "INT", 130)]
    [InlineData("whole.pcap", "TERM", 143)]
    public void Writes_a_whole_file_when_it_is_stopped(string name, string signal, int exitCode)
    {
        Tshark.Require();
        var folder = Directory.CreateTempSubdirectory("ipreasm-");
        try
        {
            var file = Path.Combine(folder.FullName, name);
            using var tool = Listen("reassemble", "-i", Cable.Far, "-w", file, "udp");
            for (var i = 0; i < 5; i++)
            {
                Traffic.ExchangeUdp(_cable.Here, _cable.There, Cable.FarAddress, RandomNumberGenerator.GetBytes(8000 - i));
            }

            Assert.Equal(exitCode, tool.Stop(signal));
            Assert.Contains("5 whole written; 0 left as fragments", tool.Error, StringComparison.Ordinal);
            Assert.Equal([name], folder.GetFiles().Select(one => one.Name));
            Assert.Equal([8042, 8041, 8040, 8039, 8038], Tshark.Fields(file, "frame.len").Select(row => int.Parse(row[0], null)));
            Assert.Equal(CaptureFolder.Index(file), Tshark.Index(file));
            Assert.Contains(CaptureFolder.Index(file), line => line.Split(' ')[0][^3..] != "000");
            var judged = Run.Of("capinfos", file);
            Assert.True(judged.ExitCode == 0 && judged.Error.Length == 0, judged.Error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Says_nothing_when_told_to_be_quiet()
    {
        var run = _cable.There.Invoke(() => Ipreasm.Run("list", "-q", "-i", Cable.Far, "-a", "duration:0.2", "udp", "port", "5300"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Says_why_a_loopback_interface_shows_no_fragment()
    {
        using var tool = Listen("summary", "-i", "lo", "-c", "2");
        Assert.Equal(0, _cable.There.Run("ping", "-c", "1", "-s", "20000", "127.0.0.1").ExitCode);
        Assert.Equal(0, tool.WaitForEnd());
        Assert.Contains("no fragment on lo: it takes packets of up to 65536 bytes whole, and TCP never needs fragments.", tool.Error, StringComparison.Ordinal);
        Assert.Contains("the kernel counts each packet twice", tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_what_it_saw_when_the_interface_vanishes()
    {
        using var tool = Listen("list", "-i", Cable.Far, "--follow", "udp");
        Traffic.ExchangeUdp(_cable.Here, _cable.There, Cable.FarAddress, new byte[8000]);
        tool.WaitForLine("sound");
        _cable.There.Ip($"link del {Cable.Far}");
        Assert.Equal(6, tool.WaitForEnd());
        Assert.Contains("vb cannot be read any further: ", tool.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("datagrams:1")]
    [InlineData("filesize:8")]
    public void Ends_by_itself(string condition)
    {
        using var tool = Listen("summary", "-i", Cable.Far, "-a", condition, "udp");
        Traffic.ExchangeUdp(_cable.Here, _cable.There, Cable.FarAddress, new byte[8000]);
        Assert.Equal(0, tool.WaitForEnd());
        Assert.Contains("6 packets captured", tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_what_it_hears()
    {
        using var tool = Listen("check", "-i", Cable.Far, "-a", "datagrams:1", "-f", "udp", "loss == 0", "count() == 2");
        Traffic.ExchangeUdp(_cable.Here, _cable.There, Cable.FarAddress, new byte[8000]);
        Assert.Equal(1, tool.WaitForEnd());
        Assert.Equal("ok    loss == 0     0.000 %\nFAIL  count() == 2  1", tool.Output);
    }

    [Fact]
    public void Ends_by_itself_on_a_silent_wire()
    {
        using var tool = Listen("summary", "-i", Cable.Far, "-a", "duration:0.2");
        Assert.Equal(0, tool.WaitForEnd());
    }

    [Theory]
    [InlineData("auto", "sound")]
    [InlineData("off", "open")]
    public void A_filter_on_ports_lets_fragments_pass_unless_told_otherwise(string widening, string word)
    {
        using var tool = Listen("list", "-i", Cable.Far, "-c", widening == "auto" ? "6" : "1", "--frag-filter", widening, "udp", "port", "5300");
        Traffic.ExchangeUdp(_cable.Here, _cable.There, Cable.FarAddress, new byte[8000]);
        Assert.Equal(0, tool.WaitForEnd());
        Assert.Contains(word, tool.Output, StringComparison.Ordinal);
        Assert.Equal(widening == "auto", tool.Error.Contains("only first fragments have ports", StringComparison.Ordinal));
    }

    [Fact]
    public void Replays_a_capture_out_of_an_interface_byte_for_byte()
    {
        var capture = CaptureFolder.PathOf("clean.pcap");
        var count = CaptureFolder.Index(capture).Count();
        using var tool = Listen("list", "-i", Cable.Far, "--json", "--fingerprint", "-c", FormattableString.Invariant($"{count}"), "udp");
        var replay = Replay("-r", capture, "-i", Cable.Near, "--topspeed");
        Assert.Equal(0, replay.ExitCode);
        Assert.StartsWith($"{count} frames, ", replay.Output, StringComparison.Ordinal);
        Assert.Equal(0, tool.WaitForEnd());
        var file = Ipreasm.Run("list", "--json", "--fingerprint", capture).Output.Trim().Split('\n')[^1];
        Assert.Equal(Parse(file).GetProperty("bytes_sha256").GetString(), Lines(tool)[^1].GetProperty("bytes_sha256").GetString());
    }

    [Fact]
    public void Replays_a_capture_to_the_sockets_of_a_loopback_interface()
    {
        var before = _cable.There.Invoke(KernelCounters.Read);
        _cable.There.SetParameter("net.ipv4.conf.lo.rp_filter", 0);
        var replay = _cable.There.Invoke(() => Ipreasm.Run("replay", "-r", CaptureFolder.PathOf("clean.pcap"), "-i", "lo", "--rewrite-dst", "127.0.0.1", "--topspeed"));
        Assert.True(replay.ExitCode == 0, replay.Error);
        var seen = _cable.There.Invoke(KernelCounters.Read) - before;
        Assert.Equal((18L, 3L), (seen.Requests, seen.Delivered));
    }

    [Fact]
    public void Says_which_frames_an_interface_did_not_take()
    {
        _cable.Here.Ip($"link set {Cable.Near} mtu 1000");
        var replay = Replay("-r", CaptureFolder.PathOf("clean.pcap"), "-i", Cable.Near, "--pps", "100000");
        Assert.Equal(6, replay.ExitCode);
        Assert.Contains("could not be sent, the first because va did not take frame 1 of 1514 bytes: ", replay.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_ends_when_its_interface_vanishes()
    {
        var captured = CaptureFolder.PathOf("mix.pcap");
        // Four frames a second: nobody waits for the 213th.
        using var replay = _cable.Here.Invoke(() => Ipreasm.Start("replay", "-r", captured, "-i", Cable.Near, "--pps", "4"));
        using (var source = _cable.There.Invoke(() => LiveSource.Open([Cable.Far])))
        {
            while (source.Read(out _) == ReadResult.Idle)
            {
            }
        }

        _cable.Here.Ip($"link del {Cable.Near}");
        var stop = TestContext.Current.CancellationToken;
        var talk = await replay.StandardError.ReadToEndAsync(stop);
        await replay.WaitForExitAsync(stop);
        Assert.Equal(6, replay.ExitCode);
        Assert.Contains("ipreasm: va has vanished: what follows was not sent\nipreasm: 1 frame could not be sent, the first because va did not take frame ", talk, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_command_that_permits_listening()
    {
        Assert.SkipUnless(Run.CanFind("setpriv"), "setpriv is not installed (Debian: apt-get install util-linux)");
        var refused = Run.Of("sh", "-c", $"exec setpriv --bounding-set=-net_raw --inh-caps=-net_raw {Ipreasm.CommandLine} summary -i lo");
        Assert.Equal(5, refused.ExitCode);
        Assert.Contains("cannot open lo: not permitted. Try: sudo ", refused.Error, StringComparison.Ordinal);
        var replay = Run.Of("sh", "-c", $"exec setpriv --bounding-set=-net_raw --inh-caps=-net_raw {Ipreasm.CommandLine} replay -i lo {CaptureFolder.PathOf("tiny.pcap")}");
        Assert.Equal(5, replay.ExitCode);
        Assert.Contains("cannot send on lo: not permitted. Try: sudo ", replay.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_libpcap_files_are_read_and_the_rest_says_what_to_install()
    {
        Assert.SkipUnless(Run.CanFind("unshare"), "unshare is not installed (Debian: apt-get install util-linux)");
        // In a mount namespace of its own the library is an empty file.
        Run Without(string arguments) => Run.Of("unshare", "-m", "sh", "-c",
            "for f in $(ls -d /usr/lib/*/libpcap.so.* /usr/lib/libpcap.so.* 2>/dev/null); do mount --bind /dev/null $(readlink -f $f); done; exec " + Ipreasm.CommandLine + " " + arguments);
        var capture = CaptureFolder.PathOf("mix.pcap");
        Assert.Equal(Ipreasm.Run("summary", capture).Output, Without($"summary {capture}").Output);
        var doctor = Without("doctor");
        Assert.Equal((6, ""), (doctor.ExitCode, doctor.Error));
        Assert.StartsWith("fail  libpcap is not installed: files can be read, interfaces cannot\n      ", doctor.Output, StringComparison.Ordinal);
        foreach (var arguments in new[] { "ifaces", "summary -i lo", $"summary -r {capture} udp" })
        {
            var refused = Without(arguments);
            Assert.Equal((6, ""), (refused.ExitCode, refused.Output));
            Assert.Contains("libpcap is not installed (libpcap.so.0.8, libpcap.so.1, libpcap.so not found). Try: ", refused.Error, StringComparison.Ordinal);
        }
    }

    private ListeningTool Listen(params string[] arguments) => new(_cable.There, arguments);

    private Run Replay(params string[] arguments) => _cable.Here.Invoke(() => Ipreasm.Run(["replay", .. arguments]));

    private static (long Fragments, long Delivered) Sum(KernelCounters one, KernelCounters other) =>
        (one.Requests + other.Requests, one.Delivered + other.Delivered);

    private static List<JsonElement> Lines(ListeningTool tool) => [.. tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    private static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;
}
