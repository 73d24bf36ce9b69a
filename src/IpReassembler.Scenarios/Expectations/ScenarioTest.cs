using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Scenarios;

/// <summary>Sends a scenario through the reassembler, once for each policy that it names, and holds what comes out against what it expects.</summary>
/// <remarks>The link's impairments are left out: expectations speak of the fragments as they are written down.</remarks>
public static class ScenarioTest
{
    /// <summary>Tests every expectation.</summary>
    /// <returns>A finding for each policy of each expectation, in the order of the text.</returns>
    public static IReadOnlyList<ScenarioFinding> Run(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var keys = KeysOf(scenario);
        var observed = scenario.Expectations.SelectMany(expectation => expectation.Outcomes).Select(outcome => outcome.Policy).Distinct()
            .ToDictionary(policy => policy, policy => Observe(scenario, policy));
        return [.. scenario.Expectations.SelectMany(expectation => expectation.Outcomes.Select(outcome => Compare(scenario, expectation, outcome, keys, observed[outcome.Policy])))];
    }

    // The keys under which each repetition of each datagram goes, in the order in which they are met.
    private static Dictionary<(int Datagram, int Repetition), List<DatagramKey>> KeysOf(Scenario scenario)
    {
        var expected = scenario.Expectations.Select(expectation => expectation.Datagram).ToHashSet();
        var keys = new Dictionary<(int Datagram, int Repetition), List<DatagramKey>>();
        using var player = new ScenarioPlayer(scenario);
        while (player.Read(out var frame) == ReadResult.Frame)
        {
            if (!expected.Contains(player.Last.Datagram))
            {
                continue;
            }

            var vlans = player.LastPacket!.Vlans.Aggregate(VlanTags.None, (tags, vlan) => tags.With(vlan));
            var header = player.LastPacket.Innermost.Header;
            var key = KeyOf(header.Source, header.Destination, header.Identification, header.Protocol, vlans, player.LastPacket.Depth);
            if (!keys.TryGetValue(player.Last, out var list))
            {
                keys.Add(player.Last, list = []);
            }

            if (!list.Contains(key))
            {
                list.Add(key);
            }
        }

        return keys;
    }

    private static Dictionary<DatagramKey, Observation> Observe(Scenario scenario, OverlapPolicy policy)
    {
        var observations = new Dictionary<DatagramKey, Observation>();
        var cache = new ReassemblyCache(scenario.Limits with { Policy = policy });
        var tunnels = new TunnelOpener();
        using var source = scenario.PlayUnimpaired();
        while (source.Read(out var frame) == ReadResult.Frame)
        {
            if (!LinkLayer.TryGetIp(frame, out var packet, out _))
            {
                continue;
            }

            var outcomes = cache.Accept(packet);
            do
            {
                Note(outcomes, observations);
                NoteWhole(packet, observations);
            }
            while (tunnels.TryGoOn(cache, ref packet, ref outcomes));
        }

        Note(cache.Finish(), observations);
        return observations;
    }

    // What is not a fragment a host delivers as it is.
    private static void NoteWhole(in IpPacket packet, Dictionary<DatagramKey, Observation> observations)
    {
        if (Ipv4Packet.TryParse(packet.Bytes, out var ip, out _) && !ip.IsFragment && !ip.IsCutShort && ip.HeaderChecksumState == ChecksumState.Ok)
        {
            var key = KeyOf(ip.Source, ip.Destination, ip.Identification, ip.Protocol, packet.Vlans, packet.Depth);
            Of(observations, key).Deliveries.Add(Delivery.Of(ip.Payload));
        }
        else if (Ipv6Packet.TryParse(packet.Bytes, out var ip6, out _) && !ip6.IsFragment && !ip6.IsCutShort)
        {
            var key = KeyOf(ip6.Source, ip6.Destination, ip6.Identification, ip6.Protocol, packet.Vlans, packet.Depth);
            Of(observations, key).Deliveries.Add(Delivery.Of(ip6.Payload));
        }
    }

    // IPv6 names a datagram without its protocol (RFC 8200 section 4.5).
    private static DatagramKey KeyOf(IpAddress source, IpAddress destination, uint identification, byte protocol, VlanTags vlans, int depth) =>
        new(source, destination, identification, source.Version == IpVersion.V4 ? protocol : (byte)0, vlans, depth);

    private static void Note(OutcomeSequence outcomes, Dictionary<DatagramKey, Observation> observations)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome.Datagram is not { } datagram)
            {
                continue;
            }

            if (outcome.Fate == FragmentFate.Completes && outcome.Kind == OutcomeKind.Fragment)
            {
                Of(observations, datagram.Key).Deliveries.Add(Delivery.Of(outcome.Payload));
            }
            else if (outcome.Kind == OutcomeKind.Ended && datagram.LateDuplicateOf is null)
            {
                Of(observations, datagram.Key).End(datagram);
            }
        }
    }

    private static Observation Of(Dictionary<DatagramKey, Observation> observations, DatagramKey key)
    {
        if (!observations.TryGetValue(key, out var observation))
        {
            observations.Add(key, observation = new Observation());
        }

        return observation;
    }

    private static ScenarioFinding Compare(
        Scenario scenario, Expectation expectation, ExpectedOutcome outcome, Dictionary<(int Datagram, int Repetition), List<DatagramKey>> keys,
        Dictionary<DatagramKey, Observation> observations)
    {
        var datagram = scenario.Datagrams[expectation.Datagram];
        string? came = null;
        var differing = 0;
        for (var repetition = 0; repetition < datagram.Repetition.Count; repetition++)
        {
            var seen = Observation.Joined(keys.GetValueOrDefault((expectation.Datagram, repetition), []).Select(key => observations.GetValueOrDefault(key)));
            if (!seen.Meets(outcome, expectation.Verdict, place => PayloadOf(scenario, place, repetition)))
            {
                differing++;
                came ??= seen.Describe(withVerdict: expectation.Verdict is not null);
            }
        }

        return new ScenarioFinding(datagram.Name, outcome.Policy.Name, expectation.Where.Line, Observation.Describe(outcome, expectation.Verdict), came)
        {
            Sent = datagram.Repetition.Count,
            Differing = differing,
        };
    }

    // Where datagrams are sent differently often, the last repetition of the one sent less stands for those it does not have.
    private static ReadOnlyMemory<byte> PayloadOf(Scenario scenario, int place, int repetition)
    {
        var datagram = scenario.Datagrams[place];
        return datagram.Play(Math.Min(repetition, datagram.Repetition.Count - 1), scenario.Seed).Payload;
    }
}
