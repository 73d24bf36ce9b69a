using IpReassembler.Packets;
using static IpReassembler.Packets.Duration;

namespace IpReassembler.Tests.Captures;

/// <summary>Captures of one idea each.</summary>
internal static class SmallRecipes
{
    private const string A = "192.0.2.1", B = "198.51.100.2";
    private static readonly Duration Gap = FromMilliseconds(1);

    /// <summary>Three datagrams of 8,000 bytes, every piece in its place.</summary>
    public static CaptureScript Clean()
    {
        var script = new CaptureScript();
        foreach (var (at, datagram) in Several(3))
        {
            script.Add(at, Gap, datagram.Pieces());
        }

        return script;
    }

    /// <summary>The last piece first, as Linux once sent them.</summary>
    public static CaptureScript Reversed() => One(datagram => datagram.Pieces().Reverse());

    public static CaptureScript GapFirst() => One(datagram => datagram.Pieces().Skip(1));

    public static CaptureScript GapMiddle() => One(datagram => datagram.Pieces().Where((_, piece) => piece != 3));

    public static CaptureScript GapLast() => One(datagram => datagram.Pieces().SkipLast(1));

    /// <summary>Every piece twice, one after the other.</summary>
    public static CaptureScript Duplicate() => One(datagram => datagram.Pieces().SelectMany(piece => new[] { piece, piece }));

    /// <summary>A datagram, all of it once more after it was whole, and then one piece of it again.</summary>
    public static CaptureScript LateDuplicate() => One(datagram => [.. datagram.Pieces(), .. datagram.Pieces(), datagram.Piece(2)]);

    /// <summary>Pieces that share bytes and agree about them: overlapped from the left, inside another one, and around another one.</summary>
    public static CaptureScript OverlapAgree()
    {
        var ranges = new (int Start, int End)[][]
        {
            [(0, 1480), (1400, 2960), (2960, 4008)],
            [(0, 1480), (800, 1200), (1480, 2960), (2960, 4008)],
            [(0, 1480), (1600, 2000), (1480, 2960), (2960, 4008)],
        };
        var script = new CaptureScript();
        foreach (var (at, datagram) in Several(ranges.Length, length: 4000))
        {
            script.Add(at, Gap, ranges[datagram.Identification - 1].Select(range => datagram.Range(range.Start, range.End)));
        }

        return script;
    }

    /// <summary>Six pieces that share bytes and disagree: five different payloads, depending on who rebuilds.</summary>
    public static CaptureScript ActiveMapping()
    {
        var script = new CaptureScript();
        script.Add(Zero, Gap, Patterns.ActiveMapping(A, B, 1));
        return script;
    }

    /// <summary>Seventeen pieces that tell seven kinds of systems apart.</summary>
    public static CaptureScript Novak()
    {
        var script = new CaptureScript();
        script.Add(Zero, Gap, Patterns.Novak(A, B, 1));
        return script;
    }

    /// <summary>The last piece ends inside the first one (CVE-1999-0015).</summary>
    public static CaptureScript Teardrop() =>
        One(datagram => [datagram.Range(0, 40, more: true), datagram.Range(24, 28, more: false)], length: 32);

    /// <summary>An echo request of 65,518 bytes in 45 pieces: with its header three bytes more than IPv4 can have.</summary>
    public static CaptureScript PingOfDeath()
    {
        var data = new SplitMix64(1).Bytes(65510);
        var echo = new byte[IcmpHeader.Length + data.Length];
        IcmpHeader.Echo(isReply: false, 1, 1).WriteTo(echo, data);
        data.CopyTo(echo, IcmpHeader.Length);
        var script = new CaptureScript();
        script.Add(Zero, Gap, new CutDatagram(A, B, Protocol.Icmp, 1, echo).Pieces());
        return script;
    }

    /// <summary>Pieces of eight bytes, the first just a UDP header; each frame is padded to 60 bytes as Ethernet demands.</summary>
    public static CaptureScript Tiny() => One(datagram => datagram.Pieces(8), length: 61, shortestFrame: 60);

    /// <summary>Two datagrams under one identification: each lost what the other has.</summary>
    public static CaptureScript IdReuse()
    {
        var random = new SplitMix64(1);
        var first = CutDatagram.Udp(A, B, 1, random.Bytes(6000));
        var second = CutDatagram.Udp(A, B, 1, random.Bytes(6000));
        var script = new CaptureScript();
        script.Add(Zero, Gap, first.Pieces().Take(3));
        script.Add(FromSeconds(1), Gap, second.Pieces().Skip(2));
        return script;
    }

    /// <summary>Two datagrams in three pieces: one takes 24 seconds, which is in time for most systems, one takes 70.</summary>
    public static CaptureScript Expired()
    {
        var random = new SplitMix64(1);
        var script = new CaptureScript();
        script.Add(Zero, FromSeconds(12), CutDatagram.Udp(A, B, 1, random.Bytes(3000)).Pieces());
        script.Add(Zero, FromSeconds(35), CutDatagram.Udp(A, B, 2, random.Bytes(3000)).Pieces());
        return script;
    }

    /// <summary>IPv4 options: some go into the first piece only, those with the "copied" bit into every piece (RFC 791 section 3.1).</summary>
    public static CaptureScript Options()
    {
        byte[] recordRoute = [7, 11, 8, 192, 0, 2, 254, 0, 0, 0, 0, 0]; // one address recorded, room for one more, end of list
        byte[] timestamp = [68, 12, 13, 1, 192, 0, 2, 254, 0x00, 0x12, 0xd6, 0x87]; // address and time, full
        byte[] sourceRoute = [131, 7, 8, 192, 0, 2, 254, 0]; // loose, all hops visited
        byte[] routerAlert = [148, 4, 0, 0]; // RFC 2113
        var options = new (byte[] First, byte[] Later)[]
        {
            (recordRoute, []),
            (timestamp, []),
            (sourceRoute, sourceRoute),
            (routerAlert, routerAlert),
            ([.. routerAlert, .. timestamp, .. recordRoute], routerAlert),
        };
        var script = new CaptureScript();
        foreach (var (at, datagram) in Several(options.Length, length: 2000))
        {
            var (first, later) = options[datagram.Identification - 1];
            script.Add(at, Gap, (datagram with { FirstOptions = first, LaterOptions = later }).Pieces(1432));
        }

        return script;
    }

    private static CaptureScript One(Func<CutDatagram, IEnumerable<byte[]>> packets, int length = 8000, int shortestFrame = 0)
    {
        var script = new CaptureScript { ShortestFrame = shortestFrame };
        script.Add(Zero, Gap, packets(CutDatagram.Udp(A, B, 1, new SplitMix64(1).Bytes(length))));
        return script;
    }

    // Datagrams with the identifications 1, 2, 3..., one every 100 milliseconds.
    private static IEnumerable<(Duration At, CutDatagram Datagram)> Several(int count, int length = 8000)
    {
        var random = new SplitMix64(1);
        return Enumerable.Range(1, count).Select(id => (FromMilliseconds(100 * (id - 1)), CutDatagram.Udp(A, B, id, random.Bytes(length))));
    }
}
