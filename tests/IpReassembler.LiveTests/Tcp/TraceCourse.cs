using System.Globalization;
using System.Text.Json;

namespace IpReassembler.LiveTests.Tcp;

/// <summary>How the one connection of a trace went, as its lines tell: what was acknowledged, what was sent again, how long nothing got on.</summary>
internal sealed class TraceCourse
{
    /// <summary>Reads the lines.</summary>
    public TraceCourse(string file)
    {
        uint? reached = null;
        var (at, start, end) = (0m, 0u, 0u);
        foreach (var line in File.ReadLines(file))
        {
            var happened = JsonDocument.Parse(line).RootElement;
            var time = decimal.Parse(happened.GetProperty("time").GetString()!, CultureInfo.InvariantCulture);
            switch (happened.TryGetProperty("event", out var way) ? way.GetString() : null)
            {
                case "sent" when happened.GetProperty("len").GetInt32() > 0:
                    SentAgain += happened.TryGetProperty("retransmission", out _) ? 1 : 0;
                    if (reached is null)
                    {
                        (reached, at) = (start = happened.GetProperty("seq").GetUInt32(), time);
                    }

                    break;
                case "received" when reached is not null:
                    end = happened.GetProperty("ack").GetUInt32();
                    if (unchecked((int)(end - reached.Value)) > 0)
                    {
                        (LongestStall, at, reached) = (Math.Max(LongestStall, time - at), time, end);
                        Acknowledged = unchecked(end - start);
                    }

                    break;
            }
        }
    }

    /// <summary>The bytes that were acknowledged.</summary>
    public long Acknowledged { get; }

    /// <summary>The segments with text that were sent again.</summary>
    public long SentAgain { get; }

    /// <summary>The longest time, in seconds, from the first byte sent or one new acknowledgment to the next.</summary>
    public decimal LongestStall { get; }
}
