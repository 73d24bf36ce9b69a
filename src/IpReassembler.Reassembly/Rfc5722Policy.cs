namespace IpReassembler.Reassembly;

/// <summary>Policy <c>rfc5722</c>: overlapping fragments discard the datagram (RFC 5722 section 3, RFC 8200 section 4.5); an exact duplicate is ignored.</summary>
/// <remarks>
/// A first fragment of IPv6 that hides its transport's header is refused (RFC 7112 section 5). The bytes of a duplicate are not compared. The next fragment of the key after a discard
/// begins anew.
/// </remarks>
internal sealed class Rfc5722Policy(MemoryLedger ledger) : PiecePolicy(ledger)
{
    /// <inheritdoc/>
    protected override FragmentFate Judge(in FragmentView fragment)
    {
        if (fragment.HidesTransport)
        {
            return FragmentFate.Rejected;
        }

        if (IsWellFormed(fragment) && Pieces.FirstEndingAfter(fragment.Range.Start) is var next && next < Pieces.Count)
        {
            // Before the end is looked at: what overlaps kills, even if it also contradicts the end.
            var held = Pieces[next].Range;
            if (held.Overlaps(fragment.Range))
            {
                return held == fragment.Range ? FragmentFate.Ignored : FragmentFate.Kills;
            }
        }

        return base.Judge(fragment);
    }

    /// <inheritdoc/>
    protected override bool Take(in FragmentView fragment)
    {
        Pieces.Replace(Pieces.FirstEndingAfter(fragment.Range.Start), 0, [Supply(fragment, fragment.Range)]);
        return true;
    }
}
