using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Scenarios;

namespace IpReassembler.Cli;

/// <summary>Copies frames, and cuts those whose packet is too long; the pieces take their places in time.</summary>
internal sealed class CaptureFragmenter(CaptureInput input, CaptureOutput output)
{
    // Pieces whose time has not come wait in memory; beyond this many the earliest is written before its turn.
    private const int MaxWaiting = 65_536;

    private readonly WaitingFrames _waiting = new();
    private readonly SortedDictionary<string, long> _left = new(StringComparer.Ordinal);
    private readonly byte[] _packet = new byte[Ipv6Packet.FixedHeaderLength + Ipv6Packet.MaxPayloadLength];
    private byte[] _frame = new byte[1 << 17];
    private long _cut, _recut, _pieces, _copied, _repaired, _early;
    private uint _identification;

    public required CutStep Cut { get; init; }

    public OverlapStep? Overlap { get; init; }

    public PieceOrderChoice? Order { get; init; }

    public ulong Seed { get; init; }

    /// <summary>From one piece to the next.</summary>
    public Duration Gap { get; init; }

    public int[] Dropped { get; init; } = [];

    public int[] Doubled { get; init; } = [];

    public bool RespectsDontFragment { get; init; }

    /// <summary>Whether packets that were whole get identifications of their own, counted from 1.</summary>
    public bool NumbersAnew { get; init; }

    /// <summary>Reads the input to its end.</summary>
    public void Write()
    {
        while (input.Read(out var frame))
        {
            WriteDue(frame.Timestamp);
            if (LinkLayer.TryGetIp(frame, out var packet, out _) && SeriesOf(packet) is { } series)
            {
                WritePieces(frame, packet, series);
                WriteDue(frame.Timestamp);
            }
            else
            {
                _copied++;
                output.Write(frame, Comment(input.Comments));
            }
        }

        WriteDue(new Timestamp(long.MaxValue));
    }

    /// <summary>What was done, in one line, and why some packets stayed as they are.</summary>
    public string Describe()
    {
        var text = $"{Count(_cut, "packet")} cut into {Count(_pieces, "piece")}{(_recut > 0 ? $" ({_recut} of them were fragments already)" : "")}; {_copied} copied";
        if (_left.Count > 0)
        {
            text += ", too long and left: " + string.Join(", ", _left.Select(one => $"{one.Value} {one.Key}"));
        }

        return text + (_repaired > 0 ? $"; {Count(_repaired, "transport checksum")} made right" : "")
            + (_early > 0 ? $"; {Count(_early, "piece")} written before earlier frames, because no more than {MaxWaiting} can wait: take a shorter --gap" : "");
    }

    // What is to be cut; null for what stays as it is.
    private PieceSeries? SeriesOf(in IpPacket packet)
    {
        if (packet.Version == IpVersion.V4)
        {
            return Ipv4Packet.TryParse(packet.Bytes, out var ip, out _) && IsTooLong(ip) && MayBeCut(ip)
                ? new PieceSeries(new(HeaderOf(ip)), PayloadOf(ip), _cut)
                : null;
        }

        return Ipv6Packet.TryParse(packet.Bytes, out var ip6, out _) && IsTooLong(ip6) && MayBeCut(ip6)
            ? new PieceSeries(new(HeaderOf(ip6)), PayloadOf(ip6), _cut)
            : null;
    }

    private bool IsTooLong(in Ipv6Packet ip) => ip.TotalLength > Cut.Mtu || ip.Fragmentable.Length > Cut.Size;

    // No router cuts IPv6, and no flag forbids it: whoever asks for it is taken for the sender.
    private bool MayBeCut(in Ipv6Packet ip)
    {
        var headerLength = ip.PerFragmentHeaderLength + Ipv6FragmentHeader.Length;
        return Notes(ip.IsCutShort ? "cut short by the capture"
            : headerLength > Ipv6Packet.MaxFragmentHeaderLength ? "with headers that are too long for a fragment"
            : Cut.Mtu < headerLength + 8 ? "with headers that leave no room"
            : (Math.Min(Cut.Mtu - headerLength ?? int.MaxValue, Cut.Size ?? int.MaxValue) & ~7) < Overlap?.Length ? "whose pieces are shorter than the overlap"
            : ip.Offset.Bytes + ip.Fragmentable.Length - 1 > FragmentOffset.MaxBytes + 7 ? "that end beyond 65,535"
            : null);
    }

    private bool Notes(string? reason)
    {
        if (reason is not null)
        {
            _left[reason] = _left.GetValueOrDefault(reason) + 1;
        }

        return reason is null;
    }

    private bool IsTooLong(in Ipv4Packet ip) => ip.HeaderLength + ip.PayloadLength > Cut.Mtu || ip.PayloadLength > Cut.Size;

    private bool MayBeCut(in Ipv4Packet ip)
    {
        var reason = RespectsDontFragment && ip.DontFragment ? "with DF (--df ignore cuts them)"
            : ip.IsCutShort ? "cut short by the capture"
            : ip.HeaderChecksumState == ChecksumState.Bad ? "with a wrong header checksum"
            : Cut.Mtu < ip.HeaderLength + 8 ? "with a header that leaves no room"
            : FirstPiece(ip) < Overlap?.Length ? "whose pieces are shorter than the overlap"
            : ip.Offset.Bytes + ip.PayloadLength > FragmentOffset.MaxBytes + 8 ? "that end beyond 65,535"
            : null;
        return Notes(reason);
    }

    // Later pieces are not shorter than the first, which has all the options; but for the last, which nothing overlaps.
    private int FirstPiece(in Ipv4Packet ip) => Math.Min(Cut.Mtu - ip.HeaderLength ?? int.MaxValue, Cut.Size ?? int.MaxValue) & ~7;

    private void WritePieces(in CapturedFrame frame, in IpPacket packet, PieceSeries series)
    {
        var isRecut = series.Header is { MoreFragments: true } or { Offset.Bytes: > 0 };
        // What fits a packet alone may not fit one with a Fragment header.
        var room = (series.Header.Version == IpVersion.V4 ? series.Header.MaxPayload : series.Header.MaxPayload - Ipv6FragmentHeader.Length) & ~7;
        (Cut with { Size = Math.Min(Cut.Size ?? room, room) }).Apply(series);
        Overlap?.Apply(series);
        Order?.For(series.Pieces.Count, Seed).Apply(series);
        new SpacingStep(Gap).Apply(series);

        // What is dropped is counted before anything is doubled, and both in the order of sending.
        var (count, comments) = (series.Pieces.Count, input.Comments);
        for (var number = 0; number < count; number++)
        {
            var piece = series.Pieces[number];
            var copies = Dropped.Contains(number) ? 0 : Doubled.Contains(number) ? 2 : 1;
            if (copies > 0)
            {
                Wait(frame, packet, piece, copies, comments);
                comments = [];
            }
        }

        _cut++;
        _recut += isRecut ? 1 : 0;
    }

    private void Wait(in CapturedFrame frame, in IpPacket packet, OutgoingPacket piece, int copies, IReadOnlyList<string> comments)
    {
        var bytes = _packet.AsSpan(0, piece.WriteTo(_packet));
        var length = LinkEnvelope.Write(frame, packet, bytes, Room(frame.Bytes.Length + bytes.Length));
        var one = frame with { Bytes = _frame.AsSpan(0, length), OriginalLength = length };
        for (; copies > 0; copies--)
        {
            _pieces++;
            _waiting.Add(one, frame.Timestamp + piece.At, comments);
            comments = [];
        }

        while (_waiting.Count > MaxWaiting && _waiting.TryTake(new Timestamp(long.MaxValue), out var early))
        {
            _early++;
            output.Write(early, Comment(_waiting.Comments));
        }
    }

    private Ipv4Header HeaderOf(in Ipv4Packet ip)
    {
        var header = Ipv4Header.CopyOf(ip);
        return NumbersAnew && !ip.IsFragment ? header with { Identification = (ushort)++_identification } : header;
    }

    // A packet that was whole has no identification to keep, unless it was sent as an atomic fragment. It gets one from the upper half of the
    // numbers: small ones are those that people write down, and fragments of the capture may have them.
    private Ipv6Header HeaderOf(in Ipv6Packet ip)
    {
        var header = Ipv6Header.CopyOf(ip);
        return ip.IsFragment ? header
            : NumbersAnew ? header with { Identification = ++_identification }
            : ip.IsAtomicFragment ? header
            : header with { Identification = 0x8000_0000 | ++_identification };
    }

    // The transport may stand behind headers that are cut with it.
    private byte[] PayloadOf(in Ipv6Packet ip)
    {
        var payload = ip.Fragmentable.ToArray();
        if (!ip.IsFragment && TransportChecksumRepair.Repair(ip, payload.AsSpan(payload.Length - ip.Payload.Length)))
        {
            _repaired++;
        }

        return payload;
    }

    // Once the packet is cut nobody can make its checksum right any more: it covers all pieces.
    private byte[] PayloadOf(in Ipv4Packet ip)
    {
        var payload = ip.Payload.ToArray();
        if (!ip.IsFragment && TransportChecksumRepair.Repair(ip, payload))
        {
            _repaired++;
        }

        return payload;
    }

    private byte[] Room(int length)
    {
        if (_frame.Length < length)
        {
            _frame = new byte[length];
        }

        return _frame;
    }

    private void WriteDue(Timestamp now)
    {
        while (_waiting.TryTake(now, out var frame))
        {
            output.Write(frame, Comment(_waiting.Comments));
        }
    }

    private static string Count(long count, string thing) => $"{count} {thing}{(count == 1 ? "" : "s")}";

    private static string? Comment(IReadOnlyList<string> comments) => comments.Count > 0 ? string.Join('\n', comments) : null;
}
