using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>How a file's count of ticks becomes nanoseconds (draft-ietf-opsawg-pcapng section 4.2, if_tsresol and if_tsoffset).</summary>
/// <remarks>Nearly every file counts 10^-6 or 10^-9 s; these cost one multiplication. The rest takes 128 bits and costs what it costs.</remarks>
internal readonly struct TimestampUnit
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly byte _resolution;
    private readonly long _offsetSeconds;

    // Nanoseconds in a tick, and the highest count that times it still fits; 0 sends every count the long way.
    private readonly long _nanosecondsPerTick;
    private readonly ulong _highestShortCount;

    private TimestampUnit(byte resolution, long offsetSeconds)
    {
        _resolution = resolution;
        _offsetSeconds = offsetSeconds;
        if (resolution <= 9 && offsetSeconds == 0)
        {
            _nanosecondsPerTick = 1;
            for (var i = resolution; i < 9; i++)
            {
                _nanosecondsPerTick *= 10;
            }

            _highestShortCount = long.MaxValue / (ulong)_nanosecondsPerTick;
        }
    }

    /// <summary>The unit that <paramref name="resolution"/> (coded as if_tsresol) says, with every time moved by <paramref name="offsetSeconds"/>.</summary>
    public static TimestampUnit FromResolution(byte resolution, long offsetSeconds) => new(resolution, offsetSeconds);

    /// <summary>A tick in whole nanoseconds, rounded down, at least 1.</summary>
    public long TickNanoseconds =>
        _nanosecondsPerTick > 0 ? _nanosecondsPerTick : long.Max(1, (long)UInt128.Min((UInt128)long.MaxValue, ToNanoseconds(1)));

    /// <summary>The point in time that a count of ticks names, saturated to the range of <see cref="Timestamp"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Timestamp ToTimestamp(ulong ticks) => ticks < _highestShortCount
        ? new Timestamp((long)ticks * _nanosecondsPerTick)
        : new Timestamp((long)Int128.Clamp(ToExactNanoseconds(ticks), long.MinValue, long.MaxValue));

    /// <summary>The nanoseconds since 1970 that a count of ticks names, without a limit; parts of a nanosecond are cut off.</summary>
    public Int128 ToExactNanoseconds(ulong ticks) => (Int128)ToNanoseconds(ticks) + ((Int128)_offsetSeconds * NanosecondsPerSecond);

    private UInt128 ToNanoseconds(ulong ticks)
    {
        var exponent = _resolution & 0x7F;
        if ((_resolution & 0x80) != 0)
        {
            // 2^64 ticks of 10^9 need 94 bits, so the product fits; a shift by 127 leaves nothing.
            return ((UInt128)ticks * NanosecondsPerSecond) >> exponent;
        }
        if (exponent <= 9)
        {
            return ticks * PowerOfTen(9 - exponent);
        }
        // 10^38 is the last power of ten in 128 bits; ticks finer than 10^-38 s are no time at all.
        return exponent - 9 > 38 ? 0 : ticks / PowerOfTen(exponent - 9);
    }

    private static UInt128 PowerOfTen(int exponent)
    {
        UInt128 power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }
        return power;
    }
}
