using IpReassembler.Tests.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>All pairs and triples of fragments of a small grid, each inside other fragments that make a whole datagram of it.</summary>
/// <remarks>
/// The method is that of Aubard et al. (PYROLYSE, 2025): what a host does with three overlapping fragments does not follow from
/// what it does with each two of them, so a rule taken from pairs must be tried on triples, all of them.
/// </remarks>
/// <param name="Fragments">The fragments that pairs and triples are made of, in a datagram that begins with the grid.</param>
/// <param name="Width">Where the grid ends: no fragment reaches further. A multiple of 8.</param>
internal sealed record FragmentGrid(FragmentSketch[] Fragments, int Width)
{
    private const int Unit = 8;

    /// <summary>Every range of whole units, as a middle piece and as a last one.</summary>
    public static FragmentGrid OfUnits(int units) => new(
        [.. from start in Enumerable.Range(0, units)
            from length in Enumerable.Range(1, units - start)
            from more in new[] { true, false }
            select new FragmentSketch(Unit * start, Unit * length, more)],
        Unit * units);

    /// <summary>Every range that ends at half units as well, empty ones too.</summary>
    public static FragmentGrid OfHalfUnits(int units) => new(
        [.. from start in Enumerable.Range(0, units)
            from length in Enumerable.Range(0, (2 * (units - start)) + 1)
            from more in new[] { true, false }
            select new FragmentSketch(Unit * start, Unit / 2 * length, more)],
        Unit * units);

    public IEnumerable<Trial> Pairs => In(from a in Fragments from b in Fragments select new[] { a, b });

    public IEnumerable<Trial> Triples => In(from a in Fragments from b in Fragments from c in Fragments select new[] { a, b, c });

    // What stands around them: a first fragment in front of the grid and a last one behind it, before or after them
    // or split; or nothing, and the grid is all of the datagram.
    private IEnumerable<Trial> In(IEnumerable<FragmentSketch[]> tuples)
    {
        var first = new FragmentSketch(0, Unit, More: true);
        var last = new FragmentSketch(Unit + Width, Unit, More: false);
        foreach (var tuple in tuples)
        {
            FragmentSketch[] inner = [.. tuple.Select(fragment => fragment with { Offset = fragment.Offset + Unit })];
            FragmentSketch[] filling = [.. Holes(inner, Unit, Unit + Width)];
            var words = FragmentSketch.Say(tuple);
            yield return new($"{words}, alone", [.. tuple, .. Holes(tuple, 0, tuple.Max(fragment => fragment.Offset + fragment.Length))]);
            yield return new($"{words}, after first and last", [first, last, .. inner, .. filling]);
            yield return new($"{words}, after first", [first, .. inner, .. filling, last]);
            yield return new($"{words}, after last", [last, .. inner, .. filling, first]);
            yield return new($"{words}, before last and first", [.. inner, .. filling, last, first]);
        }
    }

    // The units that no fragment covers, neighbours in one piece.
    private static IEnumerable<FragmentSketch> Holes(FragmentSketch[] fragments, int start, int end)
    {
        for (var at = start; at < end;)
        {
            var until = at;
            while (until < end && !fragments.Any(fragment => fragment.Offset < until + Unit && until < fragment.Offset + fragment.Length))
            {
                until += Unit;
            }

            if (until > at)
            {
                yield return new FragmentSketch(at, until - at, More: true);
            }

            at = until + Unit;
        }
    }
}
