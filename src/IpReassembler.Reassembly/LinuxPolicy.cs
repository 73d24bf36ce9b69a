using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>Policy <c>linux</c>: what today's Linux kernel does (net/ipv4/ip_fragment.c, net/ipv6/reassembly.c and inet_fragment.c since 4.19).</summary>
/// <remarks>
/// Fragments form runs. A fragment that continues the last run extends it; any other that touches nothing is a
/// run of its own, even where it closes a hole. A fragment wholly inside one run is ignored without a look at
/// its bytes. Any other shared byte, and any contradiction about the end, kills the datagram: everything is
/// thrown away, and the next fragment of the key begins anew. Of IPv6, what RFC 8200 section 4.5 has answered with an error message is
/// refused alone, and what came before it stays.
/// </remarks>
/// <param name="ledger">Where its memory comes from.</param>
/// <param name="maxDistance">How far apart two fragments of the datagram may come, counted in fragments of their source (ipfrag_max_dist); 0 for any distance.</param>
internal sealed class LinuxPolicy(MemoryLedger ledger, int maxDistance) : PolicyView(ledger)
{
    private const int RunPrice = 8;

    // Sorted, none sharing a byte. The last run holds the highest offset.
    private readonly List<ByteRange> _runs = [];

    // What was kept, in order of arrival.
    private readonly List<SuppliedRange> _kept = [];
    private int _length;
    private int _arrived;
    private bool _lastSeen;
    private bool _firstSeen;
    private int _firstHeaderLength;
    private byte? _ipv6Header;
    private long _sourceCount;

    /// <inheritdoc/>
    public override int DeliveredLength => _length;

    /// <inheritdoc/>
    public override int? KnownEnd => _lastSeen ? _length : null;

    /// <inheritdoc/>
    protected override bool DropsInvalidEcn => true;

    /// <inheritdoc/>
    protected override int ExtraPrice => (_runs.Capacity * RunPrice) + (_kept.Capacity * SuppliedRange.Price);

    /// <inheritdoc/>
    protected override int ExtraPriceOf(int fragments) =>
        (PieceList.GrowthOf(_runs, fragments) * RunPrice) + (PieceList.GrowthOf(_kept, fragments) * SuppliedRange.Price);

    /// <inheritdoc/>
    public override void CopySupplied(List<SuppliedRange> supplied)
    {
        supplied.AddRange(_kept);
        supplied.Sort((one, other) => one.Range.Start - other.Range.Start);
    }

    /// <inheritdoc/>
    protected override bool BeginsAnew(in FragmentView fragment)
    {
        // Ignored fragments count too: they are the source's.
        var distance = fragment.SourceCount - _sourceCount;
        _sourceCount = fragment.SourceCount;
        return maxDistance > 0 && distance > maxDistance && fragment.Version == IpVersion.V4;
    }

    /// <inheritdoc/>
    protected override FragmentFate Judge(in FragmentView fragment)
    {
        if (fragment.Version == IpVersion.V6 && IsRefused(fragment))
        {
            return FragmentFate.Rejected;
        }

        // A piece that is not the last is cut down to a multiple of eight, not refused.
        var end = fragment.MoreFragments ? fragment.Range.End & ~7 : fragment.Range.End;
        var range = fragment.Range with { End = end };

        // These change what is known of the end even if the fragment is then ignored: a last piece that lies
        // inside a run leaves a datagram that knows its end, has every byte, and still waits until the timeout.
        if (!TakeEnd(end, fragment.MoreFragments) || end == range.Start)
        {
            return FragmentFate.Kills;
        }

        switch (Insert(range))
        {
            case null:
                return FragmentFate.Kills;
            case false:
                return FragmentFate.Ignored;
        }

        if (end <= PayloadStore.MaxEnd)
        {
            Store.Reach(new ByteRange(0, end));
            Store.Write(range, fragment.Payload[..range.Length]);
        }

        _arrived += range.Length;
        _kept.Add(new SuppliedRange(range, fragment.Frame));
        if (range.Start == 0)
        {
            _firstSeen = true;
            _firstHeaderLength = fragment.CountedHeaderLength;
            _ipv6Header = fragment.Version == IpVersion.V6 ? fragment.Header[^Ipv6FragmentHeader.Length] : null;
        }

        if (!_firstSeen || !_lastSeen || _arrived != _length)
        {
            return FragmentFate.Stored;
        }

        return _firstHeaderLength + _length > ushort.MaxValue || HasSecondFragmentHeader() ? FragmentFate.Kills : FragmentFate.Completes;
    }

    /// <inheritdoc/>
    protected override void Reset()
    {
        PieceList.Empty(_runs);
        PieceList.Empty(_kept);
        (_length, _arrived, _lastSeen, _firstSeen, _firstHeaderLength, _ipv6Header) = (0, 0, false, false, 0, null);
    }

    // What was rebuilt goes on to the headers in it, and a Fragment header takes no packet that another one has been taken out of.
    private bool HasSecondFragmentHeader() =>
        _ipv6Header is { } number && Ipv6Transport.LeadsToFragmentHeader(number, Store.Bytes(new ByteRange(0, _length)));

    // What the headers add is looked at only once the datagram is whole.
    private static bool IsRefused(in FragmentView fragment) =>
        fragment.HidesTransportFromLinux || fragment.Range.End > ushort.MaxValue || (fragment.MoreFragments && fragment.Range.End % 8 != 0);

    // False: it contradicts what is known of the end.
    private bool TakeEnd(int end, bool more)
    {
        if (!more)
        {
            if (end < _length || (_lastSeen && end != _length))
            {
                return false;
            }

            _lastSeen = true;
            _length = end;
        }
        else if (end > _length)
        {
            if (_lastSeen)
            {
                return false;
            }

            _length = end;
        }

        return true;
    }

    // True: kept. False: wholly inside one run. Null: it shares bytes in any other way.
    private bool? Insert(ByteRange range)
    {
        if (_runs.Count == 0 || range.End > _runs[^1].End)
        {
            if (_runs.Count > 0 && range.Start < _runs[^1].End)
            {
                return null;
            }

            if (_runs.Count > 0 && range.Start == _runs[^1].End)
            {
                _runs[^1] = _runs[^1] with { End = range.End };
            }
            else
            {
                _runs.Add(range);
            }

            return true;
        }

        // The first run that ends after the fragment's start: the only one it can lie in, and the first it can touch.
        var (low, high) = (0, _runs.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _runs[middle].End > range.Start ? (low, middle) : (middle + 1, high);
        }

        var run = _runs[low];
        if (!run.Overlaps(range))
        {
            _runs.Insert(low, range);
            return true;
        }

        return run.Start <= range.Start && range.End <= run.End ? false : null;
    }
}
