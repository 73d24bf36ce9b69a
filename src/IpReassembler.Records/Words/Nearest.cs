namespace IpReassembler.Records;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
public static class Nearest
{
    /// <summary>Longer words are not guessed at: nobody mistypes those, and the guess costs the product of the lengths.</summary>
    private const int LongestWord = 40;

    /// <summary>The candidate with the fewest slips from <paramref name="word"/>, whatever the case; null when none is near: at most one slip for three letters, and never every letter.</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > LongestWord)
        {
            return null;
        }

        var typed = word.ToLowerInvariant();
        var allowed = Math.Min(typed.Length - 1, Math.Max(1, typed.Length / 3));
        string? best = null;
        foreach (var candidate in candidates)
        {
            var distance = EditDistance.Between(typed, candidate.ToLowerInvariant());
            if (distance <= allowed)
            {
                (best, allowed) = (candidate, distance - 1);
            }
        }

        return best;
    }

    /// <summary>The end of an error message: <c>; did you mean 'verdict'?</c>, or nothing.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        To(word, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : "";
}
