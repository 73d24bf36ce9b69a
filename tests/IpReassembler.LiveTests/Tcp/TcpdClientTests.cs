using System.Net.Sockets;
using System.Security.Cryptography;
using IpReassembler.LiveTests.Network;

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
    [InlineData("tun", "--loss 1%")]
    [InlineData("tun", "--loss 5%")]
    [InlineData("tun", "--loss 10% --cc cubic")]
    [InlineData("tun", "--reorder 5%")]
    [InlineData("tun", "--dup 5%")]
    [InlineData("tun", "--delay 20ms")]
    [InlineData("raw", "--loss 5% --reorder 5% --dup 5% --delay 20ms")]
    public void A_bad_link_delays_but_changes_nothing(string device, string link)
    {
        var file = MakeFile(500_000);
        using var served = new ServingTool(device, ["--serve", file, .. link.Split(' ')]);
        // A client that is not done in a minute, half of what the longest stall may be, is ended, and fails.
        Fetch(served, "curl -s -S -4 -f -o", file);
        Assert.Equal(130, served.Tool.Stop());
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

    [Fact]
    public void Killed_it_leaves_no_interface()
    {
        using var served = new ServingTool("tun", "--text", "hello");
        Assert.Equal(0, served.Client("ip", "link", "show", "ipreasm0").ExitCode);
        served.Tool.Signal("KILL");
        served.Tool.WaitForEnd();
        Assert.NotEqual(0, served.Client("ip", "link", "show", "ipreasm0").ExitCode);
        Assert.Equal("", served.Client("ip", "route").Output);
    }

    [Fact]
    public void Killed_it_leaves_no_guard()
    {
        using var served = new ServingTool("raw", "--text", "hello");
        served.Tool.Signal("KILL");
        served.Tool.WaitForEnd();
        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => served.Connect()).SocketErrorCode);
    }

    [Fact]
    public void A_client_that_tries_the_other_family_first_is_not_kept_waiting()
    {
        using var served = new ServingTool("raw", "--text", "hello");
        // Nobody is at ::1, and the kernel says so at once.
        var run = served.Client("curl", "-s", "-S", "--resolve", $"localhost:{ServingTool.Port}:[::1],127.0.0.1", "--connect-timeout", "20", served.Url);
        Assert.Equal((0, "hello\n"), (run.ExitCode, run.Output));
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
