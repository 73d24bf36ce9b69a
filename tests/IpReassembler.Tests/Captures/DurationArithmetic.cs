using IpReassembler.Packets;

namespace IpReassembler.Tests.Captures;

/// <summary>Sums and multiples of durations: recipes count in them, the library does not.</summary>
internal static class DurationArithmetic
{
    extension(Duration)
    {
        public static Duration operator +(Duration one, Duration other) => new(one.Nanoseconds + other.Nanoseconds);

        public static Duration operator *(Duration one, int times) => new(one.Nanoseconds * times);
    }
}
