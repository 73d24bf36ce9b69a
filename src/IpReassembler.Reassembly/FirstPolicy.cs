namespace IpReassembler.Reassembly;

/// <summary>Policy <c>first</c>: a byte that has arrived stays; a fragment fills the holes.</summary>
internal sealed class FirstPolicy(MemoryLedger ledger) : PolicyView(ledger)
{
    private ValidityRule _validity;
    private int _arrived;
    private int _firstHeaderLength;

    /// <inheritdoc/>
    public override int DeliveredLength => _arrived;

    /// <inheritdoc/>
    protected override FragmentFate Judge(in FragmentView fragment)
    {
        var (range, more) = (fragment.Range, fragment.MoreFragments);
        if ((ValidityRule.OfItself(range, more, fragment.HeaderLength) | _validity.BesideOthers(range, more)) != Anomaly.None)
        {
            return FragmentFate.Rejected;
        }

        _validity.Accepted(range, more);
        Store.Reach(range.End);
        var written = Store.WriteHoles(range, fragment.Payload);
        _arrived += written;
        if (range.Start == 0)
        {
            _firstHeaderLength = _firstHeaderLength == 0 ? fragment.HeaderLength : _firstHeaderLength;
        }

        if (_arrived == _validity.End)
        {
            return _firstHeaderLength + _arrived > ushort.MaxValue ? FragmentFate.Kills : FragmentFate.Completes;
        }

        return written == 0 ? FragmentFate.Ignored : FragmentFate.Stored;
    }

    /// <inheritdoc/>
    protected override void Reset() => (_validity, _arrived, _firstHeaderLength) = (default, 0, 0);
}
