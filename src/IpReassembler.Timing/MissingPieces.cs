using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>How many pieces of a datagram never came, by where they belong.</summary>
/// <param name="First">The piece at offset 0: 0 or 1.</param>
/// <param name="Middle">Those between, as many as fit into the holes; behind the last byte that came none is guessed.</param>
/// <param name="Last">The piece without "more fragments": 0 or 1.</param>
public readonly record struct MissingPieces(int First, int Middle, int Last)
{
    /// <summary>All of them.</summary>
    public int Count => First + Middle + Last;

    /// <summary>How many pieces fit into a hole. A sender cuts all but the last to one length, so the longest that came tells.</summary>
    /// <param name="hole">The hole; with a known end.</param>
    /// <param name="unit">The length of the longest piece that was not the last; 0 when none came.</param>
    public static int Fitting(ByteRange hole, int unit) => unit <= 0 ? 1 : (hole.Length + unit - 1) / unit;

    /// <summary>Counts the pieces that fit into the holes of a datagram.</summary>
    /// <param name="holes">The ranges that never came; an end of <see cref="int.MaxValue"/> stands for an end that is not known.</param>
    /// <param name="unit">The length of the longest piece that was not the last; 0 when none came.</param>
    public static MissingPieces In(IEnumerable<ByteRange> holes, int unit)
    {
        var (first, middle, last) = (0, 0, 0);
        foreach (var hole in holes)
        {
            if (hole.Start == 0)
            {
                first = 1;
            }

            if (hole.End == int.MaxValue)
            {
                last = 1;
            }
            else
            {
                middle += Fitting(hole, unit) - (hole.Start == 0 ? 1 : 0);
            }
        }

        return new MissingPieces(first, middle, last);
    }
}
