using System.Globalization;
using System.Text.RegularExpressions;
using IpReassembler.LiveTests.Capture;
using IpReassembler.LiveTests.Network;
using IpReassembler.Tests.Cli;

namespace IpReassembler.LiveTests.Observe;

/// <summary>The tool runs a command and tells what passed the wire meanwhile; the kernel's own counters are the witness.</summary>
public sealed partial class ObserveTests
{
    private const string AsNobody = "setpriv --reuid 65534 --regid 65534 --clear-groups";

    public ObserveTests() => PcapLibrary.Require();

    [Fact]
    public void A_private_network_needs_no_right_and_shows_what_the_kernel_cut_and_joined()
    {
        RequirePrivateNetworks();
        var run = Nobody("observe --private -- ipreasm udp demo --size 8000 --count 20");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("20 of 20 datagrams, 160000 bytes", run.Output, StringComparison.Ordinal);
        // 8008 bytes in packets of 1480: six.
        Assert.Contains("FRAGMENTS        120 of 20 datagrams, 6 each   100 % sound   first to last: half within ", run.Error, StringComparison.Ordinal);
        Assert.Contains("KERNEL AGREES    ReasmReqds 120 = ours   ReasmOKs 20 = ours   ReasmFails 0   ", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"CHECKSUMS        20 right   \d+ left to hardware \(offloaded, not wrong\)   0 wrong\n", run.Error);
        Assert.DoesNotContain("COMMAND", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_IPv6_too_the_kernel_says_the_same()
    {
        RequirePrivateNetworks();
        var script = $"{Ipreasm.CommandLine} udp sink --bind ::1 --once > /dev/null 2>&1 & until grep -q :14B4 /proc/net/udp6; do sleep 0.1; done; "
            + $"{Ipreasm.CommandLine} udp send ::1 --size 8000 --count 20; code=$?; wait; exit $code";
        var run = Run.Of("sh", "-c", $"exec {AsNobody} {Ipreasm.CommandLine} observe --private -- sh -c '{script}'");
        Assert.True(run.ExitCode == 0, run.Error);
        // 8008 bytes in pieces of 1448: six.
        Assert.Contains("FRAGMENTS        120 of 20 datagrams, 6 each   100 % sound", run.Error, StringComparison.Ordinal);
        Assert.Contains("KERNEL AGREES    Ip6ReasmReqds 120 = ours   Ip6ReasmOKs 20 = ours   Ip6ReasmFails 0   (/proc/net/snmp6, after minus before)", run.Error, StringComparison.Ordinal);
        Assert.Matches("ON THE WIRE .*IPv6 udp 1[2-9][0-9]", run.Error);
    }

    [Fact]
    public void What_it_says_of_fragments_in_JSON_is_what_the_schema_knows()
    {
        RequirePrivateNetworks();
        var run = Nobody("observe --private --json -- ipreasm udp demo --size 8000 --count 3");
        Assert.True(run.ExitCode == 0, run.Error);
        var report = LineSchema.Check(run.Error.Split('\n').Single(line => line.StartsWith('{')));
        Assert.Equal((18, 3, 3), (report.GetProperty("fragments").GetInt64(), report.GetProperty("datagrams").GetInt64(), report.GetProperty("sound").GetInt64()));
        Assert.True(report.GetProperty("delay_p50_ns").GetInt64() > 0, "three were timed");
    }

    [Fact]
    public void Its_loopback_is_as_narrow_as_asked_and_of_no_concern_to_the_machine()
    {
        RequirePrivateNetworks();
        var before = File.ReadAllText("/sys/class/net/lo/mtu");
        var run = Nobody("observe --private --mtu 576 -- ipreasm udp demo --size 1000 --count 3");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("FRAGMENTS        6 of 3 datagrams, 2 each", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText("/sys/class/net/lo/mtu"));
        var refused = Ipreasm.Run("observe", "--inside", "--", "true");
        Assert.Equal((2, "ipreasm: lo is switched on, so this network is not a new one: use --private.\n"), (refused.ExitCode, refused.Error));
    }

    [Fact]
    public void Says_why_there_is_no_fragment()
    {
        RequirePrivateNetworks();
        var run = Nobody("observe --private -- ipreasm udp demo --size 1000 --count 3");
        Assert.Contains("ipreasm: no fragment on lo: TCP fits its segments to the path, and other packets of up to 1500 bytes pass whole", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("FRAGMENTS", run.Error, StringComparison.Ordinal);
        using var network = Network();
        var wide = network.Invoke(() => Ipreasm.Run("observe", "-i", "lo", "--", "ipreasm", "udp", "demo", "--size", "8000", "--count", "3"));
        Assert.Contains("ipreasm: no fragment on lo: it takes packets of up to 65536 bytes whole", wide.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_right_to_have_private_networks_is_told_with_its_cure()
    {
        RequirePrivateNetworks();
        // In a user namespace of its own a process may lower the limit for itself.
        var run = Run.Of("unshare", "-Ur", "sh", "-c", $"echo 0 > /proc/sys/user/max_user_namespaces && exec {Ipreasm.CommandLine} observe --private -- true");
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("ipreasm: no private network can be made here: unshare: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Try: sudo sysctl user.max_user_namespaces=10000", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lo")]
    [InlineData("any")]
    public void A_transfer_over_TCP_is_counted_as_the_interface_counts_it(string name)
    {
        using var network = Network();
        var folder = Directory.CreateTempSubdirectory("ipreasm-");
        try
        {
            var file = Path.Combine(folder.FullName, "a.bin");
            File.WriteAllBytes(file, new byte[100_000]);
            var script = $"""
                {Ipreasm.CommandLine} serve sst '{file}' --once > served 2>&1 &
                server=$!
                until grep -q listening served || ! kill -0 $server; do sleep 0.1; done
                cat /proc/net/dev > before
                {Ipreasm.CommandLine} observe -i {name} --report report -- ipreasm get sst 127.0.0.1 -o got.bin
                code=$?
                cat /proc/net/dev > after
                wait
                exit $code
                """;
            var run = network.Run("sh", "-c", $"cd {folder.FullName}\n{script}");
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(100_000, new FileInfo(Path.Combine(folder.FullName, "got.bin")).Length);
            var (packets, bytes) = (Counted("after", 1) - Counted("before", 1), Counted("after", 0) - Counted("before", 0));
            var report = File.ReadAllText(Path.Combine(folder.FullName, "report"));
            Assert.Contains(Invariant($"ON THE WIRE      {name}   {packets} packets, "), report, StringComparison.Ordinal);
            Assert.Contains(Invariant($"tcp {packets}\n"), report, StringComparison.Ordinal);
            Assert.Matches(@"CHECKSUMS        \d+ right   \d+ left to hardware \(offloaded, not wrong\)   0 wrong\n", report);
            Assert.DoesNotContain("KERNEL", report, StringComparison.Ordinal);
            Assert.Matches(@"TIME LINE        tcp 127\.0\.0\.1:\d+ > 127\.0\.0\.1:6000   connect [\d.]+ \S+   data [\d.]+ \S+, 100\d{3} bytes   fin [\d.]+ \S+\n {17}░+█+▒+\n", report);
            if (name == "lo")
            {
                // The loopback counts what stands behind the 14 bytes of its Ethernet header; a capture of every interface has headers of another length.
                Assert.Contains(Invariant($" {bytes + (14 * packets)} bytes "), report, StringComparison.Ordinal);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        long Counted(string moment, int column) => long.Parse(
            LoopbackRow().Match(File.ReadAllText(Path.Combine(folder.FullName, moment))).Groups["counts"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)[column],
            CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_file_that_is_uploaded_is_seen_from_its_first_segment_to_its_last()
    {
        using var network = Network();
        var folder = Directory.CreateTempSubdirectory("ipreasm-");
        try
        {
            var file = Path.Combine(folder.FullName, "a.bin");
            File.WriteAllBytes(file, new byte[200_000]);
            var script = $"""
                mkdir inbox
                {Ipreasm.CommandLine} serve upload --dir inbox --once > served 2>&1 &
                server=$!
                until grep -q listening served || ! kill -0 $server; do sleep 0.1; done
                {Ipreasm.CommandLine} observe -i lo --json --report report -- ipreasm put upload 127.0.0.1 a.bin
                code=$?
                wait
                exit $code
                """;
            var run = network.Run("sh", "-c", $"cd {folder.FullName}\n{script}");
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(200_000, new FileInfo(Path.Combine(folder.FullName, "inbox", "a.bin")).Length);
            var report = LineSchema.Check(File.ReadAllText(Path.Combine(folder.FullName, "report")));
            var connection = report.GetProperty("connection");
            Assert.Equal("127.0.0.1:5001", connection.GetProperty("server").GetString());
            // The header in front of the file is its name, a separator and its size. A busy kernel may send some of it twice.
            Assert.InRange(connection.GetProperty("bytes").GetInt64(), 200_000, 600_000);
            Assert.All(["connect_ns", "data_ns", "fin_ns"], phase => Assert.True(connection.GetProperty(phase).GetInt64() > 0, phase));
            Assert.Equal((0, true), (report.GetProperty("checksums_wrong").GetInt64(), report.GetProperty("checksums_offloaded").GetInt64() > 0));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_interface_that_vanishes_is_told_and_a_condition_was_not_checked()
    {
        using var cable = new Cable();
        var remove = $"ip link del {Cable.Near}; echo after";
        var plain = cable.Here.Invoke(() => Ipreasm.Run("observe", "-i", Cable.Near, "--", "sh", "-c", remove));
        Assert.Equal((0, "after\n"), (plain.ExitCode, plain.Output));
        Assert.Contains("ipreasm: va cannot be read any further: ", plain.Error, StringComparison.Ordinal);
        using var other = new Cable();
        Assert.Equal(6, other.Here.Invoke(() => Ipreasm.Run("observe", "-i", Cable.Near, "--fail-on", "verdict != sound", "--", "sh", "-c", remove)).ExitCode);
    }

    [Theory]
    [InlineData("lo lo")]
    [InlineData("any lo")]
    public void An_interface_is_listened_to_once(string names)
    {
        using var network = Network();
        var words = names.Split(' ').SelectMany(name => new[] { "-i", name });
        var run = network.Invoke(() => Ipreasm.Run(["observe", .. words, "--", "true"]));
        Assert.Equal((2, $"ipreasm: every packet would come twice on {names.Replace(" ", " and ", StringComparison.Ordinal)}: name an interface once, and any alone.\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("kill -KILL $$", 137)]
    public void It_ends_as_the_command_does(string script, int exitCode)
    {
        using var network = Network();
        Assert.Equal(exitCode, network.Invoke(() => Ipreasm.Run("observe", "-i", "lo", "--", "sh", "-c", script)).ExitCode);
        RequirePrivateNetworks();
        Assert.Equal(exitCode, Ipreasm.Run("observe", "--private", "--", "sh", "-c", script).ExitCode);
    }

    [Fact]
    public void What_the_command_prints_is_what_is_printed()
    {
        using var network = Network();
        var run = network.Invoke(() => Ipreasm.Run("observe", "-i", "lo", "--", "printf", "a\\nb"));
        Assert.Equal("a\nb", run.Output);
    }

    [Theory]
    [InlineData("verdict == sound", 1)]
    [InlineData("verdict != sound", 0)]
    public void A_condition_on_datagrams_may_decide(string condition, int exitCode)
    {
        RequirePrivateNetworks();
        Assert.Equal(exitCode, Ipreasm.Run("observe", "--private", "--fail-on", condition, "--", "ipreasm", "udp", "demo", "--size", "3000", "--count", "2").ExitCode);
    }

    [Fact]
    public async Task A_request_to_end_is_handed_on()
    {
        RequirePrivateNetworks();
        using var process = Ipreasm.Start("observe", "--private", "--", "sh", "-c", "trap 'exit 9' TERM; echo ready; while :; do sleep 0.1; done");
        var stop = TestContext.Current.CancellationToken;
        var talk = process.StandardError.ReadToEndAsync(stop);
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(stop));
        Run.Of("sh", "-c", Invariant($"kill -TERM {process.Id}"));
        await process.WaitForExitAsync(stop).WaitAsync(TimeSpan.FromSeconds(60), stop);
        Assert.Equal(9, process.ExitCode);
        Assert.Contains("exit 9", await talk, StringComparison.Ordinal);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static NetworkNamespace Network()
    {
        NetworkNamespace.Require();
        var network = new NetworkNamespace();
        network.Ip("link set lo up");
        return network;
    }

    private static Run Nobody(string words) => Run.Of("sh", "-c", $"exec {AsNobody} {Ipreasm.CommandLine} {words}");

    private static void RequirePrivateNetworks()
    {
        Assert.SkipUnless(Run.CanFind("setpriv"), "setpriv is not installed (Debian: apt-get install util-linux)");
        var trial = Run.Of("sh", "-c", $"exec {AsNobody} unshare -Urn true");
        Assert.SkipUnless(trial.ExitCode == 0, $"a user cannot make a network here: {trial.Error.Trim()}");
    }

    [GeneratedRegex(@"^ *lo:(?<counts>.*)$", RegexOptions.Multiline)]
    private static partial Regex LoopbackRow();
}
