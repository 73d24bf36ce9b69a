namespace IpReassembler.Transfer;

/// <summary>A size in decimal digits with nothing behind it that ends it, followed by as many bytes as it says. Finds where the digits end and the data begins.</summary>
/// <remarks>
/// Data that begins with digits makes several readings possible:
/// <code>
/// 1 2 3 4 x y ...     1 and its byte 2 | 12 and its bytes 34xy... | 123 and 4xy... | 1234 and xy...
/// </code>
/// How many bytes come in all tells: a reading with one digit more has at least ten times the size, so the sums of digits
/// and size differ, and at most one of them fits. A size is written as people write it: no zero in front.
/// </remarks>
internal sealed class UndelimitedSize
{
    /// <summary>After so many bytes no more digits can belong to the size.</summary>
    public const int MostDigits = 19;

    private readonly List<Reading> _readings = [];

    /// <param name="bytes">The digits and what follows them, or as much of it as matters: <see cref="IsEnough"/>.</param>
    /// <param name="maxSize">Larger sizes are not meant.</param>
    public UndelimitedSize(ReadOnlySpan<byte> bytes, long maxSize)
    {
        var size = 0L;
        for (var i = 0; i < bytes.Length && i < MostDigits && bytes[i] is >= (byte)'0' and <= (byte)'9' && !(i > 0 && bytes[0] == '0'); i++)
        {
            size = (size * 10) + bytes[i] - '0';
            if (size > maxSize)
            {
                break;
            }

            _readings.Add(new Reading(i + 1, size));
        }
    }

    /// <summary>How many digits the size has, and what they say.</summary>
    public readonly record struct Reading(int Digits, long Size)
    {
        /// <summary>The bytes of the digits and of the data.</summary>
        public long Total => Digits + Size;
    }

    /// <summary>Everything the digits may mean, the fewest digits first. Empty: this is no size, or one beyond the limit.</summary>
    public IReadOnlyList<Reading> Readings => _readings;

    /// <summary>Whether more bytes can add no reading.</summary>
    public static bool IsEnough(ReadOnlySpan<byte> bytes) => bytes.Length >= MostDigits || bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>The reading for which so many bytes are all there is; null when there is none.</summary>
    public Reading? Fitting(long total)
    {
        foreach (var reading in _readings)
        {
            if (reading.Total == total)
            {
                return reading;
            }
        }

        return null;
    }
}
