using System.Text;
using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>A capture made of a hex dump, as text2pcap makes one: each packet a frame, a microsecond after the one before.</summary>
internal static class HexDumpCapture
{
    // The packets stand in memory, so there is a limit: some thousand full ones in the roomiest dump.
    private const int MaxTextLength = 64 << 20;

    /// <summary>Reads the text to its end.</summary>
    /// <param name="text">The dump; disposed of when it is read.</param>
    /// <param name="name">What messages call it.</param>
    public static CaptureReader Open(Stream text, string name)
    {
        var capture = new MemoryStream();
        using (var writer = CaptureFile.CreateWriter(new Unowned(capture)))
        {
            var count = 0L;
            foreach (var packet in HexText.ReadAll(Read(text, name), name))
            {
                writer.Write(new CapturedFrame(packet, LinkOf(packet), new Timestamp(1_000 * count++)) { OriginalLength = packet.Length });
            }

            writer.Complete();
        }

        capture.Position = 0;
        return CaptureFile.Open(capture, name + " (hex dump)");
    }

    /// <summary>What the bytes begin with: an IP header, or an Ethernet header with one behind it.</summary>
    /// <remarks>
    /// The first digit does not tell, since hardware addresses begin with 4 and 6 too. A bare packet is certain when IPv4's header checksum is
    /// right, or IPv6's length is that of the bytes; then a frame, when all of a packet stands behind its header. Where neither is, the digit decides.
    /// </remarks>
    public static LinkType LinkOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || IsCertain(bytes))
        {
            return LinkType.Raw;
        }

        var isFrame = LinkLayer.TryGetIp(new CapturedFrame(bytes, LinkType.Ethernet, default), out var packet, out _)
            && (IsWhole(packet.Bytes) || bytes[0] >> 4 is not (4 or 6));
        return isFrame ? LinkType.Ethernet : LinkType.Raw;
    }

    private static bool IsCertain(ReadOnlySpan<byte> bytes) =>
        (Ipv4Packet.TryParse(bytes, out var packet, out _) && packet.HeaderChecksumState is ChecksumState.Ok)
        || (Ipv6Packet.TryParse(bytes, out var packet6, out _) && packet6.TotalLength == bytes.Length);

    private static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        (Ipv4Packet.TryParse(bytes, out var packet, out _) && !packet.IsCutShort) || (Ipv6Packet.TryParse(bytes, out var packet6, out _) && !packet6.IsCutShort);

    private static string Read(Stream stream, string name)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = new StringBuilder();
        var piece = new char[1 << 16];
        for (int count; (count = reader.Read(piece)) > 0;)
        {
            if (text.Length + count > MaxTextLength)
            {
                throw new ToolException(ExitCode.BadFile, $"{name}: over 64 MiB of text. Make a capture of it with text2pcap, and read that with -r.");
            }

            text.Append(piece, 0, count);
        }

        return text.ToString();
    }

    // The writer owns its stream; this one is still to be read.
    private sealed class Unowned(Stream stream) : OutputStream(stream)
    {
        protected override void Judge(Exception failed) => throw failed;
    }
}
