using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Captures;

/// <summary>A flood of fragments whose datagrams never become whole and, spread over it, honest datagrams that should. One frame each microsecond; the same frames each time.</summary>
/// <remarks>
/// Where an honest datagram's pieces stand, counted in fragments of the flood:
/// <code>
///   |-- FirstGap --|-- LaterGap --|-- LaterGap --|
///   piece 0        piece 1        piece 2        ...
/// </code>
/// </remarks>
internal sealed record FloodTraffic
{
    /// <summary>The most fragments a flood may have: each spoofed source sends one, and they fill 10.0.0.0/8.</summary>
    public const int MostFragments = 1 << 24;

    private const int EthernetHeaderLength = 14;
    private const int ShortestFrame = 60;
    private const int HonestLength = 8_000;
    private const int HonestPieceLength = 1_480;
    private const int FloodPieceLength = 24;

    private static readonly IpAddress HonestSource = IpAddress.Parse("203.0.113.1");
    private static readonly IpAddress HonestDestination = IpAddress.Parse("198.51.100.1");

    /// <summary>How many fragments the flood has: 1 to <see cref="MostFragments"/>.</summary>
    public required int FloodFragments { get; init; }

    /// <summary>How many fragments come for each datagram of the flood: the first, or the first ones, and never the last.</summary>
    public int FragmentsPerFloodDatagram { get; init; } = 1;

    /// <summary>Whether every datagram of the flood seems to come from another source, or all from one.</summary>
    public bool IsSpoofed { get; init; } = true;

    /// <summary>Whether the flood is sent to the receiver of the honest datagrams.</summary>
    public bool AimsAtHonest { get; init; }

    /// <summary>How many honest datagrams are spread over the flood: 0 to 65,536, all from one source.</summary>
    public int HonestDatagrams { get; init; }

    /// <summary>How many fragments of the flood come between an honest datagram's first piece and its second.</summary>
    public int FirstGap { get; init; }

    /// <summary>How many fragments of the flood come between its other pieces.</summary>
    public int LaterGap { get; init; }

    /// <summary>The floods by name.</summary>
    /// <param name="fragments">How many fragments each has.</param>
    /// <param name="cap">How many datagrams the cache that they are aimed at keeps open. An honest datagram whose pieces are near each other has them within a fraction of it.</param>
    public static IReadOnlyDictionary<string, FloodTraffic> Named(int fragments = 1_500_000, int cap = 65_536)
    {
        var (near, inside, beyond) = (cap / 600, cap / 2, cap + (cap / 16));
        var alone = new FloodTraffic { FloodFragments = fragments };
        var among = alone with { HonestDatagrams = 1_000, FirstGap = near, LaterGap = near };
        var slow = among with { FirstGap = inside, LaterGap = beyond };
        return new Dictionary<string, FloodTraffic>
        {
            ["w5"] = alone,
            ["w5g"] = among,
            ["w5g-aimed"] = among with { AimsAtHonest = true },
            ["w5g-slow"] = slow,
            ["w5g-one-source"] = among with { IsSpoofed = false, FirstGap = beyond, LaterGap = beyond },
            ["w5g-one-source-slow"] = slow with { IsSpoofed = false },
            ["w5g-one-source-pairs"] = among with { IsSpoofed = false, FragmentsPerFloodDatagram = 2 },
        };
    }

    /// <summary>The payload of an honest datagram: UDP, with a right checksum.</summary>
    public static byte[] HonestPayload(int datagram)
    {
        var payload = new byte[UdpHeader.Length + HonestLength];
        new SplitMix64((ulong)datagram).Fill(payload.AsSpan(UdpHeader.Length, HonestLength));
        new UdpHeader(4000, 5000).WriteTo(payload, HonestSource, HonestDestination, payload.AsSpan(UdpHeader.Length));
        return payload;
    }

    /// <summary>All frames, in order. The bytes of one are good until the next is asked for.</summary>
    public IEnumerable<FloodFrame> Frames()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(FloodFragments, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FloodFragments, MostFragments);
        var places = HonestPlaces().Order().ToArray();
        var payloads = new Dictionary<int, byte[]>();
        var buffer = new byte[EthernetHeaderLength + 1500];
        buffer[0] = buffer[6] = 2; // Locally administered addresses (IEEE 802), so that no real card is named.
        buffer[12] = 0x08;
        var (next, number) = (0, 0L);
        for (var flood = 0; flood < FloodFragments; flood++)
        {
            yield return FloodPiece(flood, buffer, ++number);
            for (; next < places.Length && places[next].After <= flood; next++)
            {
                yield return HonestPiece(places[next].Datagram, places[next].Piece, payloads, buffer, ++number);
            }
        }
    }

    // The pieces of datagram 0 stand as early as they can, those of the last one as late.
    private IEnumerable<(long After, int Datagram, int Piece)> HonestPlaces()
    {
        var pieces = (UdpHeader.Length + HonestLength + HonestPieceLength - 1) / HonestPieceLength;
        var span = FirstGap + ((pieces - 2) * (long)LaterGap);
        if (HonestDatagrams > 0 && span >= FloodFragments)
        {
            throw new InvalidOperationException($"An honest datagram spans {span} fragments of the flood, which has only {FloodFragments}.");
        }

        for (var datagram = 0; datagram < HonestDatagrams; datagram++)
        {
            var start = datagram * (FloodFragments - span - 1) / Math.Max(1, HonestDatagrams - 1);
            for (var piece = 0; piece < pieces; piece++)
            {
                yield return (start + (piece == 0 ? 0 : FirstGap + ((piece - 1) * (long)LaterGap)), datagram, piece);
            }
        }
    }

    private FloodFrame FloodPiece(int fragment, byte[] buffer, long number)
    {
        var (datagram, piece) = Math.DivRem(fragment, FragmentsPerFloodDatagram);
        // An odd factor only changes the order in which all sources come.
        var host = IsSpoofed ? ((uint)datagram * 0x9e3779b1) & 0xffffff : 1;
        var header = new Ipv4Header
        {
            Source = IpAddress.V4(0x0a000000 | host),
            Destination = AimsAtHonest ? HonestDestination : IpAddress.V4(0xc0a80000 + ((uint)datagram >> 16)),
            Protocol = TransportChecksum.Udp,
            Identification = (ushort)datagram,
            Offset = new FragmentOffset((ushort)(piece * FloodPieceLength / 8)),
            MoreFragments = true,
        };
        var payload = new byte[FloodPieceLength];
        new SplitMix64((ulong)fragment).Fill(payload);
        return Frame(header, payload, buffer, number) with { Datagram = datagram, Piece = piece, Source = IsSpoofed ? datagram : 0 };
    }

    private static FloodFrame HonestPiece(int datagram, int piece, Dictionary<int, byte[]> payloads, byte[] buffer, long number)
    {
        if (!payloads.TryGetValue(datagram, out var payload))
        {
            payloads.Add(datagram, payload = HonestPayload(datagram));
        }

        var start = piece * HonestPieceLength;
        var end = Math.Min(start + HonestPieceLength, payload.Length);
        var isLast = end == payload.Length;
        if (isLast)
        {
            payloads.Remove(datagram);
        }

        var header = new Ipv4Header
        {
            Source = HonestSource,
            Destination = HonestDestination,
            Protocol = TransportChecksum.Udp,
            Identification = (ushort)datagram,
            Offset = new FragmentOffset((ushort)(start / 8)),
            MoreFragments = !isLast,
        };
        return Frame(header, payload.AsSpan(start..end), buffer, number) with { IsHonest = true, Datagram = datagram, Piece = piece, IsLast = isLast, Source = -1 };
    }

    private static FloodFrame Frame(Ipv4Header header, ReadOnlySpan<byte> payload, byte[] buffer, long number)
    {
        var ip = buffer.AsSpan(EthernetHeaderLength);
        header.WriteTo(ip, payload.Length);
        payload.CopyTo(ip[header.Length..]);
        var length = EthernetHeaderLength + header.Length + payload.Length;
        if (length < ShortestFrame)
        {
            // As a receiver sees it: filled up by the sender's card.
            buffer.AsSpan(length, ShortestFrame - length).Clear();
            length = ShortestFrame;
        }

        return new FloodFrame { Bytes = buffer.AsMemory(0, length), Number = number, At = new Timestamp(1_700_000_000_000_000_000 + (number * 1_000)) };
    }
}
