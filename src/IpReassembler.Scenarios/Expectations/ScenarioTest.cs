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
            var header = player.LastPacket.Header;
            var key = new DatagramKey(header.Source, header.Destination, header.Identification, header.Protocol, vlans, depth: 0);
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
        using var source = scenario.PlayUnimpaired();
        while (source.Read(out var frame) == ReadResult.Frame)
        {
            if (!LinkLayer.TryGetIp(frame, out var packet, out _))
            {
                continue;
            }

            Note(cache.Accept(packet), observations);
            if (Ipv4Packet.TryParse(packet.Bytes, out var ip, out _) && !ip.IsFragment && !ip.IsCutShort && ip.HeaderChecksumState == ChecksumState.Ok)
            {
                // Not a fragment: a host delivers it as it is.
                var key = new DatagramKey(ip.Source, ip.Destination, ip.Identification, ip.Protocol, packet.Vlans, depth: 0);
                Of(observations, key).Deliveries.Add(Delivery.Of(ip.Payload));
            }
        }

        Note(cache.Finish(), observations);
        return observations;
    }

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
