namespace IpReassembler.Tests.Reassembly;

/// <summary>Makes a sequence that shows something as short as it can be while it still shows it.</summary>
internal static class Shrinker
{
    /// <summary>Takes items away, large parts first, until each one that is left is needed.</summary>
    /// <param name="items">A sequence that <paramref name="shows"/> is true of.</param>
    /// <param name="shows">Asked of shorter sequences only, and never of an empty one.</param>
    public static T[] Shrink<T>(IReadOnlyList<T> items, Func<T[], bool> shows)
    {
        T[] least = [.. items];
        var count = least.Length / 2;
        while (count >= 1)
        {
            var before = least.Length;
            for (var start = least.Length - count; start >= 0; start--)
            {
                T[] shorter = [.. least[..start], .. least[(start + count)..]];
                if (shorter.Length > 0 && shows(shorter))
                {
                    least = shorter;
                    start = Math.Min(start, least.Length - count + 1);
                }
            }

            // What was needed beside something that is gone now may not be needed any more.
            count = least.Length == before ? count / 2 : Math.Min(count, least.Length);
        }

        return least;
    }
}
