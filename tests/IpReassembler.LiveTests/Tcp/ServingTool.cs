using System.Net;
using System.Net.Sockets;
using IpReassembler.LiveTests.Capture;
using IpReassembler.LiveTests.Network;

namespace IpReassembler.LiveTests.Tcp;

/// <summary>A namespace in which <c>ipreasm tcpd</c> serves, and clients ask the kernel's TCP for connections to it.</summary>
internal sealed class ServingTool : IDisposable
{
    public const int Port = 7000;

    private readonly NetworkNamespace _network;
    private readonly bool _ownsNetwork;

    /// <summary>Starts it in a namespace of its own, and returns when it listens.</summary>
    /// <param name="device">raw or tun.</param>
    /// <param name="arguments">What else is on its command line.</param>
    public ServingTool(string device, params string[] arguments)
        : this(new NetworkNamespace(), device, arguments) => _ownsNetwork = true;

    /// <summary>Starts it in somebody else's namespace, and returns when it listens.</summary>
    public ServingTool(NetworkNamespace network, string device, params string[] arguments)
    {
        (_network, Host) = (network, device == "raw" ? "localhost" : "198.18.0.2");
        _network.Ip("link set lo up");
        Tool = new ListeningTool(_network, ["tcpd", "--device", device, .. arguments]);
    }

    public ListeningTool Tool { get; }

    /// <summary>The name under which clients find it.</summary>
    public string Host { get; }

    public string Url => FormattableString.Invariant($"http://{Host}:{Port}/");

    /// <summary>How many RSTs the kernel of the namespace has sent, the clients' own counted.</summary>
    public long KernelResets => Counter("Tcp:", "OutRsts");

    /// <summary>Runs a client to its end. One that is not done after five minutes, as after a stall of twice the longest retransmission timeout, is ended.</summary>
    public Run Client(string program, params string[] arguments) => Client(_network, program, arguments);

    /// <summary>Runs a client in another namespace.</summary>
    public static Run Client(NetworkNamespace network, string program, params string[] arguments)
    {
        Assert.SkipUnless(LiveTests.Run.CanFind(program), $"{program} is not installed");
        return network.Run("timeout", ["300", program, .. arguments]);
    }

    /// <summary>Opens a connection of the kernel's.</summary>
    public Socket Connect(int receiveBuffer = 0)
    {
        var socket = _network.Invoke(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        if (receiveBuffer > 0)
        {
            socket.ReceiveBufferSize = receiveBuffer;
        }

        socket.ReceiveTimeout = socket.SendTimeout = 60_000;
        socket.Connect(new IPEndPoint(Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(Host), Port));
        return socket;
    }

    public void Dispose()
    {
        Tool.Dispose();
        if (_ownsNetwork)
        {
            _network.Dispose();
        }
    }

    // A file of two lines for each protocol: the names, then the values.
    private long Counter(string protocol, string name) => _network.Invoke(() =>
    {
        var lines = File.ReadAllLines("/proc/thread-self/net/snmp").Where(line => line.StartsWith(protocol, StringComparison.Ordinal)).Select(line => line.Split(' ')).ToArray();
        return long.Parse(lines[1][Array.IndexOf(lines[0], name)], System.Globalization.CultureInfo.InvariantCulture);
    });
}
