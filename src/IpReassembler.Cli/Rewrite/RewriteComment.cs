using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>What a rewritten capture says of a datagram that it did not read as one.</summary>
internal static class RewriteComment
{
    private const int FramesNamed = 16, GapsNamed = 16;

    /// <summary>Of one that was delivered.</summary>
    public static string OfWhole(Datagram datagram) =>
        $"reassembled from {Fragments(datagram)}; {Delay(datagram)}; {Words.Of(datagram.Verdict)}";

    /// <summary>Of one whose missing bytes are zeroes: that comes first, so that nobody takes them for data.</summary>
    public static string OfPadded(Datagram datagram)
    {
        var end = datagram.TotalLength;
        var gaps = datagram.Missing().Where(gap => gap.End != int.MaxValue).ToList();
        var named = string.Join(", ", gaps.Take(GapsNamed).Select(gap => $"{gap.Start}-{gap.End - 1}")) + (gaps.Count > GapsNamed ? " ..." : "");
        var zeroes = gaps.Count > 0 ? $"PADDED with zeroes: payload bytes {named} never came" : "NOT WHOLE";
        return $"{zeroes}{(end is null ? "; neither did the end, whose place is not known" : "")}; made of {Fragments(datagram)}; incomplete";
    }

    private static string Delay(Datagram datagram) =>
        datagram.CompletedAfter is { } delay && delay >= Duration.Zero ? $"first to complete {delay}" : "the clock stepped back";

    private static string Fragments(Datagram datagram)
    {
        var frames = datagram.Journal.ToArray().Select(fragment => fragment.Frame).ToArray();
        var named = string.Join(' ', frames.Take(FramesNamed)) + (frames.Length > FramesNamed ? " ..." : "");
        return $"{frames.Length} fragments in frames {named}";
    }
}
