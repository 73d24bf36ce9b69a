using System.Buffers.Binary;
using System.Text.Json;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Tests.Cli;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.Tests;

/// <summary>A checksum of which the sender had computed no more than the pseudo-header when the packet was captured, from the cache to what is printed.</summary>
public class OffloadedChecksumTests
{
    private const byte Tcp = 6;
    private const byte Udp = 17;

    [Theory]
    [InlineData(Udp, 0, ChecksumState.Offloaded, Verdict.Unchecked)]
    [InlineData(Tcp, 0, ChecksumState.Offloaded, Verdict.Unchecked)]
    [InlineData(Udp, 1, ChecksumState.Bad, Verdict.Corrupt)]
    [InlineData(Tcp, 1, ChecksumState.Bad, Verdict.Corrupt)]
    public void The_cache_calls_it_offloaded_and_nothing_else_is_excused(byte protocol, int off, ChecksumState checksum, Verdict verdict)
    {
        var cache = new ReassemblyCache();
        var seen = new List<(ChecksumState, Verdict, DatagramState)>();
        foreach (var piece in Pieces(protocol, off))
        {
            foreach (var outcome in cache.Accept(piece.ToEthernet(), LinkType.Ethernet, default))
            {
                if (outcome.Kind == OutcomeKind.Ended)
                {
                    seen.Add((outcome.Datagram!.Checksum, outcome.Datagram.Verdict, outcome.Datagram.State));
                }
            }
        }

        Assert.Equal([(checksum, verdict, DatagramState.Complete)], seen);
    }

    [Fact]
    public void Bytes_that_differ_are_a_conflict_still()
    {
        var pieces = Pieces(Udp, 0);
        var other = pieces[1] with { Payload = [.. pieces[1].Payload.Select(letter => (byte)~letter)] };
        Assert.Equal(["#1 Complete Conflict"], new Story().Send(pieces[0], pieces[1], other, pieces[2]).Finish().Ended);
    }

    [Fact]
    public void Json_and_text_say_so()
    {
        var capture = Capture(Pieces(Udp, 0));
        var lines = ToolRun.Of("list -r - --json", capture).Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(("offloaded", "unchecked"), (lines[1].GetProperty("checksum").GetString(), lines[1].GetProperty("verdict").GetString()));
        Assert.Equal((1, 1, 0), (lines[2].GetProperty("checksum_offloaded").GetInt32(), lines[2].GetProperty("unchecked").GetInt32(), lines[2].GetProperty("corrupt").GetInt32()));
        Assert.Contains("UDP checksum offloaded", ToolRun.Of("show 1 -r -", capture).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("checksum bad", ToolRun.Of("list -r -", capture).Text, StringComparison.Ordinal);
        Assert.Contains("i the checksum of 1 datagram was left to hardware", ToolRun.Of("summary -r -", capture).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("left to hardware", ToolRun.Of("summary mix.pcap").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Udp)]
    [InlineData(Tcp)]
    public void Decode_says_so_of_a_whole_packet(byte protocol)
    {
        var hex = Convert.ToHexString(new Piece(0, Segment(protocol, 0), More: false) { Protocol = protocol }.ToPacket());
        Assert.Contains("left to the network card", ToolRun.Of(["decode", hex]).Text, StringComparison.Ordinal);
        var json = JsonDocument.Parse(ToolRun.Of(["decode", "--json", hex]).Text).RootElement;
        Assert.Equal("offloaded", json.GetProperty("transport").GetProperty("checksum").GetString());
    }

    /// <summary>Recorded on loopback: the kernel finished the checksums before it cut the datagrams, so there is something to verify.</summary>
    [Fact]
    public void What_a_kernel_fragments_on_loopback_carries_a_finished_checksum()
    {
        var lines = ToolRun.Of("list kernel-udp-ping.pcap --json").Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.All(lines[1..^1], line => Assert.Equal("ok", line.GetProperty("checksum").GetString()));
        Assert.Equal(0, lines[^1].GetProperty("checksum_offloaded").GetInt32());
    }

    // A transport header whose checksum field holds the sum of the pseudo-header (RFC 768, RFC 9293 section 3.1), or as much more as is asked for.
    private static byte[] Segment(byte protocol, int off)
    {
        var bytes = new byte[40];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 7);
        }

        var checksumAt = protocol == Udp ? 6 : 16;
        if (protocol == Udp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)bytes.Length);
        }
        else
        {
            bytes[12] = 0x50;
        }

        byte[] pseudo = [192, 0, 2, 1, 192, 0, 2, 2, 0, protocol, 0, (byte)bytes.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(checksumAt), (ushort)((ushort)~Piece.Checksum(pseudo) + off));
        return bytes;
    }

    private static Piece[] Pieces(byte protocol, int off)
    {
        var segment = Segment(protocol, off);
        return
        [
            new Piece(0, segment[..24], More: true) { Protocol = protocol },
            new Piece(24, segment[24..32], More: true) { Protocol = protocol },
            new Piece(32, segment[32..], More: false) { Protocol = protocol },
        ];
    }

    private static byte[] Capture(IEnumerable<Piece> pieces)
    {
        using var stream = new MemoryStream();
        using (var sink = CaptureFile.CreateWriter(stream, new CaptureWriterOptions { Format = CaptureFormat.Pcap }))
        {
            foreach (var piece in pieces)
            {
                sink.Write(new CapturedFrame(piece.ToEthernet(), LinkType.Ethernet, default));
            }

            sink.Complete();
        }

        return stream.ToArray();
    }
}
