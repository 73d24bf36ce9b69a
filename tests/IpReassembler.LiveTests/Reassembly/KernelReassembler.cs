using System.Net;
using System.Net.Sockets;
using IpReassembler.LiveTests.Network;
using IpReassembler.Packets;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>The kernel of this machine as a reassembler: fragments go in over a virtual cable, datagrams come out of a raw socket.</summary>
/// <remarks>
/// <para>
/// Two namespaces of its own are joined by a veth pair. The sender writes whole Ethernet frames, so the kernel changes nothing in them.
/// The listener is a raw socket of <see cref="Protocol"/>: it is given the payload, of IPv4 with the rebuilt header, and there is no transport
/// checksum that could throw data away.
/// </para>
/// <para>
/// Nothing here waits for time to pass. Behind the fragments goes a packet of <see cref="SentinelProtocol"/>; the cable is first in, first
/// out, so when that one has come the kernel has done with all that was sent before it.
/// </para>
/// </remarks>
internal sealed class KernelReassembler : IDisposable
{
    // RFC 3692 sets both aside for experiments.
    public const int Protocol = 253;
    public const int SentinelProtocol = 254;

    private const uint FirstSource = 0x0a010000; // 10.1.0.0, in a network of 16 million addresses
    private const string SenderHardware = "020000000001";
    private const string ReceiverHardware = "020000000002";
    private const int HardwareLength = 6;
    private const int Room = 64 << 20; // bytes for what a batch of cases delivers
    private const int PatienceMilliseconds = 30_000;

    private readonly NetworkNamespace _senderSide = new();
    private readonly NetworkNamespace _receiverSide = new();
    private readonly PacketSocket _sender;
    private readonly Socket _listener;
    private readonly Socket _sentinels;
    private readonly byte[] _buffer = new byte[ushort.MaxValue];
    private uint _caseCount;
    private int _sentinelCount;

    private readonly IpVersion _version;
    private readonly string _receiver;
    private readonly string _sentinelSource;

    public KernelReassembler(IpVersion version = IpVersion.V4)
    {
        _version = version;
        (_receiver, _sentinelSource) = version == IpVersion.V4 ? ("10.0.0.1", "10.0.0.2") : ("fd00::1", "fd00::2");
        var family = version == IpVersion.V4 ? Libc.AF_INET : Libc.AF_INET6;
        try
        {
            LayCable();
            _sender = _senderSide.Invoke(() =>
            {
                Processor.StayHere();
                return new PacketSocket("sender");
            });
            _listener = _receiverSide.Invoke(() => RawSocket.Listen(Protocol, Room, family));
            _sentinels = _receiverSide.Invoke(() => RawSocket.Listen(SentinelProtocol, Room, family));
            _sentinels.ReceiveTimeout = PatienceMilliseconds;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the kernel counted over the cases of the last <see cref="Ask"/>.</summary>
    public KernelCounters LastCounters { get; private set; }

    /// <summary>Makes a case of fragments: the source becomes the case's own, identifications change alike.</summary>
    public KernelCase Case(IEnumerable<Piece> pieces)
    {
        var number = _caseCount++;
        var source = _version == IpVersion.V4 ? IpAddress.V4(FirstSource + number) : IpAddress.V6(0xfd00_0000_0000_0001, number + 1);
        Piece[] sent = [.. pieces.Select(piece => piece with
        {
            Source = source.ToString(),
            Destination = _receiver,
            Id = (int)((piece.Id + number) % (ushort.MaxValue + 1)),
        })];

        // A fragment of no bytes kills, whether or not there is something to kill. A first one would be refused in IPv6, which wants a transport in it.
        var closing = sent.DistinctBy(piece => (piece.Id, piece.Protocol)).Select(piece => new Piece(8, [], More: true)
        {
            Source = piece.Source,
            Destination = piece.Destination,
            Id = piece.Id,
            Protocol = piece.Protocol,
        });
        return new KernelCase(source, [.. sent.Select(Frame)], [.. closing.Select(Frame)]);
    }

    /// <summary>Sends the cases, one behind the other, and waits until the kernel has done with them.</summary>
    /// <param name="cases">Together at most a few hundred fragments.</param>
    /// <exception cref="BrokenNetworkException">A packet was lost that cannot be lost.</exception>
    public HostAnswer Ask(IReadOnlyList<KernelCase> cases)
    {
        var before = _receiverSide.Invoke(() => KernelCounters.Of(_version));
        SendAndWait(cases.SelectMany(one => one.Frames));
        LastCounters = _receiverSide.Invoke(() => KernelCounters.Of(_version)) - before;
        var packets = Delivered(cases);
        SendAndWait(cases.SelectMany(one => one.Closing));
        var count = packets.Sum(one => one.Count);
        if (before.Waiting != 0 || LastCounters.Timeouts != 0 || count + 1 != LastCounters.Packets)
        {
            throw new BrokenNetworkException($"{count} packets came and the sentinel; {before.Waiting} datagrams were waiting before, and then the kernel counted {LastCounters}");
        }

        // Of IPv6 the sentinel is an atomic fragment, and counted as one. And Linux makes room for a datagram before it refuses a fragment
        // of it, so that what waits may be nothing.
        var books = _version == IpVersion.V4
            ? new Books(LastCounters.Requests, LastCounters.Delivered, LastCounters.Failures, LastCounters.Waiting)
            : new Books(LastCounters.Requests - 1, LastCounters.Delivered - 1, LastCounters.Failures, Waiting: 0);
        return new HostAnswer(packets, books);
    }

    public void Dispose()
    {
        _sender?.Dispose();
        _listener?.Dispose();
        _sentinels?.Dispose();
        _senderSide.Dispose();
        _receiverSide.Dispose();
    }

    private void LayCable()
    {
        // The sender's own kernel has nothing to say, and the receiver's nothing that the sender did not ask for.
        _senderSide.SetParameter("net.ipv6.conf.default.disable_ipv6", 1);
        _receiverSide.SetParameter("net.ipv6.conf.default.disable_ipv6", _version == IpVersion.V4 ? 1 : 0);
        _receiverSide.SetParameter("net.ipv6.conf.default.router_solicitations", 0);
        _senderSide.Connect("sender", _receiverSide, "receiver");
        _senderSide.Ip($"link set sender address {Colons(SenderHardware)} mtu 65535 arp off up");
        _receiverSide.Ip($"link set receiver address {Colons(ReceiverHardware)} mtu 65535 arp off up");
        _receiverSide.Ip(_version == IpVersion.V4 ? $"address add {_receiver}/8 dev receiver" : $"address add {_receiver}/16 dev receiver nodad");
        _receiverSide.SetParameter("net.ipv4.conf.all.rp_filter", 0);
        _receiverSide.SetParameter("net.ipv4.conf.receiver.rp_filter", 0);

        // Neither memory nor time decides here: what a case leaves waiting is taken away after it.
        var prefix = _version == IpVersion.V4 ? "net.ipv4.ipfrag" : "net.ipv6.ip6frag";
        _receiverSide.SetParameter(prefix + "_high_thresh", 256 << 20);
        _receiverSide.SetParameter(prefix + "_time", 3600);
    }

    private void SendAndWait(IEnumerable<byte[]> frames)
    {
        var sentinel = new Piece(0, BitConverter.GetBytes(++_sentinelCount), More: false) { Source = _sentinelSource, Destination = _receiver, Protocol = SentinelProtocol };
        _senderSide.Invoke(() =>
        {
            foreach (var frame in frames.Append(Frame(sentinel)))
            {
                _sender.Send(frame);
            }
        });
        try
        {
            var length = _sentinels.Receive(_buffer);
            if (!_buffer.AsSpan(0, length).EndsWith(sentinel.Payload))
            {
                throw new BrokenNetworkException("another packet came than the one that was sent behind the fragments");
            }
        }
        catch (SocketException lost)
        {
            throw new BrokenNetworkException("the packet that was sent behind the fragments did not come: " + lost.Message, lost);
        }
    }

    private List<byte[]>[] Delivered(IReadOnlyList<KernelCase> cases)
    {
        var places = cases.Select((one, place) => (one.Source, place)).ToDictionary(pair => pair.Source, pair => pair.place);
        List<byte[]>[] packets = [.. cases.Select(_ => new List<byte[]>())];
        EndPoint from = new IPEndPoint(_version == IpVersion.V4 ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (_listener.Poll(TimeSpan.Zero, SelectMode.SelectRead))
        {
            var packet = _buffer[.._listener.ReceiveFrom(_buffer, ref from)];
            packets[places[IpAddress.Read(((IPEndPoint)from).Address.GetAddressBytes())]].Add(packet);
        }

        return packets;
    }

    private static byte[] Frame(Piece piece)
    {
        var frame = piece.ToEthernet();
        Convert.FromHexString(ReceiverHardware).CopyTo(frame, 0);
        Convert.FromHexString(SenderHardware).CopyTo(frame, HardwareLength);
        return frame;
    }

    private static string Colons(string hardware) => string.Join(':', hardware.Chunk(2).Select(digits => new string(digits)));
}
