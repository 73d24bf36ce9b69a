using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Scenarios;

namespace IpReassembler.Tests.Scenarios;

/// <summary>What was cut comes together again, byte for byte, whatever the MTU, the order and the options.</summary>
public class RoundTripTests
{
    [Fact]
    public void Reassembling_undoes_cutting()
    {
        var random = new SplitMix64(1);
        var packet = new byte[Ipv4Packet.MaxTotalLength];
        var cut = 0;
        for (var round = 0; cut < 10_000; round++)
        {
            var (header, payload) = RandomDatagram(random, round);
            var series = new PieceSeries(new(header), payload, round);
            new CutStep { Mtu = 68 + (int)random.Below(9_000 - 68 + 1) }.Apply(series);
            new OrderStep(random.Happens(0.2) ? PieceOrder.Reversed : PieceOrder.Random) { Seed = 5 }.Apply(series);
            if (series.Pieces.Count == 1)
            {
                continue; // it fits its MTU as it is
            }

            cut++;
            var whole = new byte[header.Length + payload.Length];
            header.WriteTo(whole, payload.Length);
            payload.CopyTo(whole, header.Length);
            Assert.True(whole.AsSpan().SequenceEqual(Reassemble(series, packet)), $"datagram {round} comes out as another one");
        }
    }

    private static byte[] Reassemble(PieceSeries series, byte[] packet)
    {
        var cache = new ReassemblyCache();
        byte[]? whole = null;
        foreach (var piece in series.Pieces)
        {
            foreach (var outcome in cache.Accept(packet.AsSpan(0, piece.WriteTo(packet)), LinkType.Raw, new Timestamp(piece.At.Nanoseconds)))
            {
                if (outcome.Kind == OutcomeKind.Fragment && outcome.Fate == FragmentFate.Completes)
                {
                    Assert.Null(whole);
                    whole = outcome.Packet.ToArray();
                }
            }
        }

        return whole ?? throw new InvalidOperationException("nothing was delivered");
    }

    private static (Ipv4Header Header, byte[] Payload) RandomDatagram(SplitMix64 random, int round)
    {
        // Options of either kind, whole and padded as a sender writes them: no operation, router alert (copied), record route (not copied).
        byte[][] kinds = [[], [1, 1, 1, 0], [148, 4, 0, 0], [7, 7, 4, 0, 0, 0, 0, 0], [148, 4, 0, 0, 7, 7, 4, 0, 0, 0, 0, 0], [131, 7, 8, 10, 0, 0, 1, 0]];
        var header = new Ipv4Header
        {
            Source = IpAddress.V4((uint)random.Next()),
            Destination = IpAddress.V4((uint)random.Next()),
            Protocol = (byte)random.Below(256),
            Identification = (ushort)random.Next(),
            TimeToLive = (byte)(1 + random.Below(255)),
            TrafficClass = (byte)random.Below(256),
            DontFragment = random.Happens(0.5),
            Options = kinds[random.Below(kinds.Length)],
        };
        // Mostly of the sizes people see, now and then of the largest.
        var most = round % 10 == 0 ? Ipv4Packet.MaxTotalLength - header.Length : 10_000;
        var payload = new byte[random.Below(most + 1)];
        random.Fill(payload);
        return (header, payload);
    }
}
