using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

/// <summary>A host, and the other end of its one connection played by hand: segments in as text, segments out as text, with numbers counted from each side's SYN.</summary>
/// <remarks>The other end's numbers begin shortly before 2^32, so that every story goes over that edge; ours begin where the host likes.</remarks>
internal sealed class ScriptedPeer
{
    public static readonly TcpEndpoint Local = new(IpAddress.Parse("192.0.2.1"), 7000);
    public static readonly TcpEndpoint Remote = new(IpAddress.Parse("198.51.100.2"), 40000);

    private const uint RemoteInitial = 0xffff_fe00;

    private readonly byte[] _packet = new byte[2000];
    private readonly Timestamp _start = new(5_000_000_000_000);
    private readonly SequenceNumber _localInitial;
    private readonly uint _clockStart;
    private RetransmissionReason _reason;

    public ScriptedPeer(ConnectionOptions options, int mtu = 1500)
    {
        Host = new TcpHost(new HostOptions { Addresses = [Local.Address], Secret = new byte[16], Mtu = mtu, Connection = options });
        Host.Trace = Listen;
        Now = _start;
        var numbers = new InitialNumbers(new byte[16]);
        var name = new ConnectionName(Local, Remote);
        _localInitial = numbers.For(name, _start);
        _clockStart = unchecked((uint)(_start.Nanoseconds / 1_000_000) + numbers.ClockOffset(name));
    }

    public TcpHost Host { get; }

    public Timestamp Now { get; private set; }

    /// <summary>Milliseconds since the beginning.</summary>
    public double Elapsed => (Now - _start).Nanoseconds / 1e6;

    public TcpConnection? Connection { get; private set; }

    /// <summary>Why the segment that came in last was not taken.</summary>
    public DropReason Drop { get; private set; }

    public void Connect() => Connection = Host.Connect(Local, Remote, Now);

    public void Accept(TcpListener listener)
    {
        Assert.True(listener.TryAccept(out var connection));
        Connection = connection;
    }

    /// <summary>The connection that a SYN made, whether it can be accepted or not.</summary>
    public void Adopt()
    {
        if (Host.TryFind(new ConnectionName(Local, Remote), out var connection))
        {
            Connection = connection;
        }
    }

    public void AdvanceTo(Timestamp time)
    {
        Now = time;
        Host.Expire(Now);
    }

    /// <summary>A segment arrives: <c>SA 0 ack 1 win 1000 &lt;mss 1000, sack, ts 5 0, ws 7, sack 1:5 7:9&gt;</c>, <c>A 1:11 ack 1</c>.</summary>
    public void Arrives(string text)
    {
        Drop = DropReason.None;
        Host.Receive(PacketOf(text), Now);
    }

    /// <summary>What arrives, as a packet.</summary>
    public byte[] PacketOf(string text)
    {
        var (head, options) = text.IndexOf('<') is >= 0 and var at ? (text[..at], text[(at + 1)..text.IndexOf('>')]) : (text, "");
        var words = head.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var bits = words[0].Aggregate(TcpControlBits.None, (sum, letter) => sum | Bit(letter));
        var range = words[1].Split(':').Select(int.Parse).ToArray();
        var length = range.Length > 1 ? range[1] - range[0] : 0;
        var header = new TcpHeader
        {
            SourcePort = (ushort)Remote.Port,
            DestinationPort = (ushort)Local.Port,
            SequenceNumber = unchecked(RemoteInitial + (uint)range[0]),
            AcknowledgmentNumber = Number("ack") is { } ack ? (_localInitial + ack).Value : 0,
            ControlBits = bits,
            Window = (ushort)(Number("win") ?? 30000),
            Options = OptionBytes(options),
        };
        var payload = Enumerable.Range(range[0] + ((bits & TcpControlBits.Syn) != 0 ? 1 : 0), length).Select(Content).ToArray();
        var segment = new byte[header.Length + payload.Length];
        payload.CopyTo(segment, header.Length);
        header.WriteTo(segment, Remote.Address, Local.Address, payload);
        var ip = new Ipv4Header { Source = Remote.Address, Destination = Local.Address, Protocol = 6 };
        return [.. Head(ip, segment.Length), .. segment];

        int? Number(string name) => Array.IndexOf(words, name) is > 0 and var index ? int.Parse(words[index + 1], CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The next segment that goes out, as text; null when none does.</summary>
    public string? Departs()
    {
        _reason = RetransmissionReason.None;
        if (!Host.TryEmit(_packet, Now, out var length))
        {
            return null;
        }

        Assert.True(Ipv4Packet.TryParse(_packet.AsSpan(0, length), out var ip, out _));
        Assert.Equal((ChecksumState.Ok, ChecksumState.Ok), (ip.HeaderChecksumState, TransportChecksum.Verify(ip, ip.Payload)));
        Assert.True(TcpSegment.TryParse(ip.Payload, out var segment, out _));
        return Text(segment);
    }

    /// <summary>The numbers of a segment that went out, counted from each side's SYN: what it acknowledges, and its own.</summary>
    public (int Acknowledged, int Sequence) Relative(in TcpSegment segment) =>
        (unchecked((int)(segment.AcknowledgmentNumber - RemoteInitial)), new SequenceNumber(segment.SequenceNumber) - _localInitial);

    /// <summary>A number of the other side, counted from its SYN.</summary>
    public static int Relative(SequenceNumber theirs) => theirs - new SequenceNumber(RemoteInitial);

    /// <summary>The byte with this number, counted from SYN, in either direction.</summary>
    public static byte Content(int number) => (byte)((number * 31) + (number >> 8));

    private static byte[] Head(Ipv4Header header, int payloadLength)
    {
        var bytes = new byte[header.Length];
        header.WriteTo(bytes, payloadLength);
        return bytes;
    }

    private static TcpControlBits Bit(char letter) => letter switch
    {
        'S' => TcpControlBits.Syn,
        'F' => TcpControlBits.Fin,
        'R' => TcpControlBits.Reset,
        'P' => TcpControlBits.Push,
        'A' => TcpControlBits.Acknowledgment,
        'U' => TcpControlBits.Urgent,
        '-' => TcpControlBits.None,
        _ => throw new ArgumentException($"'{letter}' is no control bit"),
    };

    private byte[] OptionBytes(string text)
    {
        var bytes = new List<byte>();
        foreach (var option in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = option.Split(' ');
            switch (words[0])
            {
                case "mss":
                    bytes.AddRange([2, 4, (byte)(int.Parse(words[1]) >> 8), (byte)int.Parse(words[1])]);
                    break;
                case "ws":
                    bytes.AddRange([3, 3, byte.Parse(words[1])]);
                    break;
                case "ts":
                    bytes.AddRange([8, 10, .. Word(uint.Parse(words[1])), .. Word(words[2] == "0" ? 0 : unchecked(uint.Parse(words[2]) + _clockStart))]);
                    break;
                case "sack" when words.Length == 1:
                    bytes.AddRange([4, 2]);
                    break;
                case "sack":
                    bytes.AddRange([5, (byte)(2 + (8 * (words.Length - 1)))]);
                    foreach (var edge in words.Skip(1).SelectMany(range => range.Split(':')))
                    {
                        bytes.AddRange(Word((_localInitial + int.Parse(edge)).Value));
                    }

                    break;
                default:
                    throw new ArgumentException($"'{option}' is no option");
            }
        }

        return [.. bytes];
    }

    private static byte[] Word(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private string Text(in TcpSegment segment)
    {
        var bits = segment.ControlBits;
        var letters = string.Concat(new[] { 'S', 'F', 'R', 'A' }.Where(letter => (bits & Bit(letter)) != 0));
        // A reset for what belongs to no connection has a number that is nobody's.
        var start = bits == (TcpControlBits.Reset | TcpControlBits.Acknowledgment) && segment.SequenceNumber == 0 ? 0 : new SequenceNumber(segment.SequenceNumber) - _localInitial;
        var text = $"{letters} {start}";
        if (!segment.Payload.IsEmpty)
        {
            text += $":{start + segment.Payload.Length}";
            for (var index = 0; index < segment.Payload.Length; index++)
            {
                Assert.Equal(Content(start + index), segment.Payload[index]);
            }
        }

        text += segment.ControlBits.HasFlag(TcpControlBits.Acknowledgment) ? $" ack {unchecked((int)(segment.AcknowledgmentNumber - RemoteInitial))}" : "";
        text += $" win {segment.Window}";
        var options = new List<string>();
        foreach (var option in segment.Options)
        {
            if (option.TryGetNumber(out var number))
            {
                options.Add($"{(option.Kind == TcpOptionKind.WindowScale ? "ws" : "mss")} {number}");
            }
            else if (option.TryGetTimestamps(out var value, out var echo))
            {
                options.Add($"ts {unchecked(value - _clockStart)} {echo}");
            }
            else if (option.Kind == TcpOptionKind.SelectiveAcknowledgmentPermitted)
            {
                options.Add("sack");
            }
            else if (option.Kind == TcpOptionKind.SelectiveAcknowledgment)
            {
                var ranges = new List<string>();
                for (var index = 0; index < option.RangeCount; index++)
                {
                    var (from, to) = option.RangeAt(index);
                    ranges.Add($"{unchecked((int)(from - RemoteInitial))}:{unchecked((int)(to - RemoteInitial))}");
                }

                options.Add("sack " + string.Join(' ', ranges));
            }
        }

        text += options.Count > 0 ? $" <{string.Join(", ", options)}>" : "";
        return text + (_reason == RetransmissionReason.None ? "" : $" [{_reason}]");
    }

    private void Listen(in TraceEvent happened)
    {
        if (happened.Kind == TraceKind.Sent)
        {
            _reason = happened.Retransmission;
        }
        else if (happened.Kind == TraceKind.Dropped)
        {
            Drop = happened.Drop;
        }
    }
}
