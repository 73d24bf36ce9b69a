using System.Text.Json;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>The conformance vectors: values from an independent simulator, most of them confirmed by a Linux kernel.</summary>
public class VectorTests
{
    public static TheoryData<string, string> PolicyVectors() => ForEachPolicy(Vector.All.Where(vector => vector.IsForPolicies).Select(vector => vector.Name));

    // ECN is looked at by linux alone.
    public static TheoryData<string, string> HeaderVectors()
    {
        var rows = ForEachPolicy(Vector.NamesIn("key", "hdr"));
        foreach (var name in Vector.NamesIn("ecn"))
        {
            rows.Add(name, OverlapPolicy.Linux.Name);
        }

        return rows;
    }

    public static TheoryData<string, string> TimeVectors() => ForEachPolicy(Vector.NamesIn("time"));

    public static TheoryData<string> LimitVectors() => [.. Vector.NamesIn("evict")];

    public static TheoryData<string, string> Ipv6Vectors()
    {
        var rows = new TheoryData<string, string>();
        foreach (var name in Vector.NamesIn("v6"))
        {
            // What a standard says goes for every policy that follows it; what Linux does, for Linux alone.
            foreach (var side in Vector.Find(name).Spec.EnumerateObject().Select(side => side.Name).Where(side => !side.StartsWith("icmp", StringComparison.Ordinal)))
            {
                rows.Add(name, side);
            }
        }

        return rows;
    }

    public static TheoryData<string> DistanceVectors() => [.. Vector.NamesIn("dist")];

    [Theory]
    [MemberData(nameof(PolicyVectors))]
    public void Each_policy_gives_what_its_system_gives(string name, string policyName)
    {
        var vector = Vector.Find(name);
        var expected = vector.Expect(policyName);

        var story = new Story(With(policyName)).Send(vector.Pieces);

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
    public void Keys_headers_and_ecn(string name, string policyName)
    {
        var vector = Vector.Find(name);
        var expected = vector.ExpectOfHeader;

        var story = new Story(With(policyName)).Send(vector.Pieces);

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
    public void Time_counts_from_the_first_fragment(string name, string policyName)
    {
        var vector = Vector.Find(name);
        if (!vector.Spec.TryGetProperty("from-first", out var expected))
        {
            // The two that speak of ICMP messages: a cache sends none, but its timeout is what triggers them.
            Assert.Equal(["Timeout #1"], new Story(With(policyName)).Send(vector.Pieces).Wait(30).Events);
            return;
        }

        var story = new Story(With(policyName)).Send(vector.Pieces);

        Assert.Equal(Vector.Payloads(expected), story.Delivered.Select(Convert.ToHexStringLower));
        Assert.Equal(expected.GetProperty("result").GetString() == "expired" || expected.TryGetProperty("expired", out _), story.Events.Count > 0);
    }

    /// <summary>Who goes first, as SPEC section 0 has it: the lines called "evict-oldest" are what its rule gives.</summary>
    [Theory]
    [MemberData(nameof(LimitVectors))]
    public void Limits_evict_the_oldest_on_probation(string name)
    {
        var vector = Vector.Find(name);
        var (config, spec) = (vector.Config, vector.Spec);
        var pieces = vector.Pieces.ToArray();

        // Memory is charged for blocks really held, 1 MiB at least: a limit on payload bytes becomes one on the datagrams that have them.
        var story = new Story(new ReassemblyOptions
        {
            MaxDatagrams = config.TryGetProperty("max_payload_bytes", out var bytes) ? bytes.GetInt32() / pieces[0].Payload.Length : Setting(config, "max_datagrams", 65_536),
            MaxFragments = Setting(config, "max_fragments", 8_192),
        }).Send(pieces);

        if (spec.TryGetProperty("limit-16", out var limited))
        {
            Assert.True(story.Anomalies[^1].HasFlag(Anomaly.TooManyFragments));
            Assert.Equal(limited.GetProperty("dropped").GetInt32(), story.Cache.Counters.Evicted + story.Cache.Counters.Refused);
            return;
        }

        var expected = spec.GetProperty("evict-oldest");
        var delivered = expected.TryGetProperty("delivered_ids", out var ids) ? ids.GetArrayLength() : 0;
        Assert.Equal(delivered, story.Delivered.Count);
        Check(expected, "delivered_ids", Ids, string.Join(' ', story.Packets.Select(packet => (packet[4] << 8) | packet[5])));
        Check(expected, "evicted_ids", Ids, string.Join(' ', story.Events.Select(id => pieces[int.Parse(id[(id.IndexOf('#') + 1)..], System.Globalization.CultureInfo.InvariantCulture) - 1].Id)));
        Check(expected, "left_ids", left => left.GetArrayLength(), (int)story.Cache.Counters.Pending);
    }

    [Theory]
    [MemberData(nameof(Ipv6Vectors))]
    public void Ipv6_goes_by_its_standards(string name, string side)
    {
        var vector = Vector.Find(name);
        var expected = vector.Spec.GetProperty(side);
        var result = expected.GetProperty("result").GetString();

        var story = new Story(With(side is "linux" or "rfc3168" ? "linux" : "rfc5722"));
        var whole = new List<byte[]>();
        foreach (var piece in vector.Pieces)
        {
            var before = story.Fates.Count;
            story.Send(piece);
            if (story.Fates.Count == before)
            {
                // An atomic fragment passes by, delivered at once as the packet it is.
                whole.Add(piece.Payload);
            }
        }

        Assert.Equal(Vector.Payloads(expected), [.. whole.Concat(story.Delivered).Select(Convert.ToHexStringLower)]);
        Assert.Equal(result == "dropped", story.Fates.Contains(FragmentFate.Kills));
        Assert.Equal(result == "incomplete", story.Fates.Contains(FragmentFate.Rejected) && story.Cache.Counters.Pending > 0);
        Assert.Equal(result == "expired", story.Events.Contains("Timeout #1"));
        if (expected.TryGetProperty("event", out var what))
        {
            Assert.Contains(story.Anomalies, anomalies => Explains(anomalies, "x:" + what.GetString()));
        }
    }

    [Theory]
    [MemberData(nameof(DistanceVectors))]
    public void Linux_gives_up_what_comes_too_far_apart(string name)
    {
        var vector = Vector.Find(name);
        var expected = vector.Spec.GetProperty("linux");
        var distance = vector.Config.GetProperty("max_dist").GetInt32();

        var story = new Story(new ReassemblyOptions { Policy = OverlapPolicy.LinuxWithMaxDistance(distance) }).Send(vector.Pieces);

        Assert.Equal(Vector.Payloads(expected), story.Delivered.Select(Convert.ToHexStringLower));
        Assert.Equal(expected.TryGetProperty("event", out _) ? ["DistanceReset #1"] : [], story.Events);
    }

    private static string Ids(JsonElement ids) => string.Join(' ', ids.EnumerateArray().Select(id => id.GetInt32()));

    private static ReassemblyOptions With(string policyName)
    {
        Assert.True(OverlapPolicy.TryFind(policyName, out var policy));
        return new ReassemblyOptions { Policy = policy };
    }

    private static TheoryData<string, string> ForEachPolicy(IEnumerable<string> names)
    {
        var rows = new TheoryData<string, string>();
        foreach (var name in names)
        {
            foreach (var policy in OverlapPolicy.All)
            {
                rows.Add(name, policy.Name);
            }
        }

        return rows;
    }

    private static int Setting(JsonElement config, string name, int otherwise) => config.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;

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
