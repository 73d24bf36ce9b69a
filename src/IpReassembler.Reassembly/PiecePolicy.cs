namespace IpReassembler.Reassembly;

/// <summary>What the policies share that keep pieces: acceptable or not is decided first, by the rules common to them; then the policy speaks.</summary>
internal abstract class PiecePolicy(MemoryLedger ledger) : PolicyView(ledger)
{
    private ValidityRule _validity;

    /// <inheritdoc/>
    public override int DeliveredLength => Pieces.Length;

    /// <inheritdoc/>
    public override int? KnownEnd => _validity.End;

    /// <summary>What the host holds.</summary>
    protected PieceList Pieces { get; } = new();

    /// <inheritdoc/>
    protected override int ExtraPrice => Pieces.Price;

    /// <inheritdoc/>
    protected override int ExtraPriceOf(int fragments) => Pieces.PriceToGrow(fragments);

    /// <inheritdoc/>
    public override void CopySupplied(List<SuppliedRange> supplied)
    {
        foreach (ref readonly var piece in Pieces.Pieces)
        {
            supplied.Add(new SuppliedRange(piece.Range, piece.Frame));
        }
    }

    /// <inheritdoc/>
    protected override FragmentFate Judge(in FragmentView fragment)
    {
        if (!IsWellFormed(fragment) || !GoesWithOthers(fragment))
        {
            return FragmentFate.Rejected;
        }

        Store.Reach(new ByteRange(0, fragment.Range.End));
        var kept = Take(fragment);
        if (kept && fragment.Range.Start == 0 && Pieces[0].Frame == fragment.Frame && Pieces[0].Received == fragment.Range)
        {
            // The header is that of the fragment that supplies the first byte.
            Store.ReplaceHeader(fragment.Header);
        }

        return IsComplete ? WholeFate : kept ? FragmentFate.Stored : FragmentFate.Ignored;
    }

    /// <summary>Takes of an acceptable fragment what the policy gives it.</summary>
    /// <returns>Whether it got any byte.</returns>
    protected abstract bool Take(in FragmentView fragment);

    /// <summary>Whether the host delivers now: every byte up to the known end is there. Pieces share nothing and none lies beyond the end, so their length tells.</summary>
    protected virtual bool IsComplete => Pieces.Length == _validity.End;

    /// <summary>Whether a fragment is acceptable by itself.</summary>
    protected static bool IsWellFormed(in FragmentView fragment) =>
        ValidityRule.OfItself(fragment.Range, fragment.MoreFragments, fragment.CountedHeaderLength) == Anomaly.None;

    /// <summary>Whether a fragment is acceptable beside those before it; if so, what it says of the end is known from now on.</summary>
    protected bool GoesWithOthers(in FragmentView fragment)
    {
        if (_validity.BesideOthers(fragment.Range, fragment.MoreFragments) != Anomaly.None)
        {
            return false;
        }

        _validity.Accepted(fragment.Range, fragment.MoreFragments);
        return true;
    }

    /// <summary>What becomes of the fragment with which every byte is there. Each piece fits behind its own header, but perhaps not all behind the first one's options.</summary>
    protected FragmentFate WholeFate => Store.CountedHeaderLength + Pieces.Length > ushort.MaxValue ? FragmentFate.Kills : FragmentFate.Completes;

    /// <summary>The piece of a fragment that covers this range, its bytes put into the store.</summary>
    protected HeldPiece Supply(in FragmentView fragment, ByteRange range)
    {
        Store.Overwrite(range, fragment.Payload.Slice(range.Start - fragment.Range.Start, range.Length));
        return new HeldPiece(range, fragment.Range, fragment.Frame);
    }

    /// <inheritdoc/>
    protected override void Reset()
    {
        _validity = default;
        Pieces.Clear();
    }
}
