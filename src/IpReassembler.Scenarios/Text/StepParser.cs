using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Reads the lines below a datagram: one or more steps each.</summary>
internal sealed class StepParser(TokenReader tokens, DatagramParser datagrams)
{
    /// <summary>The words that begin a step.</summary>
    public static readonly IReadOnlyList<string> Words = ["frag", "mtu", "size", "every", "order", "drop", "dup", "overlap", "delay", "jitter", "inside"];

    private static readonly string[] FragmentWords =
        ["mf", "hex", "inverted", "at", "total", "checksum", "trailer", "src", "dst", "proto", "id", "ttl", "tos", "df", "evil", "options", "vlan"];

    private static readonly (string Name, TunnelKind Kind)[] Tunnels =
        [("ipip", TunnelKind.IpInIp), ("gre", TunnelKind.Gre), ("vxlan", TunnelKind.Vxlan), ("geneve", TunnelKind.Geneve), ("gtp-u", TunnelKind.GtpU)];

    private static readonly string[] InsideWords = ["key", "src", "dst", "id", "ttl", "tos", "df", "evil", "options"];

    /// <summary>Reads one step.</summary>
    public PieceStep Parse(ScriptedDatagram datagram)
    {
        var word = tokens.Word("a step");
        var where = tokens.Next.Where;
        PieceStep step = word.Text switch
        {
            "frag" => ParseFragment(datagram),
            "mtu" => new CutStep { Mtu = (int)tokens.Number("mtu", Ipv4Packet.MinHeaderLength + 8, Ipv4Packet.MaxTotalLength) },
            "size" => new CutStep { Size = ParseEights("size", 8) },
            "every" => new SpacingStep(tokens.Time("the distance")),
            "order" => ParseOrder(),
            "drop" => new DropStep(ParseNumbers()),
            "dup" => new DuplicateStep(ParseNumbers(), tokens.TryTake("after") ? tokens.Time("the distance") : Duration.Zero),
            "overlap" => new OverlapStep(ParseEights("overlap", 8), tokens.OneOf("whether the bytes agree", "agree", "conflict").Text == "agree"),
            "delay" => ParseDelay(),
            "inside" => ParseInside(),
            "jitter" => new JitterStep(tokens.Time("the jitter"), ParseSeed()),
            _ => throw TokenReader.Unknown(word, "no step is called so", Words),
        };
        return step with { Where = where };
    }

    // A list of pieces is bounded by the line it stands on.
    private int[] ParseNumbers() => tokens.List("numbers of pieces such as 0,2", Scenario.MaxPackets).Numbers;

    private ulong ParseSeed() => tokens.TryTake("seed") ? (ulong)tokens.Number("seed", 0, long.MaxValue) : 1;

    private int ParseEights(string what, int min)
    {
        var where = tokens.Next.Where;
        var number = (int)tokens.Number(what, min, Ipv4Packet.MaxTotalLength);
        return number % 8 == 0 ? number : throw new ScenarioException(where, $"{what} is a multiple of 8: {number / 8 * 8} or {(number / 8 * 8) + 8}");
    }

    private OrderStep ParseOrder()
    {
        if (tokens.TryTake("reverse"))
        {
            return new OrderStep(PieceOrder.Reversed);
        }

        if (tokens.TryTake("random"))
        {
            return new OrderStep(PieceOrder.Random) { Seed = ParseSeed() };
        }

        return tokens.Next is { Kind: TokenKind.Word, Text: [>= '0' and <= '9', ..] }
            ? new OrderStep(PieceOrder.Listed) { Numbers = ParseNumbers() }
            : throw TokenReader.Unknown(tokens.Next, "an order is reverse, random or numbers such as 2,0,1", ["reverse", "random"]);
    }

    private DelayStep ParseDelay()
    {
        var numbers = ParseNumbers();
        tokens.Expect("by");
        return new DelayStep(numbers, tokens.Time("the delay"));
    }

    // Where a tunnel begins and ends is not where its packets come from: it has addresses of its own, kept for documentation too.
    private InsideStep ParseInside()
    {
        var name = tokens.OneOf("the tunnel", [.. Tunnels.Select(known => known.Name)]).Text;
        var kind = Tunnels.First(known => known.Name == name).Kind;
        var (where, fields, key) = (tokens.Next.Where, new HeaderFields(), (uint?)null);
        while (!tokens.AtLineEnd && !Words.Contains(tokens.Next.Text))
        {
            if (datagrams.TryParseHeaderField(fields) is { } more)
            {
                fields = more;
                continue;
            }

            var word = tokens.Word("a field");
            key = word.Text == "key"
                ? (uint)tokens.Number("key", 0, kind is TunnelKind.Vxlan or TunnelKind.Geneve ? 0xff_ffff : uint.MaxValue)
                : throw TokenReader.Unknown(word, "a tunnel has no such field", InsideWords);
        }

        fields = new HeaderFields { Source = fields.Source, Destination = fields.Destination }.Version == IpVersion.V4
            ? fields.Over(new HeaderFields { Source = IpAddress.V4(0xcb007101), Destination = IpAddress.V4(0xcb007102) })
            : fields.Over(new HeaderFields { Source = IpAddress.V6(0x20010db8_00000000, 0xa), Destination = IpAddress.V6(0x20010db8_00000000, 0xb) });
        DatagramParser.MustAgree(fields, where);
        if (key is not null && kind == TunnelKind.IpInIp)
        {
            throw new ScenarioException(where, "ipip has no key");
        }

        return fields.Protocol is null && fields.Vlans is null
            ? new InsideStep { Kind = kind, Key = key, Fields = fields }
            : throw new ScenarioException(where, "the tunnel gives the protocol, and VLAN tags belong to the datagram");
    }

    private FragmentStep ParseFragment(ScriptedDatagram datagram)
    {
        var (offset, length, where) = tokens.Pair("offset and length such as 0:24", ':', (0, FragmentOffset.MaxBytes), (0, Ipv4Packet.MaxTotalLength));
        if (offset % 8 != 0)
        {
            throw new ScenarioException(where, $"an offset is a multiple of 8: {offset / 8 * 8} or {(offset / 8 * 8) + 8}");
        }

        var own = new HeaderFields();
        var step = new FragmentStep((int)offset, (int)length, own, MoreFragments: false);
        while (!tokens.AtLineEnd)
        {
            if (datagrams.TryParseHeaderField(own) is { } fields)
            {
                own = fields;
                continue;
            }

            if (tokens.Next.Kind == TokenKind.Text)
            {
                step = step with { Content = FragmentContent.Given, Bytes = ParseLetters((int)length) };
                continue;
            }

            var word = tokens.Word("a field");
            switch (word.Text)
            {
                case "mf":
                    step = step with { MoreFragments = true };
                    break;
                case "hex":
                    step = step with { Content = FragmentContent.Given, Bytes = ParseBytes((int)length) };
                    break;
                case "inverted":
                    step = step with { Content = FragmentContent.Inverted };
                    break;
                case "at":
                    step = step with { Time = tokens.Time("the time"), IsAbsolute = true };
                    break;
                case ['+', ..]:
                    step = step with { Time = ParseGap(word), IsAbsolute = false };
                    break;
                case "total":
                    own = own with { TotalLength = (ushort)tokens.Number("total", 0, ushort.MaxValue) };
                    break;
                case "checksum":
                    own = tokens.TryTake("bad") ? own with { HasBadChecksum = true } : own with { Checksum = (ushort)tokens.Number("checksum", 0, ushort.MaxValue) };
                    break;
                case "trailer":
                    own = own with { Trailer = datagrams.ParseHexWord(1_500) };
                    break;
                default:
                    throw TokenReader.Unknown(word, "a fragment has no such field", FragmentWords);
            }
        }

        DatagramParser.MustAgree(own.Over(datagram.Fields), where);

        // Options that are not said follow from those of the datagram and from the offset.
        return step with { Fields = own.Over(datagram.Fields) with { Options = own.Options } };
    }

    private static Duration ParseGap(Token word) => TokenReader.TryParseTime(word.Text[1..], out var gap)
        ? gap
        : throw new ScenarioException(word.Where, "a distance is written +1ms, with ns, us, ms or s: whole nanoseconds, at most a year");

    // One letter fills the fragment; several stand for eight bytes each.
    private byte[] ParseLetters(int length)
    {
        var token = tokens.Letters();
        if (token.Text.Length > 1 && token.Text.Length != (length + 7) / 8)
        {
            throw new ScenarioException(token.Where, $"{length} bytes are one letter, or {(length + 7) / 8} of eight bytes each");
        }

        var bytes = new byte[length];
        var unit = token.Text.Length == 1 ? length : 8;
        for (var i = 0; i < token.Text.Length; i++)
        {
            bytes.AsSpan(i * unit, Math.Min(unit, length - (i * unit))).Fill((byte)token.Text[i]);
        }

        return bytes;
    }

    private byte[] ParseBytes(int length)
    {
        var where = tokens.Next.Where;
        var bytes = tokens.Hex(Ipv4Packet.MaxTotalLength);
        return bytes.Length == length ? bytes : throw new ScenarioException(where, $"these are {bytes.Length} bytes, and the fragment has {length}");
    }
}
