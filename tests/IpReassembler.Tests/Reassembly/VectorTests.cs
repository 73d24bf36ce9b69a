using System.Text.Json;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>The conformance vectors: values from an independent simulator, most of them confirmed by a Linux kernel.</summary>
public class VectorTests
{
    public static TheoryData<string, string> PolicyVectors()
    {
        var rows = new TheoryData<string, string>();
        foreach (var vector in Vector.All.Where(vector => vector.IsForPolicies))
        {
            foreach (var policy in OverlapPolicy.All)
            {
                rows.Add(vector.Name, policy.Name);
            }
        }

        return rows;
    }

    public static TheoryData<string> HeaderVectors() => [.. Vector.NamesIn("key", "hdr", "ecn")];

    public static TheoryData<string> TimeVectors() => [.. Vector.NamesIn("time")];

    [Theory]
    [MemberData(nameof(PolicyVectors))]
    public void Each_policy_gives_what_its_system_gives(string name, string policyName)
    {
        var vector = Vector.Find(name);
        var expected = vector.Expect(policyName);
        Assert.True(OverlapPolicy.TryFind(policyName, out var policy));

        var story = new Story(new ReassemblyOptions { Policy = policy }).Send(vector.Pieces);

        var verdicts = expected.GetProperty("verdicts").EnumerateArray().Select(verdict => verdict.GetString()!).ToArray();
        Assert.Equal(verdicts.Select(verdict => Fate(verdict.Split(':')[0])), story.Fates);
        Assert.Equal(Vector.Payloads(expected), story.Delivered.Select(Convert.ToHexStringLower));
        Assert.Equal(expected.GetProperty("left_over").GetBoolean(), story.Cache.Counters.Pending > 0);
        for (var i = 0; i < verdicts.Length; i++)
        {
            Assert.True(Explains(story.Anomalies[i], verdicts[i]), $"fragment {i}: {verdicts[i]}, but {story.Anomalies[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(HeaderVectors))]
    public void Keys_headers_and_ecn(string name)
    {
        var vector = Vector.Find(name);
        var expected = vector.ExpectOfHeader;

        var story = new Story().Send(vector.Pieces);

        Assert.Equal(Vector.Payloads(expected), story.Delivered.Select(Convert.ToHexStringLower));
        foreach (var packet in story.Packets)
        {
            Assert.Equal(0, Piece.Checksum(packet.AsSpan(0, (packet[0] & 15) * 4)));
            Assert.Equal(packet.Length, (packet[2] << 8) | packet[3]);
            Check(expected, "options", options => options.GetString(), Convert.ToHexStringLower(packet.AsSpan(20, ((packet[0] & 15) * 4) - 20)));
            Check(expected, "total_length", length => length.GetInt32(), packet.Length);
            Check(expected, "df", flag => flag.GetInt32(), (packet[6] >> 6) & 1);
            Check(expected, "evil", flag => flag.GetInt32(), packet[6] >> 7);
            Check(expected, "ecn", ecn => ecn.GetString(), new[] { "not-ect", "ect1", "ect0", "ce" }[packet[1] & 3]);
        }
    }

    [Theory]
    [MemberData(nameof(TimeVectors))]
    public void Time_counts_from_the_first_fragment(string name)
    {
        var vector = Vector.Find(name);
        if (!vector.Spec.TryGetProperty("from-first", out var expected))
        {
            // The two that speak of ICMP messages: a cache sends none, but its timeout is what triggers them.
            Assert.Equal(["Timeout #1"], new Story().Send(vector.Pieces).Wait(30).Events);
            return;
        }

        var story = new Story().Send(vector.Pieces);

        Assert.Equal(Vector.Payloads(expected), story.Delivered.Select(Convert.ToHexStringLower));
        Assert.Equal(expected.GetProperty("result").GetString() == "expired" || expected.TryGetProperty("expired", out _), story.Events.Count > 0);
    }

    private static void Check<T>(JsonElement expected, string field, Func<JsonElement, T> read, T actual)
    {
        if (expected.TryGetProperty(field, out var value))
        {
            Assert.Equal(read(value), actual);
        }
    }

    private static FragmentFate Fate(string word) => word switch
    {
        "stored" => FragmentFate.Stored,
        "complete" => FragmentFate.Completes,
        "ignored" => FragmentFate.Ignored,
        "rejected" => FragmentFate.Rejected,
        "killed" => FragmentFate.Kills,
        _ => throw new ArgumentException(word),
    };

    // A fragment that a policy refuses, or that shares bytes, must carry the name of the reason.
    private static bool Explains(Anomaly anomalies, string verdict) => verdict.Split(':') switch
    {
        [_, "overlap"] => (anomalies & (Anomaly.Overlap | Anomaly.OverlapConflicting | Anomaly.Duplicate | Anomaly.DuplicateConflicting)) != 0,
        [_, "conflicting-end"] => (anomalies & Anomaly.ConflictingEnd) != 0,
        [_, "beyond-end"] => (anomalies & Anomaly.BeyondEnd) != 0,
        [_, "zero-length"] => (anomalies & (Anomaly.ZeroLength | Anomaly.Unaligned)) != 0,
        [_, "unaligned"] => (anomalies & Anomaly.Unaligned) != 0,
        [_, "too-long"] => (anomalies & Anomaly.TooLong) != 0,
        _ => true,
    };
}
