using System.Buffers.Binary;
using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture.Live;

/// <summary>Whatever is coupled, the kernel makes the very same packets of it again.</summary>
public class SegmentTrainTests
{
    private const int Full = 100;

    [Fact]
    public void Segments_in_a_row_are_one_train()
    {
        var packets = Enumerable.Range(0, 40).Select(index => Segment(index * Full, index)).ToList();
        Assert.Equal([40], Ride(packets));
    }

    [Fact]
    public void One_segment_is_a_packet_as_it_is()
    {
        var train = new SegmentTrain();
        var packet = Segment(0, 0);
        Assert.True(train.TryAdd(packet));
        Assert.Equal([.. new byte[SegmentTrain.PrefixLength], .. packet], train.Finish().ToArray());
    }

    [Fact]
    public void A_train_is_no_longer_than_a_packet_may_be()
    {
        var packets = Enumerable.Range(0, 100).Select(index => Segment(index * 1448, index, length: 1448)).ToList();
        Assert.Equal([45, 45, 10], Ride(packets));
    }

    [Theory]
    [InlineData("shorter")]
    [InlineData("push")]
    [InlineData("fin")]
    public void Some_come_last(string what)
    {
        var last = what switch
        {
            "shorter" => Segment(Full, 1, length: Full - 1),
            "push" => Segment(Full, 1, bits: TcpControlBits.Acknowledgment | TcpControlBits.Push),
            _ => Segment(Full, 1, length: 7, bits: TcpControlBits.Acknowledgment | TcpControlBits.Push | TcpControlBits.Fin),
        };
        var next = BinaryPrimitives.ReadUInt16BigEndian(last.AsSpan(2)) - 40;
        Assert.Equal([2, 1], Ride([Segment(0, 0), last, Segment(Full + next, 2)]));
    }

    [Theory]
    [InlineData("hole")]
    [InlineData("identification")]
    [InlineData("longer")]
    [InlineData("empty")]
    [InlineData("acknowledgment")]
    [InlineData("window")]
    [InlineData("options")]
    [InlineData("reset")]
    [InlineData("port")]
    [InlineData("protocol")]
    [InlineData("fragment")]
    [InlineData("damaged")]
    [InlineData("damaged header")]
    [InlineData("cut")]
    [InlineData("tail")]
    public void Others_wait(string what)
    {
        var packet = what switch
        {
            "hole" => Segment(Full + 1, 1),
            "identification" => Segment(Full, 3),
            "longer" => Segment(Full, 1, length: Full + 1),
            "empty" => Segment(Full, 1, length: 0),
            "acknowledgment" => Segment(Full, 1, acknowledgment: 6),
            "window" => Segment(Full, 1, window: 9),
            "options" => Segment(Full, 1, options: [1, 1, 1, 1]),
            "reset" => Segment(Full, 1, bits: TcpControlBits.Acknowledgment | TcpControlBits.Reset),
            "port" => Segment(Full, 1, port: 81),
            "protocol" => Segment(Full, 1, protocol: 17),
            "fragment" => Segment(Full, 1, isFragment: true),
            "cut" => Segment(Full, 1)[..^1],
            "tail" => [.. Segment(Full, 1), 0],
            _ => Segment(Full, 1),
        };
        packet[what == "damaged" ? 70 : 11] ^= (byte)(what.StartsWith("damaged", StringComparison.Ordinal) ? 1 : 0);
        Assert.Equal([1, 1], Ride([Segment(0, 0), packet]));
        Assert.Equal([1, 1], Ride([packet, Segment(0, 0)]));
    }

    [Fact]
    public void Numbers_may_begin_again_at_zero()
    {
        var packets = Enumerable.Range(0, 5).Select(index => Segment(unchecked((int)0xffff_ff38) + (index * Full), 0xfffe + index)).ToList();
        Assert.Equal([5], Ride(packets));
    }

    [Fact]
    public void Coupling_costs_no_memory()
    {
        var train = new SegmentTrain();
        var packets = Enumerable.Range(0, 40).Select(index => Segment(index * Full, index)).ToList();
        Assert.Equal(0, Allocations.Least(() => Ride(train, packets)));
    }

    private static void Ride(SegmentTrain train, List<byte[]> packets)
    {
        foreach (var packet in packets)
        {
            Assert.True(train.TryAdd(packet));
        }

        Assert.True(train.Finish().Length > 0);
        train.Clear();
    }

    // Sends packets by train, cuts what leaves as the kernel does, and compares. Returns how many each train had.
    private static List<int> Ride(List<byte[]> packets)
    {
        var train = new SegmentTrain();
        var arrived = new List<byte[]>();
        var lengths = new List<int>();
        foreach (var packet in packets)
        {
            if (!train.TryAdd(packet))
            {
                Depart();
                Assert.True(train.TryAdd(packet));
            }
        }

        Depart();
        Assert.True(train.IsEmpty);
        Assert.Equal(packets, arrived);
        return lengths;

        void Depart()
        {
            // The kernel may have had no room the first time.
            train.Finish();
            var cut = Cut(train.Finish().ToArray());
            lengths.Add(cut.Count);
            arrived.AddRange(cut);
            train.Clear();
        }
    }

    // What the kernel does with VIRTIO_NET_HDR_GSO_TCPV4, written down from the virtio specification (section 5.1.6.2) and RFC 791 and 9293.
    private static List<byte[]> Cut(byte[] large)
    {
        var packet = large[SegmentTrain.PrefixLength..];
        if (large[..SegmentTrain.PrefixLength].All(one => one == 0))
        {
            return [packet];
        }

        Assert.Equal((1, 1), (large[0], large[1]));
        Assert.Equal((20, 16), (BitConverter.ToUInt16(large, 6), BitConverter.ToUInt16(large, 8)));
        var (headerLength, size) = (BitConverter.ToUInt16(large, 2), BitConverter.ToUInt16(large, 4));
        Assert.Equal(packet.Length, BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)));
        Assert.Equal(0, InternetChecksum.Compute(packet.AsSpan(0, 20)));
        // The field has the pseudo-header's sum; with the sum of the rest it makes the checksum.
        Assert.True(Ipv4Packet.TryParse(packet, out var whole, out _));
        Assert.Equal(ChecksumState.Offloaded, TransportChecksum.Verify(whole, whole.Payload));

        var pieces = new List<byte[]>();
        for (var at = headerLength; at < packet.Length; at += size)
        {
            var isLast = at + size >= packet.Length;
            byte[] piece = [.. packet[..headerLength], .. packet[at..Math.Min(packet.Length, at + size)]];
            BinaryPrimitives.WriteUInt16BigEndian(piece.AsSpan(2), (ushort)piece.Length);
            BinaryPrimitives.WriteUInt16BigEndian(piece.AsSpan(4), (ushort)(whole.Identification + pieces.Count));
            BinaryPrimitives.WriteUInt16BigEndian(piece.AsSpan(10), 0);
            BinaryPrimitives.WriteUInt16BigEndian(piece.AsSpan(10), InternetChecksum.Compute(piece.AsSpan(0, 20)));
            BinaryPrimitives.WriteUInt32BigEndian(piece.AsSpan(24), unchecked(BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(24)) + (uint)(at - headerLength)));
            piece[33] &= isLast ? (byte)0xff : unchecked((byte)~(TcpControlBits.Push | TcpControlBits.Fin));
            Assert.True(Ipv4Packet.TryParse(piece, out var ip, out _));
            TransportChecksumRepair.Repair(ip, piece.AsSpan(20));
            pieces.Add(piece);
        }

        return pieces;
    }

    private static byte[] Segment(
        int sequence, int identification, int length = Full, TcpControlBits bits = TcpControlBits.Acknowledgment, uint acknowledgment = 5, ushort window = 8,
        byte[]? options = null, ushort port = 80, byte protocol = 6, bool isFragment = false)
    {
        var header = new TcpHeader
        {
            SourcePort = port,
            DestinationPort = 4000,
            SequenceNumber = unchecked((uint)sequence),
            AcknowledgmentNumber = acknowledgment,
            ControlBits = bits,
            Window = window,
            Options = options ?? [],
        };
        var ip = new Ipv4Header
        {
            Source = IpAddress.Parse("192.0.2.1"),
            Destination = IpAddress.Parse("192.0.2.2"),
            Protocol = protocol,
            Identification = (ushort)identification,
            MoreFragments = isFragment,
        };
        var payload = Tests.Packets.Bytes.Random(sequence, length);
        var packet = new byte[20 + header.Length + length];
        payload.CopyTo(packet, 20 + header.Length);
        header.WriteTo(packet.AsSpan(20), ip.Source, ip.Destination, payload);
        ip.WriteTo(packet, packet.Length - 20);
        return packet;
    }
}
