using System.Globalization;
using System.Text;
using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Explains the options of an IPv4 header one by one (RFC 791 section 3.1).</summary>
internal static class Ipv4OptionText
{
    private const int NameWidth = 21;
    private const int MillisecondsPerDay = 86_400_000;

    /// <summary>Writes a line or more for each option; nothing when there are none.</summary>
    public static void Write(TextWriter output, DecodedIpv4 packet, Style style)
    {
        if (packet.OptionBytes.IsEmpty)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(style.Strong(Invariant($"OPTIONS  {packet.OptionBytes.Length} bytes")));
        var read = 0;
        foreach (var option in new Ipv4Options(packet.OptionBytes))
        {
            read += option.Bytes.Length;
            style.WriteWrapped(output, "  " + Ipv4OptionNames.Of(option.Kind).PadRight(NameWidth), Explain(option), option.IsMalformed ? Tone.Bad : Tone.Plain);
        }

        if (packet.OptionBytes[read..] is { IsEmpty: false } padding)
        {
            var isZero = !padding.ContainsAnyExcept((byte)0);
            style.WriteWrapped(output, "  " + "padding".PadRight(NameWidth), isZero
                ? Invariant($"{padding.Length} zero bytes")
                : Invariant($"{SpacedHex.Of(padding)}: bytes behind the end that should be zero"), isZero ? Tone.Plain : Tone.Doubtful);
        }
    }

    private static string Explain(in Ipv4Option option)
    {
        var number = (byte)option.Kind;
        if (option.IsMalformed)
        {
            return option.HasBadLength
                ? Invariant($"MALFORMED: its length {(option.Bytes.Length > 1 ? $"of {option.Bytes[1]} cannot be" : "is missing")}, so what follows cannot be read: {SpacedHex.Of(option.Bytes)}")
                : Invariant($"MALFORMED: {option.Bytes.Length} bytes is no length for it: {SpacedHex.Of(option.Bytes)}");
        }

        return option.TryGetRoute(out var route) ? Route(option.Kind, route)
            : option.TryGetTimestamp(out var times) ? Times(times)
            : option.TryGetNumber(out var value) ? option.Kind is Ipv4OptionKind.RouterAlert && value == 0
                ? "0: every router shall look into the packet (RFC 2113)"
                : Invariant($"{value}")
            : option.Kind switch
            {
                Ipv4OptionKind.EndOfOptions => "nothing behind it counts",
                Ipv4OptionKind.NoOperation => "one byte of filling",
                Ipv4OptionKind.Security => SecurityOptionText.Explain(option.Data) + ": " + SpacedHex.Of(option.Bytes),
                _ => Invariant($"type {number} (class {option.Class}, number {option.Number}, {(option.IsCopied ? "in every fragment" : "in the first fragment only")}), {option.Bytes.Length} bytes: {SpacedHex.Of(option.Bytes)}"),
            };
    }

    // The pointer parts what routers have done from what is still to do; in a record route nobody has written there yet.
    private static string Route(Ipv4OptionKind kind, in Ipv4RouteOption route)
    {
        var isRecord = kind is Ipv4OptionKind.RecordRoute;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{route.PassedCount} of {route.Count} {(isRecord ? "recorded" : "passed")}, pointer {route.PointerOctet}");
        text.Append(PointerRemark(route.PointerOctet, 4, 4, route.Count));
        for (var i = 0; i < (isRecord ? route.PassedCount : route.Count); i++)
        {
            text.Append(i == 0 ? ": " : ", ").Append(i == route.PassedCount ? "next " : "").Append(route[i]);
        }

        return text.ToString();
    }

    private static string Times(in Ipv4TimestampOption times)
    {
        var text = new StringBuilder();
        var content = times.Content switch
        {
            Ipv4TimestampContent.TimesOnly => "times only",
            Ipv4TimestampContent.WithAddresses => "addresses and times",
            Ipv4TimestampContent.NamedAddresses => "times of named addresses",
            var other => Invariant($"unknown flag {(int)other}"),
        };
        text.Append(CultureInfo.InvariantCulture, $"{content}, {times.FilledCount} of {times.Count} filled, pointer {times.PointerOctet}");
        text.Append(PointerRemark(times.PointerOctet, 5, times.HasAddresses ? 8 : 4, times.Count));
        text.Append(CultureInfo.InvariantCulture, $", {times.Overflow} routers without room");
        var isNamed = times.Content is Ipv4TimestampContent.NamedAddresses;
        for (var i = 0; i < (isNamed ? times.Count : times.FilledCount); i++)
        {
            text.Append(i == 0 ? ": " : ", ");
            text.Append(times.HasAddresses ? times.AddressAt(i) + " " : "");
            text.Append(i < times.FilledCount ? Time(times.TimeAt(i), times.IsStandardTimeAt(i)) : "not yet");
        }

        return text.ToString();
    }

    private static string Time(uint time, bool isStandard) => isStandard && time < MillisecondsPerDay
        ? TimeSpan.FromMilliseconds(time).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture) + " UTC"
        : Invariant($"0x{time:x8}{(isStandard ? " (beyond a day)" : " (not standard)")}");

    private static string PointerRemark(int pointer, int first, int step, int count) =>
        pointer < first || (pointer - first) % step != 0 ? " (points at no entry)"
        : (pointer - first) / step >= count ? " (full)"
        : "";
}
