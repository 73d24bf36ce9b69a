namespace IpReassembler.Capture;

/// <summary>Names what a file is that is no capture we read, and what to do with it.</summary>
internal static class ForeignFormat
{
    /// <summary>How many bytes are looked at.</summary>
    public const int LookedAt = 512;

    /// <summary>The exception for a file that begins with <paramref name="bytes"/> (at most <see cref="LookedAt"/> of them are looked at).</summary>
    public static CaptureFormatException Refuse(ReadOnlySpan<byte> bytes, string name)
    {
        bytes = bytes[..int.Min(bytes.Length, LookedAt)];
        var wireshark = $"Convert it with Wireshark's tool: editcap -F pcapng {name} {name}.pcapng";
        var (what, advice) = bytes switch
        {
            [] => ("is empty", "Not even a file header was written: capture it again."),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => ("is packed with zstd", $"Unpack it on the way: zstd -dc {name} | ipreasm -r -"),
            [0x04, 0x22, 0x4D, 0x18, ..] => ("is packed with lz4", $"Unpack it on the way: lz4 -dc {name} | ipreasm -r -"),
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => ("is packed with xz", $"Unpack it on the way: xz -dc {name} | ipreasm -r -"),
            [(byte)'B', (byte)'Z', (byte)'h', ..] => ("is packed with bzip2", $"Unpack it on the way: bzip2 -dc {name} | ipreasm -r -"),
            [(byte)'P', (byte)'K', 3, 4, ..] => ("is a ZIP archive", $"Unpack it on the way: unzip -p {name} | ipreasm -r -"),
            [0x1F, 0x8B, ..] => ("is packed with gzip twice", $"Unpack it once: gzip -dc {name} | ipreasm -r -"),
            [(byte)'s', (byte)'n', (byte)'o', (byte)'o', (byte)'p', 0, 0, 0, ..] => ("is a snoop capture", wireshark),
            [(byte)'G', (byte)'M', (byte)'B', (byte)'U', ..] or [(byte)'R', (byte)'T', (byte)'S', (byte)'S', ..] => ("is a Microsoft Network Monitor capture", wireshark),
            [(byte)'X', (byte)'C', (byte)'P', 0, ..] => ("is a NetXRay or Windows Sniffer capture", wireshark),
            [(byte)'T', (byte)'R', (byte)'S', (byte)'N', (byte)'I', (byte)'F', (byte)'F', ..] => ("is a Sniffer capture", wireshark),
            [(byte)'i', (byte)'p', (byte)'t', (byte)'r', (byte)'a', (byte)'c', (byte)'e', ..] => ("is an AIX iptrace capture", wireshark),
            [(byte)'b', (byte)'t', (byte)'s', (byte)'n', (byte)'o', (byte)'o', (byte)'p', 0, ..] => ("is a Bluetooth btsnoop capture, which has no IP in it", "Give a capture of a network interface."),
            [0x1C, 0, 0x01, 0xAB or 0xAC, ..] or [0xAB or 0xAC, 0x01, 0, 0x1C, ..] => ("is an IXIA lcap capture", wireshark),
            [0xA1, 0xB2, 0x34, 0xCD, ..] or [0xCD, 0x34, 0xB2, 0xA1, ..]
                or [0xA1, 0x2B, 0x3C, 0x4D, ..] or [0x4D, 0x3C, 0x2B, 0xA1, ..]
                or [0xA1, 0xE2, 0xCB, 0x12, ..] or [0x12, 0xCB, 0xE2, 0xA1, ..] => ("is a private variant of pcap that no specification tells about", wireshark),
            _ when LooksLikeErf(bytes) => ("looks like an Endace ERF capture", wireshark),
            _ when LooksLikeText(bytes) => ("is a text file", "A hex dump is read with --hex; other texts hold no packets."),
            { Length: < 4 } => ($"has only {bytes.Length} bytes", "Capture or copy it again."),
            _ => ($"begins with {Convert.ToHexStringLower(bytes[..4])}, which is neither pcap nor pcapng", "If Wireshark opens it, save it as pcapng there."),
        };
        return new CaptureFormatException($"{name} {what}. {advice}");
    }

    /// <summary>ERF has no magic number: two record headers in a row must agree with their lengths and types (Endace Extensible Record Format).</summary>
    private static bool LooksLikeErf(ReadOnlySpan<byte> bytes)
    {
        const int HeaderLength = 16;
        for (var count = 0; count < 2; count++)
        {
            if (bytes.Length < HeaderLength)
            {
                return false;
            }
            var type = bytes[8] & 0x7F;
            var length = (bytes[10] << 8) | bytes[11];
            if (type is 0 or > 48 || length < HeaderLength)
            {
                return false;
            }
            if (length > bytes.Length)
            {
                return count > 0;
            }
            bytes = bytes[length..];
        }
        return true;
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is 0x7F or (< 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f' or 0x1B)))
            {
                return false;
            }
        }
        return bytes.Length > 0;
    }
}
