using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>The evidence of one datagram, as SPEC section 0 puts it into words.</summary>
internal sealed class PlainRecord(long number, long first)
{
    private readonly SortedDictionary<int, byte> _bytes = [];
    private readonly List<(int Start, int End, byte TimeToLive)> _arrived = [];
    private readonly List<(int Start, int End)> _accepted = [];
    private int _highestOffset;
    private int _highestEnd;
    private int _fragments;
    private int _duplicates;
    private int _conflictingDuplicates;
    private int _overlaps;
    private int _conflicts;
    private int _reordered;
    private bool _malformed;
    private bool _timeToLiveChanged;

    public long Number => number;

    public long First => first;

    public DatagramState State { get; set; }

    public long? Waited { get; set; }

    public byte[]? Delivered { get; set; }

    public long CompleteFrame { get; set; }

    public long CompletedAfter { get; set; }

    /// <summary>Whether the key had completed a datagram within the timeout before.</summary>
    public bool Reuses { get; init; }

    /// <summary>The addresses of sender and receiver, as a pseudo-header has them.</summary>
    public required byte[] Addresses { get; init; }

    public int? End { get; private set; }

    public long WholeAt { get; private set; }

    public bool IsWhole => End == _bytes.Count;

    /// <summary>The ranges and bytes that make it up, to know late copies by.</summary>
    public HashSet<string> Parts { get; } = [];

    public void Take(Piece piece)
    {
        var (start, end) = (piece.Offset, piece.Offset + piece.Payload.Length);
        _fragments++;
        _reordered += start < _highestOffset ? 1 : 0;
        _highestOffset = Math.Max(_highestOffset, start);

        var isUnaligned = piece.More && end % 8 != 0;
        var kept = isUnaligned && !piece.IsIpv6 ? end / 8 * 8 : end;
        var contradicts = start == end || kept == start || (piece.IsIpv6 ? isUnaligned || end > 65_535 : 20 + end > 65_535)
            || (piece.More ? kept > End : End is { } known ? kept != known : kept < _highestEnd);
        _malformed |= isUnaligned || contradicts;

        var shared = Enumerable.Range(start, kept - start).Where(_bytes.ContainsKey).ToArray();
        var differs = shared.Any(at => _bytes[at] != piece.Payload[at - start]);
        if (shared.Length > 0)
        {
            _conflicts += differs ? 1 : 0;
            if (_accepted.Contains((start, kept)))
            {
                _duplicates++;
                _conflictingDuplicates += differs ? 1 : 0;
                _timeToLiveChanged |= _arrived.Any(other => (other.Start, other.End) == (start, end) && other.TimeToLive != piece.TimeToLive);
            }
            else
            {
                _overlaps++;
            }
        }

        _arrived.Add((start, end, piece.TimeToLive));
        if (!contradicts)
        {
            Accept(piece, kept, isPart: !differs && !isUnaligned);
        }
    }

    public static string PartOf(Piece piece) => $"{piece.Offset} {Convert.ToHexString(piece.Payload)}";

    /// <summary>Everything that is compared, in one line.</summary>
    public string Describe(byte protocol, long timeout, long? lateDuplicateOf) =>
        $"#{number} {State} {VerdictOf(protocol, timeout, repeats: lateDuplicateOf is not null)} {_fragments} fragments, {_duplicates}/{_conflictingDuplicates} duplicates, {_overlaps} overlaps, {_conflicts} conflicts, {_reordered} reordered"
        + $", {_bytes.Count} of {End}, missing {string.Join("", Missing())}"
        + (State is DatagramState.Killed or DatagramState.Timeout ? $", waited {Waited}" : "")
        + (State == DatagramState.Complete ? $", complete with {CompleteFrame} after {CompletedAfter}" : "")
        + (lateDuplicateOf is { } original ? $", repeats #{original}" : "");

    private void Accept(Piece piece, int kept, bool isPart)
    {
        var wasWhole = IsWhole;
        for (var at = piece.Offset; at < kept; at++)
        {
            _bytes.TryAdd(at, piece.Payload[at - piece.Offset]);
        }

        _highestEnd = Math.Max(_highestEnd, kept);
        End ??= piece.More ? null : kept;
        _accepted.Add((piece.Offset, kept));
        WholeAt = IsWhole && !wasWhole ? piece.At.Nanoseconds : WholeAt;
        if (isPart)
        {
            Parts.Add(PartOf(piece));
        }
    }

    private Verdict VerdictOf(byte protocol, long timeout, bool repeats)
    {
        var checksum = (Delivered ?? (IsWhole ? [.. _bytes.Values] : null)) is { } payload && protocol == 17 ? Udp(payload, Addresses) : ChecksumState.Unchecked;
        var inTime = IsWhole && WholeAt - first < timeout;
        return _malformed ? Verdict.Malformed
            : IsWhole && checksum == ChecksumState.Bad && (_conflictingDuplicates > 0 || _timeToLiveChanged || (Reuses && !repeats)) ? Verdict.Spliced
            : _conflicts > 0 ? Verdict.Conflict
            : checksum == ChecksumState.Bad && inTime ? Verdict.Corrupt
            : IsWhole && !inTime ? Verdict.Expired
            : !IsWhole ? Verdict.Incomplete
            : checksum == ChecksumState.Ok ? Verdict.Sound : Verdict.Unchecked;
    }

    private IEnumerable<ByteRange> Missing()
    {
        // Beyond the known bytes there is nothing to look for.
        var limit = End ?? (_bytes.Count == 0 ? 0 : _bytes.Keys.Last() + 1);
        for (var at = 0; at < limit; at++)
        {
            if (!_bytes.ContainsKey(at))
            {
                var hole = at;
                while (at < limit && !_bytes.ContainsKey(at))
                {
                    at++;
                }

                yield return new ByteRange(hole, at);
            }
        }

        if (End is null)
        {
            yield return new ByteRange(limit, int.MaxValue);
        }
    }

    // RFC 768, over the pseudo-header of the addresses every piece has.
    private static ChecksumState Udp(byte[] payload, byte[] addresses)
    {
        var length = payload.Length < 8 ? 0 : (payload[4] << 8) | payload[5];
        if (length < 8 || (payload[6] | payload[7]) == 0)
        {
            return ChecksumState.Unchecked;
        }

        byte[] pseudo = [.. addresses, 0, 17, (byte)(length >> 8), (byte)length];
        return length > payload.Length ? ChecksumState.Unverifiable
            : Piece.Checksum([.. pseudo, .. payload[..length]]) == 0 ? ChecksumState.Ok
            : ((payload[6] << 8) | payload[7]) == (ushort)~Piece.Checksum(pseudo) ? ChecksumState.Offloaded
            : ChecksumState.Bad;
    }
}
