using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using IpReassembler.LiveTests.Network;
using IpReassembler.Tcp;

namespace IpReassembler.LiveTests.Tcp;

/// <summary>Other people's clients, over the kernel's TCP, fetch from ours.</summary>
public sealed class TcpdClientTests : IDisposable
{
    private const int SegmentSize = 1_460;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ipreasm-tcpd-");

    public TcpdClientTests() => NetworkNamespace.Require();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("raw")]
    [InlineData("tun")]
    public void Wget_and_curl_fetch_what_is_there_byte_for_byte_and_the_kernel_keeps_quiet(string device)
    {
        var clients = new[] { "wget -q -4 -O", "curl -s -S -4 -f -o" };
        var lengths = new[] { 0, 1, SegmentSize - 1, SegmentSize, SegmentSize + 1, 64 << 10, 10_000_000, 100_000_000 };
        foreach (var (length, place) in lengths.Select((length, place) => (length, place)))
        {
            var file = MakeFile(length);
            using var served = new ServingTool(device, "--serve", file);
            Fetch(served, clients[place % 2], file);
            Assert.Equal(0, served.KernelResets);
            Assert.Equal(130, served.Tool.Stop());
        }
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("tun")]
    public void Every_length_comes_through_a_link_that_loses_five_percent(string device)
    {
        foreach (var length in new[] { 0, 1, SegmentSize - 1, SegmentSize, SegmentSize + 1, 64 << 10, 10_000_000, 100_000_000 })
        {
            var file = MakeFile(length);
            using var served = new ServingTool(device, "--serve", file, "--loss", "5%");
            Fetch(served, "curl -s -S -4 -f -o", file);
            Assert.Equal(0, served.KernelResets);
            Assert.Equal(130, served.Tool.Stop());
        }
    }

    // A client that reads nothing holds its answer in the middle while the file is cut. It is reset; whoever asks next gets what is left.
    [Fact]
    public void A_file_that_is_cut_while_it_is_served_ends_one_connection_and_says_so()
    {
        var file = MakeFile(20_000_000);
        using var served = new ServingTool("raw", "--serve", file);
        using var slow = served.Connect(receiveBuffer: 4_096);
        slow.Send("GET / HTTP/1.0\r\n\r\n"u8);
        var bytes = new byte[1_000];
        Assert.True(slow.Receive(bytes) > 0);

        using (var cut = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            cut.SetLength(1_000);
        }

        var end = Assert.Throws<SocketException>(() =>
        {
            while (slow.Receive(bytes) > 0)
            {
            }
        });
        Assert.Equal(SocketError.ConnectionReset, end.SocketErrorCode);
        Fetch(served, "curl -s -S -4 -f -o", file);
        Assert.Equal(130, served.Tool.Stop());
        Assert.Single(Regex.Matches(served.Tool.Error, "cannot read .*: it has become shorter"));
    }

    [Theory]
    [InlineData("wget", "tun", "--loss 1%")]
    [InlineData("curl", "tun", "--loss 5%")]
    [InlineData("wget", "tun", "--loss 10% --cc cubic")]
    [InlineData("curl", "tun", "--reorder 5%")]
    [InlineData("wget", "tun", "--dup 5%")]
    [InlineData("curl", "tun", "--delay 20ms")]
    [InlineData("curl", "raw", "--loss 5% --reorder 5% --dup 5% --delay 20ms")]
    public void A_bad_link_delays_but_changes_nothing_and_never_stalls_for_long(string client, string device, string link)
    {
        const int Length = 500_000;
        var file = MakeFile(Length);
        var trace = Path.Combine(_folder.FullName, "trace.jsonl");
        using var served = new ServingTool(device, ["--serve", file, "--trace", trace, .. link.Split(' ')]);
        Fetch(served, client == "wget" ? "wget -q -4 -O" : "curl -s -S -4 -f -o", file);
        Assert.Equal(130, served.Tool.Stop());

        var course = new TraceCourse(trace);
        // The last acknowledgments may have been on their way when it ended.
        Assert.InRange(course.Acknowledged, Length / 2, Length + 1_000);
        Assert.True(course.SentAgain > 0 || !link.Contains("loss", StringComparison.Ordinal), "nothing was sent again");
        Assert.InRange(course.LongestStall, 0, 2 * new ConnectionOptions().LongestRetransmissionTimeout.Nanoseconds / 1e9m);
    }

    [Fact]
    public void A_request_that_a_router_fragments_is_answered()
    {
        using var cable = new Cable();
        cable.There.Ip($"route add default via {Cable.NearAddress}");
        // What the client sends may be fragmented, and from the router on nothing above 576 bytes gets through.
        cable.There.SetParameter("net.ipv4.ip_no_pmtu_disc", 1);
        cable.Here.SetParameter("net.ipv4.ip_forward", 1);
        using var served = new ServingTool(cable.Here, "tun", "--text", "hello");
        cable.Here.Ip($"route replace {served.Host}/32 dev ipreasm0 mtu lock 576");

        var run = ServingTool.Client(cable.There, "curl", "-s", "-S", "-H", "X-Long: " + new string('x', 5_000), served.Url);

        Assert.Equal(("hello\n", ""), (run.Output, run.Error));
        Assert.Equal(130, served.Tool.Stop());
        var pieces = Regex.Match(served.Tool.Error, @"(\d+) fragments made (\d+) whole; 0 with a wrong checksum, 0 malformed");
        Assert.True(pieces.Success, served.Tool.Error);
        // Five thousand bytes are at least four segments, all but the last one of them more than twice 576 bytes.
        Assert.True(int.Parse(pieces.Groups[2].Value, CultureInfo.InvariantCulture) >= 3, served.Tool.Error);
        Assert.True(int.Parse(pieces.Groups[1].Value, CultureInfo.InvariantCulture) >= 9, served.Tool.Error);
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("tun")]
    public void Two_hundred_clients_at_once_are_served(string device)
    {
        using var served = new ServingTool(device, "--serve", MakeFile(20_000));
        var run = served.Client("ab", "-q", "-n", "1000", "-c", "200", served.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        Assert.True(run.ExitCode == 0, run.Error + served.Tool.Error);
        Assert.Contains("Failed requests:        0", run.Output, StringComparison.Ordinal);
        Assert.Equal(130, served.Tool.Stop());
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("tun")]
    public void A_client_that_does_not_read_and_one_that_resets_harm_nobody_else(string device)
    {
        const int Length = 5_000_000;
        var file = MakeFile(Length);
        using var served = new ServingTool(device, "--serve", file);
        using var idle = served.Connect(receiveBuffer: 4_096);
        idle.Send("GET / HTTP/1.0\r\n\r\n"u8);
        using (var rude = served.Connect())
        {
            rude.Send("GET / HTTP/1.0\r\n\r\n"u8);
            Assert.True(rude.Receive(new byte[10_000]) > 0);
            // Closing sends RST.
            rude.LingerState = new LingerOption(true, 0);
        }

        served.Tool.WaitForLine("broken off");
        Fetch(served, "wget -q -4 -O", file);

        var (received, buffer) = (0L, new byte[1 << 20]);
        while (idle.Receive(buffer) is > 0 and var count)
        {
            received += count;
        }

        Assert.InRange(received, Length + 1, Length + 1_000);
        Assert.Equal(130, served.Tool.Stop());
    }

    [Theory]
    [InlineData("raw", "KILL")]
    [InlineData("raw", "TERM")]
    [InlineData("tun", "KILL")]
    [InlineData("tun", "HUP")]
    public void However_it_ends_it_leaves_nothing_on_the_machine(string device, string signal)
    {
        using var network = new NetworkNamespace();
        network.Ip("link set lo up");
        var before = State(network);
        using var served = new ServingTool(network, device, "--text", "hello");
        Assert.NotEqual(before, State(network));
        Assert.Equal("hello\n", served.Client("wget", "-q", "-4", "-O", "-", served.Url).Output);

        served.Tool.Signal(signal);
        served.Tool.WaitForEnd();

        Assert.Equal(before, State(network));
        var refused = Assert.Throws<SocketException>(() => served.Connect()).SocketErrorCode;
        Assert.Equal(device == "raw" ? SocketError.ConnectionRefused : SocketError.NetworkUnreachable, refused);
    }

    [Fact]
    public void When_its_interface_is_removed_it_ends_and_says_so()
    {
        var trace = Path.Combine(_folder.FullName, "trace.jsonl");
        using var served = new ServingTool("tun", "--text", "hello", "--trace", trace);
        Assert.Equal("hello\n", served.Client("wget", "-q", "-O", "-", served.Url).Output);
        Assert.Equal(0, served.Client("ip", "link", "delete", "ipreasm0").ExitCode);
        Assert.Equal(6, served.Tool.WaitForEnd());
        Assert.Contains("ipreasm: 1 answers, ", served.Tool.Error, StringComparison.Ordinal);
        Assert.Contains("ipreasm: the interface ipreasm0 is gone: somebody has removed it", served.Tool.Error, StringComparison.Ordinal);
        Assert.True(new TraceCourse(trace).Acknowledged > 0);
    }

    [Fact]
    public void A_client_that_tries_the_other_family_first_is_not_kept_waiting()
    {
        Assert.SkipUnless(Run.CanFind("unshare"), "unshare is not installed (Debian: apt-get install util-linux)");
        using var served = new ServingTool("raw", "--text", "hello");
        var hosts = Path.Combine(_folder.FullName, "hosts");
        File.WriteAllText(hosts, "::1 localhost\n127.0.0.1 localhost\n");
        // In a mount namespace that ends with the client, localhost is ::1 first. Nobody is there, and the kernel says so at once: wget waits for nothing.
        var run = served.Client(
            "unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /etc/hosts && exec wget --tries 1 --connect-timeout 200 -O - \"$1\"", hosts, served.Url);

        Assert.Equal((0, "hello\n"), (run.ExitCode, run.Output));
        Assert.Contains("|::1|:7000... failed: Connection refused.", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, served.KernelResets - 1);
    }

    [Fact]
    public void Without_CAP_NET_ADMIN_the_guard_still_keeps_the_kernel_quiet()
    {
        Assert.SkipUnless(Run.CanFind("setpriv"), "setpriv is not installed (Debian: apt-get install util-linux)");
        using var network = new NetworkNamespace();
        network.Ip("link set lo up");
        const string Script = """
            timeout -s INT 60 setpriv --reuid 65534 --clear-groups --inh-caps -all,+net_raw --ambient-caps -all,+net_raw --bounding-set -all,+net_raw "$0" "$1" tcpd --text hello >"$2/answers" 2>"$2/said" &
            server=$!
            until grep -qs listening "$2/said"; do kill -0 $server || { cat "$2/said"; exit 1; }; sleep 0.05; done
            timeout 20 wget -q -4 -O - http://localhost:7000/
            awk '/^Tcp: [0-9]/ { print "resets", $15 }' /proc/thread-self/net/snmp
            kill $server
            wait $server
            """;
        Run.Of("chmod", "777", _folder.FullName);
        var run = network.Run("sh", "-c", Script, Ipreasm.Program.Dotnet, Ipreasm.Program.Assembly, _folder.FullName);
        Assert.Equal("hello\nresets 0\n", run.Output + run.Error);
    }

    private void Fetch(ServingTool served, string client, string file)
    {
        var words = client.Split(' ');
        var fetched = Path.Combine(_folder.FullName, "fetched");
        var run = served.Client(words[0], [.. words[1..], fetched, served.Url + "file"]);
        Assert.True(run.ExitCode == 0, $"{client} ended with {run.ExitCode}: {run.Error}{served.Tool.Error}");
        Assert.Equal(Digest(file), Digest(fetched));
    }

    // Everything that could stay behind: interfaces, addresses, routes, rules, listening and raw sockets, the firewall, and the settings of all interfaces.
    private static string State(NetworkNamespace network)
    {
        const string Script = """
            ip -o address
            ip route show table all
            ip rule
            ss -H -l -n -t -u -w
            if command -v nft >/dev/null; then nft list ruleset; fi
            grep -r . /proc/sys/net/ipv4/conf | sort
            """;
        return network.Run("sh", "-c", Script).Output;
    }

    private string MakeFile(int length)
    {
        var path = Path.Combine(_folder.FullName, "file");
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Digest(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
