namespace IpReassembler.Reassembly;

/// <summary>The policies of systems that keep a sorted list and trim it: the new fragment loses to the piece before it and wins over those behind it.</summary>
/// <remarks>
/// <para>
/// Pieces are compared as earlier trimming left them, so three fragments can give other bytes than any rule for two. In <c>bsd</c>
/// (FreeBSD, XNU) a piece with the same start stands before the new fragment; in <c>linux-classic</c> (2.x to 4.18) behind it.
/// </para>
/// <para>
/// Complete means: a fragment without "more fragments" was put into the list, and every byte up to its end is there. One that was
/// ignored because its bytes were there leaves a datagram that is whole and waits until the timeout.
/// </para>
/// </remarks>
/// <param name="ledger">Where its memory comes from.</param>
/// <param name="sameStartIsBefore">Whether a piece that starts where the new fragment starts stands before it.</param>
internal sealed class ListPolicy(MemoryLedger ledger, bool sameStartIsBefore) : PiecePolicy(ledger)
{
    private bool _lastSeen;

    /// <inheritdoc/>
    protected override bool Take(in FragmentView fragment)
    {
        // held      [---P---)   [-A-)  [---B---)
        // new          [-------------------)
        // becomes   [---P---)[----new------)[-B)
        var (start, end) = (fragment.Range.Start, fragment.Range.End);
        var next = Pieces.FirstEndingAfter(start);
        if (next < Pieces.Count && StandsBefore(Pieces[next].Range.Start, fragment.Range.Start))
        {
            start = Pieces[next++].Range.End;
        }

        if (start >= end)
        {
            return false;
        }

        var first = next;
        while (next < Pieces.Count && Pieces[next].Range.End <= end)
        {
            next++;
        }

        var piece = Supply(fragment, new ByteRange(start, end));
        if (next < Pieces.Count && Pieces[next] is var cut && cut.Range.Start < end)
        {
            Pieces.Replace(first, next + 1 - first, [piece, cut with { Range = cut.Range with { Start = end } }]);
        }
        else
        {
            Pieces.Replace(first, next - first, [piece]);
        }

        _lastSeen |= !fragment.MoreFragments;
        return true;
    }

    /// <inheritdoc/>
    protected override bool IsComplete => _lastSeen && base.IsComplete;

    /// <inheritdoc/>
    protected override void Reset()
    {
        _lastSeen = false;
        base.Reset();
    }

    private bool StandsBefore(int start, int newStart) => sameStartIsBefore ? start <= newStart : start < newStart;
}
