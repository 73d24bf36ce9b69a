using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using IpReassembler.LiveTests.Network;
using IpReassembler.LiveTests.Reassembly;

namespace IpReassembler.LiveTests.Capture;

/// <summary>The route that the tool advises makes a loopback fragment, and what is seen there is what the kernel joined.</summary>
public class NarrowLoopbackTests
{
    private const string Address = "127.0.0.2";

    [Fact]
    public void Datagrams_over_the_advised_route_are_those_of_the_kernel_byte_for_byte_and_count_for_count()
    {
        NetworkNamespace.Require();
        PcapLibrary.Require();
        Assert.SkipUnless(Run.CanFind("ping"), "ping is not installed (Debian: apt-get install iputils-ping)");
        using var network = new NetworkNamespace();
        network.Ip("link set lo up");
        network.Ip($"route replace local {Address} dev lo mtu 1500 table local");
        using var tool = new ListeningTool(network, "list", "-i", "lo", "--follow", "--json", "--payload", "hex");
        var before = network.Invoke(KernelCounters.Read);

        var received = Traffic.ExchangeUdp(network, network, Address, RandomNumberGenerator.GetBytes(8000));
        using (var sink = network.Invoke(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)))
        {
            sink.Bind(new IPEndPoint(IPAddress.Any, Traffic.Port));
            Assert.Equal(0, network.Invoke(() => Ipreasm.Run("udp", "send", Address, "--size", "8000", "--count", "3", "--rate", "10/s")).ExitCode);
        }

        Assert.Equal(0, network.Run("ping", "-c", "1", "-s", "20000", Address).ExitCode);
        tool.WaitForLine("\"payload_len\":20008");
        Assert.Equal(130, tool.Stop());
        var counted = network.Invoke(KernelCounters.Read) - before;
        var lines = tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var datagrams = lines.Where(line => line.GetProperty("type").GetString() == "datagram").ToList();
        Assert.All(datagrams, line => Assert.Equal("sound", line.GetProperty("verdict").GetString()));
        Assert.Equal(Convert.ToHexStringLower(received), datagrams[0].GetProperty("payload_hex").GetString()![(2 * 8)..]);
        Assert.Equal(2, datagrams.Count(line => line.GetProperty("payload_len").GetInt32() == 20_008));
        var summary = lines[^1];
        Assert.Equal((counted.Requests, counted.Delivered), (summary.GetProperty("ipv4_fragments").GetInt64(), summary.GetProperty("datagrams").GetInt64()));
    }
}
