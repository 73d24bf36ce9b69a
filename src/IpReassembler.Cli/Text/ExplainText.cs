using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Timing;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>The story of one datagram in sentences, for somebody who learns how reassembly works.</summary>
internal static class ExplainText
{
    // Of very many fragments only those are told that change something.
    private const int MostTold = 40, MostHoles = 3;

    private static readonly (Anomaly Kind, string Sentence)[] Oddities =
    [
        (Anomaly.Duplicate, "The same range had come before, with the same bytes: a duplicate, made by the network or by a sender that tries twice."),
        (Anomaly.DuplicateConflicting, "The same range had come before with other bytes. One of the two does not belong here, and systems differ in which one they keep."),
        (Anomaly.Overlap, "Its range overlaps bytes that had come before, and those agree. No honest sender cuts like this; RFC 791 lets the receiver choose, RFC 5722 forbids it for IPv6, and Linux drops such a datagram in both."),
        (Anomaly.OverlapConflicting, "Its range overlaps bytes that had come before, and some of them differ. What a system delivers now depends on whose bytes it prefers: this is how an intrusion detector is shown one thing and a host another."),
        (Anomaly.ConflictingEnd, "It is a last piece, but it ends elsewhere than the datagram is known to reach (teardrop). A datagram has one end, so this contradicts itself."),
        (Anomaly.BeyondEnd, "It claims bytes behind the end that the last piece told. That contradicts itself."),
        (Anomaly.ZeroLength, "It carries no payload at all: nothing is learned from it."),
        (Anomaly.Unaligned, "It is not the last piece, and its length is no multiple of eight bytes, which RFC 791 section 3.2 asks for: no other piece can begin where it ends."),
        (Anomaly.TooLong, "With it the datagram would be longer than the 65535 bytes that IP allows (ping of death)."),
        (Anomaly.TinyFragment, "As a first piece it is too short to hold the transport header, so a filter that looks for ports there finds none (RFC 1858)."),
        (Anomaly.SmallFragment, "It is shorter than the least length that was asked for, and not the last piece."),
        (Anomaly.SecondFragmentHeader, "Behind its Fragment header stands another one. A datagram needs only one (RFC 8200 section 4.1), and Linux throws away what is rebuilt."),
        (Anomaly.EcnInvalidMix, "Its congestion marks do not go with those of the other pieces (RFC 3168 section 5.3)."),
        (Anomaly.TruncatedFragment, "The capture kept only a part of it, so its bytes cannot be used here. Capture whole packets."),
        (Anomaly.TooManyFragments, "The datagram has more pieces than the limit allows."),
        (Anomaly.TimeToLiveChanged, "Its copy came with another time to live: over another path, or from another sender."),
        (Anomaly.ReservedFlag, "The reserved flag is set, which no sender should do."),
        (Anomaly.IdentificationReused, "Its identification had been used for another datagram shortly before."),
    ];

    /// <summary>Writes a paragraph for each fragment, and one for the end.</summary>
    public static void Write(TextWriter output, DatagramRecord record, string reason, Style style)
    {
        var timeline = record.ToTimeline();
        var told = timeline.Listed.Count <= MostTold
            ? timeline.Listed
            : [.. timeline.Listed.Where(arrival => arrival.Place == 0 || arrival.TellsTotalLength || arrival.ClosesLastHole || arrival.Fragment.Anomalies != Anomaly.None || arrival.Fragment.Fate is FragmentFate.Kills).Take(MostTold)];
        foreach (var arrival in told)
        {
            Paragraph(output, string.Join(' ', Sentences(arrival, record, timeline)), style);
        }

        if (told.Count < timeline.Listed.Count)
        {
            Paragraph(output, Invariant($"{timeline.Listed.Count - told.Count} more fragments are not told of here."), style);
        }

        Paragraph(output, $"{Conclusion(record)}{(reason.Length > 0 ? $" Why it was not delivered: {reason}" : "")}", style);
    }

    private static IEnumerable<string> Sentences(Arrival arrival, DatagramRecord record, Timeline timeline)
    {
        var fragment = arrival.Fragment;
        if (fragment.MoreFragments || !arrival.TellsTotalLength)
        {
            var end = fragment.MoreFragments ? "" : " and calls itself the last piece (the \"more fragments\" flag is clear)";
            yield return fragment.Range.Length == 0 ? Invariant($"Frame {fragment.Frame} stands at byte {fragment.Range.Start}{end}.")
                : Invariant($"Frame {fragment.Frame} carries bytes {FieldCatalog.Inclusive(fragment.Range)}{end}.");
        }
        else
        {
            yield return Invariant($"Frame {fragment.Frame} carries the last piece (the \"more fragments\" flag is clear), so the receiver learns that the datagram is {fragment.Range.Start} + {fragment.Range.Length} = {fragment.Range.End} bytes long.");
        }

        if (arrival.Place == 0)
        {
            yield return $"It is the first piece to come: the receiver begins a datagram for {record.Key.Source}, {record.Key.Destination}, {ProtocolNames.Of(record.Protocol).ToUpperInvariant()} and identification 0x{RecordText.Identification(record)}, and starts its clock.";
        }

        if (fragment.Range.Start == 0 && arrival.Place > 0 && arrival.NewBytes > 0)
        {
            yield return "It holds the beginning, and with it the transport header: only now are ports and checksum known.";
        }

        if (arrival.IsReordered)
        {
            yield return Invariant($"It came late: {(arrival.Extent == 1 ? "the piece before it has" : $"the piece {arrival.Extent} places before it has")} a larger offset{(arrival.LateTime is { } late ? $" and came {late} earlier" : "")} (RFC 4737 calls {arrival.Extent} its reordering extent).");
        }

        foreach (var (_, sentence) in Oddities.Where(oddity => (fragment.Anomalies & oddity.Kind) != 0))
        {
            yield return sentence;
        }

        foreach (var sentence in Endings(arrival, record, timeline))
        {
            yield return sentence;
        }
    }

    private static IEnumerable<string> Endings(Arrival arrival, DatagramRecord record, Timeline timeline)
    {
        var fate = arrival.Fragment.Fate;
        if (fate == FragmentFate.Completes)
        {
            yield return arrival.ClosesLastHole
                ? Invariant($"It closes the last hole: all {record.TotalLength} bytes are there, and the datagram is delivered.")
                : $"With it policy {record.Policy} has all it needs, and the datagram is delivered.";
        }
        else if (fate == FragmentFate.Kills)
        {
            yield return $"Policy {record.Policy} throws away this fragment and all that had come before it.";
        }
        else if (fate == FragmentFate.Rejected)
        {
            yield return "It is not taken; what had come before stays.";
        }
        else if (fate == FragmentFate.Refused)
        {
            yield return "There was no room left for it.";
        }
        else if (arrival.ClosesLastHole)
        {
            yield return "With it every byte has come, but nothing is delivered.";
        }
        else if (arrival.TellsTotalLength)
        {
            var holes = Holes(timeline, arrival).ToList();
            var named = string.Join(", ", holes.Take(MostHoles).Select(FieldCatalog.Inclusive)) + (holes.Count > MostHoles ? ", ..." : "");
            yield return $"It cannot deliver yet: bytes {named} have not come.";
        }
    }

    // What had not come once this fragment had: the ranges that somebody later brought, or nobody.
    private static IEnumerable<ByteRange> Holes(Timeline timeline, Arrival now)
    {
        ByteRange? open = null;
        foreach (var cell in TimelineLayout.Of(timeline, Words.Of).Cells.Where(cell => !(cell.BroughtBy?.Place <= now.Place)))
        {
            if (open is { } hole && hole.End != cell.Range.Start)
            {
                yield return hole;
                open = null;
            }

            open = new ByteRange(open?.Start ?? cell.Range.Start, cell.Range.End);
        }

        if (open is { } last)
        {
            yield return last;
        }
    }

    private static string Conclusion(DatagramRecord record) => record.Verdict switch
    {
        Verdict.Sound => record.State == DatagramState.Complete
            ? "The verdict is sound: every byte came in time, and the transport checksum agrees."
            : "The verdict is sound: every byte came in time, and the transport checksum agrees. The fault is not the datagram's.",
        Verdict.Unchecked => "The verdict is unchecked: every byte came in time, but nothing here verifies them.",
        Verdict.Incomplete => $"The verdict is incomplete: {RecordText.Gaps(record, MostHoles)} never came. All that did come was for nothing.",
        Verdict.Expired => "The verdict is expired: every byte came, but the last one after the receiver had given up waiting.",
        Verdict.Corrupt => "The verdict is corrupt: every byte came, but the transport checksum says that they are not those that were sent.",
        Verdict.Conflict => "The verdict is conflict: two fragments bring different bytes for one place, so what was sent cannot be told.",
        Verdict.Spliced => "The verdict is spliced: pieces of two datagrams with one identification were put together (RFC 4963). It looks whole, and its transport checksum is wrong: do not trust it.",
        Verdict.Malformed => "The verdict is malformed: its pieces contradict each other, so no datagram can be made of them.",
        _ => "The verdict is evicted: a limit cut it short, so nothing is claimed about it.",
    };

    private static void Paragraph(TextWriter output, string text, Style style)
    {
        output.WriteLine();
        foreach (var line in (style with { Width = Math.Min(style.Width, 116) }).Wrap("", style.Ascii ? text.Replace('µ', 'u') : text))
        {
            output.WriteLine(line);
        }
    }
}
