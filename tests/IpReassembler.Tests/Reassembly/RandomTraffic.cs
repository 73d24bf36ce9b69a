namespace IpReassembler.Tests.Reassembly;

/// <summary>Fragments as bad luck and bad intentions send them: copies, overlaps, other bytes, two ends, gaps in time.</summary>
internal static class RandomTraffic
{
    /// <summary>One line of a story that went wrong.</summary>
    public static string Show(Piece piece, int place) =>
        $"  {place + 1}: {piece.Seconds} s, to {piece.Destination} id {piece.Id} proto {piece.Protocol} vlan {string.Join('.', piece.Vlans)} [{piece.Offset},{piece.Offset + piece.Payload.Length}) {(piece.More ? "more" : "last")} ttl {piece.TimeToLive} ecn {piece.TypeOfService} {Convert.ToHexString(piece.Payload)}";

    /// <summary>Up to 25 fragments of a few keys, sent to these hosts of 192.0.2.0/24: pieces of small UDP datagrams, some bent, over some minutes.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="keyCount">How many keys.</param>
    /// <param name="hosts">The last numbers of their addresses.</param>
    /// <param name="clockStepsBack">Whether the time of a piece may lie before that of the one before it.</param>
    /// <param name="network">What stands in front of a host's number: <c>192.0.2.</c> or <c>2001:db8::</c>.</param>
    public static IEnumerable<Piece> Pieces(Random random, int keyCount, int[] hosts, bool clockStepsBack, string network = "192.0.2.")
    {
        int[][] vlans = [[], [100], [100, 7]];
        var isIpv6 = network.Contains(':', StringComparison.Ordinal);
        var keys = Enumerable.Range(0, keyCount).Select(_ =>
        {
            var host = hosts.Length == 1 ? hosts[0] : hosts[random.Next(hosts.Length)];
            return (Host: host, Id: random.Next(1, 3), Protocol: (byte)(random.Next(2) == 0 ? 17 : 253), Vlans: vlans[random.Next(3)], Truth: Datagram(random, network + host));
        }).ToArray();
        var seconds = 1_000;
        for (var count = random.Next(2, 26); count > 0; count--)
        {
            seconds += Step(random, clockStepsBack);
            var key = keys[random.Next(keys.Length)];
            // In IPv6 two keys that differ in the protocol alone are one: there it follows from the identification.
            var protocol = !isIpv6 ? key.Protocol : key.Id == 1 ? (byte)17 : (byte)253;
            yield return Fragment(random, key.Truth) with
            {
                Source = network + 1, Destination = network + key.Host, Id = key.Id, Protocol = protocol, Vlans = key.Vlans, Seconds = seconds,
            };
        }
    }

    /// <summary>Both addresses as a pseudo-header has them: that of host 1, and that of a destination in its network.</summary>
    public static byte[] Addresses(string destination)
    {
        var source = destination[..(destination.LastIndexOfAny(['.', ':']) + 1)] + 1;
        return [.. System.Net.IPAddress.Parse(source).GetAddressBytes(), .. System.Net.IPAddress.Parse(destination).GetAddressBytes()];
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
    private static byte[] Datagram(Random random, string destination)
    {
        var bytes = new byte[Math.Max(9, (8 * random.Next(2, 7)) - random.Next(8))];
        random.NextBytes(bytes);
        (bytes[4], bytes[5], bytes[6], bytes[7]) = (0, (byte)bytes.Length, 0, 0);
        var sum = Piece.Checksum([.. Addresses(destination), 0, 17, 0, (byte)bytes.Length, .. bytes]);
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
