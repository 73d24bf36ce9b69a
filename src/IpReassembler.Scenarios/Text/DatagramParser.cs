using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Reads what a line says of a datagram: header fields, a transport header, the payload, when it begins, how often it is sent.</summary>
internal sealed class DatagramParser(TokenReader tokens, Func<string, byte[]>? readFile)
{
    private static readonly string[] HeaderWords = ["src", "dst", "proto", "id", "ttl", "tos", "df", "evil", "options", "vlan"];
    private static readonly string[] Words = [.. HeaderWords, "udp", "tcp", "icmp", "icmp6", "payload", "at"];

    private static readonly (string Name, TcpControlBits Bit)[] ControlBits =
    [
        ("fin", TcpControlBits.Fin), ("syn", TcpControlBits.Syn), ("rst", TcpControlBits.Reset), ("psh", TcpControlBits.Push),
        ("ack", TcpControlBits.Acknowledgment), ("urg", TcpControlBits.Urgent), ("ece", TcpControlBits.EcnEcho), ("cwr", TcpControlBits.CongestionWindowReduced),
    ];

    /// <summary>Reads fields up to the end of the line, over those of <paramref name="datagram"/>.</summary>
    public ScriptedDatagram ParseFields(ScriptedDatagram datagram)
    {
        var begin = tokens.Next.Where;
        while (!tokens.AtLineEnd)
        {
            // A protocol that is only named has no header of ours in front of the payload.
            var transport = tokens.Next.Text == "proto" ? null : datagram.Transport;
            if (TryParseHeaderField(datagram.Fields) is { } fields)
            {
                datagram = datagram with { Fields = fields, Transport = transport };
                continue;
            }

            var word = tokens.Word("a field");
            datagram = word.Text switch
            {
                "udp" => With(datagram, ParseUdp()),
                "tcp" => With(datagram, ParseTcp()),
                "icmp" => With(datagram, new Transport.Icmp(ParseIcmp())),
                "icmp6" => With(datagram, new Transport.IcmpV6(ParseIcmp())),
                "payload" => datagram with { Payload = ParsePayload() },
                "at" => datagram with { At = tokens.Time("the beginning") },
                _ => throw TokenReader.Unknown(word, "a datagram has no such field", Words),
            };
            if (datagram.Payload.Length > datagram.Transport?.MaxData)
            {
                throw new ScenarioException(word.Where, $"{datagram.Payload.Length} bytes do not fit behind this transport header: {datagram.Transport.MaxData} do");
            }
        }

        MustAgree(datagram.Fields, begin);
        return datagram;
    }

    /// <summary>Refuses what no header can say together.</summary>
    /// <param name="fields">All that is said of a header.</param>
    /// <param name="where">The line that said the last of it.</param>
    public static void MustAgree(HeaderFields fields, SourceSpan where)
    {
        if (fields.Contradiction is { } contradiction)
        {
            throw new ScenarioException(where, contradiction);
        }
    }

    /// <summary>Reads one header field, if one comes next.</summary>
    public HeaderFields? TryParseHeaderField(HeaderFields fields)
    {
        if (tokens.Next.Kind != TokenKind.Word || !HeaderWords.Contains(tokens.Next.Text))
        {
            return null;
        }

        return tokens.Take().Text switch
        {
            "src" => fields with { Source = tokens.Address("the source") },
            "dst" => fields with { Destination = tokens.Address("the destination") },
            "proto" => fields with { Protocol = ParseProtocol() },
            "id" => fields with { Identification = (uint)tokens.Number("id", 0, uint.MaxValue) },
            "ttl" => fields with { TimeToLive = (byte)tokens.Number("ttl", 0, byte.MaxValue) },
            "tos" => fields with { TrafficClass = (byte)tokens.Number("tos", 0, byte.MaxValue) },
            "df" => fields with { DontFragment = true },
            "evil" => fields with { Reserved = true },
            "options" => fields with { Options = ParseHexWord(Ipv4Packet.MaxHeaderLength - Ipv4Packet.MinHeaderLength) },
            _ => fields with { Vlans = ParseVlans() },
        };
    }

    /// <summary>Reads <c>100 every 10ms id+1 src+1</c>.</summary>
    public Repetition ParseRepetition()
    {
        var repetition = Repetition.Once with { Count = (int)tokens.Number("repeat", 1, Scenario.MaxPackets) };
        tokens.Expect("every");
        repetition = repetition with { Every = tokens.Time("the distance") };
        while (!tokens.AtLineEnd)
        {
            var word = tokens.Word("id+1 or src+1");
            var parts = word.Text.Split('+');
            if (parts.Length != 2 || parts[0] is not ("id" or "src"))
            {
                throw TokenReader.Unknown(word, "what changes is id+1 or src+1", ["id+1", "src+1"]);
            }

            var step = (int)TokenReader.Number(word with { Text = parts[1] }, "the step", 0, ushort.MaxValue);
            repetition = parts[0] == "id" ? repetition with { IdentificationStep = step } : repetition with { SourceStep = step };
        }

        return repetition;
    }

    /// <summary>Reads <c>hex "01 02"</c>.</summary>
    public byte[] ParseHexWord(int max)
    {
        tokens.Expect("hex");
        return tokens.Hex(max);
    }

    private static ScriptedDatagram With(ScriptedDatagram datagram, Transport transport) =>
        datagram with { Transport = transport, Fields = datagram.Fields with { Protocol = transport.Protocol } };

    private byte ParseProtocol()
    {
        var word = tokens.Word("udp, tcp, icmp, icmp6 or a number");
        return word.Text switch
        {
            "udp" => TransportChecksum.Udp,
            "tcp" => TransportChecksum.Tcp,
            "icmp" => TransportChecksum.Icmp,
            "icmp6" => TransportChecksum.IcmpV6,
            [>= '0' and <= '9', ..] => (byte)TokenReader.Number(word, "proto", 0, byte.MaxValue),
            _ => throw TokenReader.Unknown(word, "a protocol is udp, tcp, icmp, icmp6 or a number", ["udp", "tcp", "icmp", "icmp6"]),
        };
    }

    private int[] ParseVlans()
    {
        var (vlans, where) = tokens.List("VLAN identifiers", 4095);
        return vlans.Length <= 4 ? vlans : throw new ScenarioException(where, "four tags are the most");
    }

    private Transport.Udp ParseUdp()
    {
        var (source, destination, _) = tokens.Pair("ports such as 4000>5000", '>', (0, ushort.MaxValue), (0, ushort.MaxValue));
        return new Transport.Udp(new UdpHeader((ushort)source, (ushort)destination));
    }

    private Transport.Tcp ParseTcp()
    {
        var (source, destination, _) = tokens.Pair("ports such as 4000>5000", '>', (0, ushort.MaxValue), (0, ushort.MaxValue));
        var header = new TcpHeader { SourcePort = (ushort)source, DestinationPort = (ushort)destination, ControlBits = TcpControlBits.Acknowledgment, Window = ushort.MaxValue };
        while (true)
        {
            if (tokens.TryTake("seq"))
            {
                header = header with { SequenceNumber = (uint)tokens.Number("seq", 0, uint.MaxValue) };
            }
            else if (tokens.TryTake("ack"))
            {
                header = header with { AcknowledgmentNumber = (uint)tokens.Number("ack", 0, uint.MaxValue) };
            }
            else if (tokens.TryTake("window"))
            {
                header = header with { Window = (ushort)tokens.Number("window", 0, ushort.MaxValue) };
            }
            else if (tokens.TryTake("flags"))
            {
                header = header with { ControlBits = ParseControlBits() };
            }
            else
            {
                return new Transport.Tcp(header);
            }
        }
    }

    private TcpControlBits ParseControlBits()
    {
        var word = tokens.Word("flags such as syn,ack");
        var bits = TcpControlBits.None;
        foreach (var name in word.Text.Split(','))
        {
            var bit = ControlBits.FirstOrDefault(known => known.Name == name).Bit;
            bits |= bit != TcpControlBits.None
                ? bit
                : throw TokenReader.Unknown(word with { Text = name }, "TCP has no such flag", [.. ControlBits.Select(known => known.Name)]);
        }

        return bits;
    }

    private IcmpHeader ParseIcmp()
    {
        var (type, code, _) = tokens.Pair("type and code such as 8/0", '/', (0, byte.MaxValue), (0, byte.MaxValue));
        var rest = tokens.Next is { Kind: TokenKind.Word, Text: [>= '0' and <= '9', ..] } ? tokens.Number("the rest of the header", 0, uint.MaxValue) : 0;
        return new IcmpHeader((IcmpType)type, (byte)code, (uint)rest);
    }

    private Payload ParsePayload()
    {
        var kind = tokens.OneOf("the payload", "letters", "random", "hex", "file");
        switch (kind.Text)
        {
            case "letters":
                return tokens.Next is { Kind: TokenKind.Word, Text: [>= '0' and <= '9', ..] } ? new Payload.Letters(ParseLength()) : Payload.None;
            case "random":
                var length = ParseLength();
                return new Payload.Drawn(length, tokens.TryTake("seed") ? (ulong)tokens.Number("seed", 0, long.MaxValue) : null);
            case "hex":
                return new Payload.Given(tokens.Hex(ScriptedDatagram.MaxLength));
            default:
                return new Payload.Given(ReadFile(tokens.Text("the file's name")));
        }
    }

    private int ParseLength() => (int)tokens.Number("the payload's length", 0, ScriptedDatagram.MaxLength - Ipv4Packet.MaxHeaderLength);

    private byte[] ReadFile(Token name)
    {
        if (readFile is null)
        {
            throw new ScenarioException(name.Where, "this scenario does not come from a folder, so it cannot name files");
        }

        try
        {
            var bytes = readFile(name.Text);
            return bytes.Length <= ScriptedDatagram.MaxLength - Ipv4Packet.MaxHeaderLength
                ? bytes
                : throw new ScenarioException(name.Where, $"the file has {bytes.Length} bytes, too many for a datagram");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ScenarioException(name.Where, $"the file cannot be read: {failed.Message.TrimEnd('.')}");
        }
    }
}
