using System.Numerics;

namespace IpReassembler.Timing;

/// <summary>How far out of order things came, by RFC 4737: the sequence number of a fragment is its offset.</summary>
/// <remarks>
/// Work space that is used again and again: it grows to the longest sequence measured, 16 bytes for each element.
/// Equal numbers are not out of order, as two copies of one fragment are.
/// </remarks>
internal sealed class Reordering
{
    private int[] _largest = [];
    private int[] _stack = [];
    private int[] _overtakers = [];
    private int[] _degrees = [];

    /// <summary>For each arrival the place of the earliest arrival with a larger number; -1 for what came in order (RFC 4737 section 4.2.2).</summary>
    public ReadOnlySpan<int> Overtakers => _overtakers;

    /// <summary>For each arrival how many arrivals immediately before it all have a larger number: the largest n for which it is n-reordered (section 5.4).</summary>
    public ReadOnlySpan<int> Degrees => _degrees;

    /// <summary>Measures a sequence of arrivals. The extent of an arrival is its place less that of its overtaker.</summary>
    public void Measure(ReadOnlySpan<int> sequence)
    {
        if (_largest.Length < sequence.Length)
        {
            var length = Math.Max(64, (int)BitOperations.RoundUpToPowerOf2((uint)sequence.Length));
            (_largest, _stack, _overtakers, _degrees) = (new int[length], new int[length], new int[length], new int[length]);
        }

        // The stack holds the places whose numbers no later arrival has undercut: its top is the nearest that is not larger.
        var depth = 0;
        for (var at = 0; at < sequence.Length; at++)
        {
            var number = sequence[at];
            while (depth > 0 && sequence[_stack[depth - 1]] > number)
            {
                depth--;
            }

            _degrees[at] = depth == 0 ? at : at - 1 - _stack[depth - 1];
            _stack[depth++] = at;
            _overtakers[at] = at == 0 || _largest[at - 1] <= number ? -1 : FirstAbove(number, at);
            _largest[at] = at == 0 ? number : Math.Max(_largest[at - 1], number);
        }
    }

    // The largest number so far never falls, so the first place where it is above the number can be looked up.
    private int FirstAbove(int number, int end)
    {
        var (low, high) = (0, end - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _largest[middle] > number ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
