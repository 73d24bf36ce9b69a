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
        foreach (var length in new[] { 0, 1, SegmentSize - 1, SegmentSize, SegmentSize + 1, 64 << 10, 10_000_000 })
        {
            var file = MakeFile(length);
            using var served = new ServingTool(device, "--serve", file);
            var fetched = Path.Combine(_folder.FullName, "fetched");
            foreach (var client in new[] { "wget -q -4 -O", "curl -s -S -4 -f -o" })
            {
                var run = served.Client(client.Split(' ')[0], [.. client.Split(' ')[1..], fetched, served.Url + "file"]);
                Assert.True(run.ExitCode == 0, $"{client}: {run.Error}{served.Tool.Error}");
                Assert.Equal(Digest(file), Digest(fetched));
            }

            Assert.Equal(0, served.KernelResets);
            Assert.Equal(130, served.Tool.Stop());
        }
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
            until grep -q listening "$2/said"; do kill -0 $server || { cat "$2/said"; exit 1; }; sleep 0.05; done
            timeout 20 wget -q -4 -O - http://localhost:7000/
            awk '/^Tcp: [0-9]/ { print "resets", $15 }' /proc/thread-self/net/snmp
            """;
        Run.Of("chmod", "777", _folder.FullName);
        var run = network.Run("sh", "-c", Script, Ipreasm.Program.Dotnet, Ipreasm.Program.Assembly, _folder.FullName);
        Assert.Equal("hello\nresets 0\n", run.Output + run.Error);
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
