using System.Text;
using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Sends pieces through a cache and writes down what it says, checking the books after every step.</summary>
internal sealed class Story(ReassemblyOptions? options = null)
{
    public ReassemblyCache Cache { get; } = new(options);

    /// <summary>The fate of each fragment, in order.</summary>
    public List<FragmentFate> Fates { get; } = [];

    /// <summary>The anomalies of each fragment, in order.</summary>
    public List<Anomaly> Anomalies { get; } = [];

    /// <summary>The payloads delivered, in order.</summary>
    public List<byte[]> Delivered { get; } = [];

    /// <summary>The rebuilt packets delivered, in order.</summary>
    public List<byte[]> Packets { get; } = [];

    /// <summary>Every record that ended: <c>#1 complete sound</c>.</summary>
    public List<string> Ended { get; } = [];

    /// <summary>Timeouts and evictions: <c>Timeout #1</c>.</summary>
    public List<string> Events { get; } = [];

    public IEnumerable<string> DeliveredText => Delivered.Select(Encoding.ASCII.GetString);

    public Story Send(params IEnumerable<Piece> pieces)
    {
        foreach (var piece in pieces)
        {
            Note(Cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At));
        }

        return this;
    }

    public Story Wait(double untilSeconds)
    {
        Note(Cache.Expire(new Timestamp((long)(untilSeconds * 1e9))));
        return this;
    }

    public Story Finish()
    {
        Note(Cache.Finish());
        return this;
    }

    private void Note(OutcomeSequence outcomes)
    {
        foreach (var outcome in outcomes)
        {
            var name = $"#{outcome.Datagram?.Number}";
            switch (outcome.Kind)
            {
                case OutcomeKind.Fragment:
                    Fates.Add(outcome.Fate);
                    Anomalies.Add(outcome.Anomalies);
                    if (outcome.Fate == FragmentFate.Completes)
                    {
                        Delivered.Add(outcome.Payload.ToArray());
                        Packets.Add(outcome.Packet.ToArray());
                    }

                    break;
                case OutcomeKind.Ended:
                    var record = outcome.Datagram!;
                    var missing = string.Join("", record.Missing());
                    Ended.Add($"{name} {record.State} {record.Verdict}"
                        + (missing.Length > 0 ? " missing " + missing : "")
                        + (record.LateDuplicateOf is { } of ? $" late duplicate of #{of}" : ""));
                    break;
                default:
                    Events.Add($"{outcome.Kind} {name}");
                    break;
            }
        }

        Assert.True(Cache.Counters.Balances, "every fragment is in exactly one account");
    }
}
