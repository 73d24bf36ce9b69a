using System.Text;
using IpReassembler.Packets;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Finds the one packet that <c>decode</c> is to explain: in words, in a text file, or in a frame of a capture.</summary>
internal static class DecodeInput
{
    // The text of the largest packet there can be, in the roomiest dump, several times over.
    private const int MaxTextLength = 1 << 20;

    /// <summary>The packet in hexadecimal digits.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="name">What messages call them.</param>
    public static DecodedPacket FromHex(string text, string name) => HexText.TryRead(text, out var bytes, out var error)
        ? FromBytes(bytes)
        : throw new ToolException(ExitCode.Usage, $"{name}: {error}");

    /// <summary>The packet in a file of hexadecimal digits, or in standard input.</summary>
    public static DecodedPacket FromHexFile(string file, Terminal terminal)
    {
        FileName.MustNotBeEmpty(file, "the dump");
        try
        {
            using var stream = file == "-" ? terminal.Input : File.OpenRead(file);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var text = new char[MaxTextLength + 1];
            var length = reader.ReadBlock(text);
            return length > MaxTextLength
                ? throw new ToolException(ExitCode.Usage, $"{Name(file)}: over 1 MiB of text is more than one packet")
                : FromHex(new string(text, 0, length), Name(file));
        }
        catch (Exception failed) when (failed is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read {file}: there is no such file");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read {file}: {failed.Message}");
        }
    }

    /// <summary>The packet in a frame of a capture.</summary>
    /// <param name="source">The capture, from its beginning.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="number">The frame, counted from 1.</param>
    /// <param name="error">Where damage is told of.</param>
    public static DecodedPacket FromFrame(CaptureInput source, string file, long number, TextWriter error)
    {
        while (source.Read(out var frame))
        {
            if (source.Packets == number)
            {
                return FromFrame(frame, Invariant($"frame {number} of {Name(file)}"));
            }
        }

        var exitCode = source.Conclude(error);
        var there = source.Packets == 0 ? "it has none" : Invariant($"the last one is {source.Packets}");
        throw new ToolException(exitCode == ExitCode.Done ? ExitCode.Finding : exitCode, Invariant($"there is no frame {number} in {Name(file)}: {there}"));
    }

    private static DecodedPacket FromFrame(in CapturedFrame frame, string name)
    {
        if (!LinkLayer.TryGetIp(frame, out var packet, out var defect))
        {
            throw new ToolException(ExitCode.BadFile, $"{name} ({LinkNames.Of(frame.Link)}): {DecodeFindings.Defect(defect)}");
        }

        return DecodedPacket.Of(packet.Bytes.ToArray(), $"{name}: {DescribeLink(frame, packet)}");
    }

    // Dumps mostly begin with the link layer.
    private static DecodedPacket FromBytes(byte[] bytes)
    {
        var frame = new CapturedFrame(bytes, LinkType.Ethernet, default);
        return HexDumpCapture.LinkOf(bytes) is LinkType.Ethernet && LinkLayer.TryGetIp(frame, out var packet, out _)
            ? DecodedPacket.Of(packet.Bytes.ToArray(), "looks like a frame: " + DescribeLink(frame, packet))
            : DecodedPacket.Of(bytes);
    }

    private static string DescribeLink(in CapturedFrame frame, in IpPacket packet)
    {
        var vlans = packet.Vlans.Count > 0 ? ", VLAN " + packet.Vlans : "";
        var length = LinkLayer.HeaderLength(frame, packet);
        return length == 0 ? $"{LinkNames.Of(frame.Link)}, nothing in front of IP" : Invariant($"{LinkNames.Of(frame.Link)}{vlans}, {length} bytes in front of IP skipped");
    }

    private static string Name(string file) => file == "-" ? "standard input" : file;
}
