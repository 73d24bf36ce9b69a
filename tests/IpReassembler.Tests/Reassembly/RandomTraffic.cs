namespace IpReassembler.Tests.Reassembly;

/// <summary>Fragments as bad luck and bad intentions send them: copies, overlaps, other bytes, two ends, gaps in time.</summary>
internal static class RandomTraffic
{
    /// <summary>One line of a story that went wrong.</summary>
    public static string Show(Piece piece, int place) =>
        $"  {place + 1}: {piece.Seconds} s, id {piece.Id} proto {piece.Protocol} vlan {string.Join('.', piece.Vlans)} [{piece.Offset},{piece.Offset + piece.Payload.Length}) {(piece.More ? "more" : "last")} ttl {piece.TimeToLive} ecn {piece.TypeOfService} {Convert.ToHexString(piece.Payload)}";

    /// <summary>Up to 25 fragments of a few keys: pieces of small UDP datagrams, some bent, over some minutes.</summary>
    public static IEnumerable<Piece> Pieces(Random random, int keyCount, bool clockStepsBack)
    {
        int[][] vlans = [[], [100], [100, 7]];
        var keys = Enumerable.Range(0, keyCount).Select(_ => (Id: random.Next(1, 3), Protocol: (byte)(random.Next(2) == 0 ? 17 : 253), Vlans: vlans[random.Next(3)], Truth: Datagram(random))).ToArray();
        var seconds = 1_000;
        for (var count = random.Next(2, 26); count > 0; count--)
        {
            seconds += Step(random, clockStepsBack);
            var key = keys[random.Next(keys.Length)];
            yield return Fragment(random, key.Truth) with { Id = key.Id, Protocol = key.Protocol, Vlans = key.Vlans, Seconds = seconds };
        }
    }

    private static int Step(Random random, bool clockStepsBack) => random.Next(24) switch
    {
        0 => 30,
        1 => 29,
        2 => 5,
        3 => 120,
        4 => random.Next(10, 200),
        5 or 6 when clockStepsBack => -random.Next(1, 160),
        < 12 => random.Next(0, 8),
        _ => 0,
    };

    // One to six units of eight bytes, perhaps fewer in the last: a UDP datagram that agrees with its checksum.
    private static byte[] Datagram(Random random)
    {
        var bytes = new byte[Math.Max(9, (8 * random.Next(2, 7)) - random.Next(8))];
        random.NextBytes(bytes);
        (bytes[4], bytes[5], bytes[6], bytes[7]) = (0, (byte)bytes.Length, 0, 0);
        var sum = Piece.Checksum([192, 0, 2, 1, 192, 0, 2, 2, 0, 17, 0, (byte)bytes.Length, .. bytes]);
        (bytes[6], bytes[7]) = ((byte)(sum >> 8), (byte)sum);
        return bytes;
    }

    private static Piece Fragment(Random random, byte[] truth)
    {
        var units = (truth.Length + 7) / 8;
        var start = random.Next(units);
        var end = Math.Min(units, start + random.Next(1, 4));
        byte[] payload = [.. truth[(8 * start)..Math.Min(8 * end, truth.Length)]];
        var more = end < units;
        switch (random.Next(40))
        {
            case 0:
                more = !more;
                break;
            case 1:
                payload = payload[..random.Next(payload.Length)];
                break;
            case 2:
                payload = [.. payload, .. new byte[random.Next(1, 17)]];
                break;
            case 3 or 4 or 5:
                payload[random.Next(payload.Length)] ^= (byte)random.Next(1, 256);
                break;
            case 6 when random.Next(4) == 0:
                start = random.Next(8_185, 8_192);
                break;
            default:
                break;
        }

        return new Piece(8 * start, payload, more)
        {
            TimeToLive = (byte)(random.Next(10) == 0 ? 63 : 64),
            TypeOfService = (byte)(random.Next(30) == 0 ? random.Next(4) : 0),
        };
    }
}
