using System.Globalization;

namespace IpReassembler.Capture;

/// <summary>Where and why a capture could not be read further.</summary>
/// <param name="Source">The name of the file or interface, or what the caller called the stream.</param>
/// <param name="Offset">The byte at which the broken record begins, counted from 0; in unpacked bytes when the file is packed. Null for an interface.</param>
/// <param name="Reason">What is wrong, in plain words.</param>
public sealed record CaptureDamage(string Source, long? Offset, string Reason)
{
    /// <summary><c>x.pcap is damaged at byte 240: the record header is cut short (7 of 16 bytes)</c></summary>
    public override string ToString() => Offset is { } offset
        ? string.Create(CultureInfo.InvariantCulture, $"{Source} is damaged at byte {offset}: {Reason}")
        : $"{Source} cannot be read any further: {Reason}";
}
