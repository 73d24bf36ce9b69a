using System.Text.Json;
using IpReassembler.Packets;
using IpReassembler.Timing;

namespace IpReassembler.Records;

/// <summary>How what was measured is written in JSON: lengths of time in nanoseconds, null where there is none.</summary>
internal static class TimingFields
{
    /// <summary>The fields of one datagram.</summary>
    public static void WriteTiming(this Utf8JsonWriter json, in TimelineStatistics timing)
    {
        json.WriteNumber("extent_max"u8, timing.LargestExtent);
        json.WriteNumber("n_reordering_max"u8, timing.LargestDegree);
        json.WriteNumber("late_max_ns"u8, timing.LongestLateTime?.Nanoseconds);
        json.WriteNumber("gap_max_ns"u8, timing.LongestGap?.Nanoseconds);
        json.WriteNumber("gap_max_frame"u8, timing.LongestGapFrame);
        json.WriteNumber("span_ns"u8, timing.FirstToLast?.Nanoseconds);
        json.WriteNumber("ttl_changes"u8, timing.TimeToLiveChanges);
        json.WriteBoolean("clock_back"u8, timing.ClockSteppedBack);
    }

    /// <summary>The fields of a summary.</summary>
    public static void WriteTiming(this Utf8JsonWriter json, TimelineRecorder timing)
    {
        var traffic = timing.Traffic;
        json.WriteNumber("reordered"u8, traffic.Reordered);
        json.WriteNumber("extent_max"u8, traffic.LargestExtent);
        json.WriteNumber("n_reordering_max"u8, traffic.LargestDegree);
        json.WriteNumber("late_max_ns"u8, traffic.LongestLateTime?.Nanoseconds);
        json.WriteNumber("duplicates"u8, traffic.Duplicates);
        json.WriteNumber("ttl_changed"u8, traffic.TimeToLiveChanged);
        json.WriteNumber("clock_back"u8, traffic.ClockSteppedBack);
        json.WritePercentiles(traffic.FirstToComplete);
        json.WriteNumber("missing_first"u8, traffic.MissingFirst);
        json.WriteNumber("missing_middle"u8, traffic.MissingMiddle);
        json.WriteNumber("missing_last"u8, traffic.MissingLast);
        json.WriteNumber("extra_packets"u8, traffic.Cost.ExtraPackets);
        json.WriteNumber("extra_header_bytes"u8, traffic.Cost.ExtraHeaderBytes);
        json.WriteStartArray("sound_by_timeout"u8);
        for (var place = 0; place < TimeoutTable.Timeouts.Count; place++)
        {
            json.WriteStartObject();
            json.WriteNumber("timeout_ns"u8, TimeoutTable.Timeouts[place] is var timeout && timeout == Duration.Longest ? null : timeout.Nanoseconds);
            json.WriteNumber("sound"u8, timing.Timeouts[place]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>How many were timed, and how long they took.</summary>
    public static void WritePercentiles(this Utf8JsonWriter json, DurationHistogram times)
    {
        long? Percentile(double percent) => times.Percentile(percent)?.Nanoseconds;
        json.WriteNumber("timed"u8, times.Count);
        json.WriteNumber("min_ns"u8, Percentile(0));
        json.WriteNumber("p50_ns"u8, Percentile(50));
        json.WriteNumber("p90_ns"u8, Percentile(90));
        json.WriteNumber("p99_ns"u8, Percentile(99));
        json.WriteNumber("max_ns"u8, Percentile(100));
    }
}
