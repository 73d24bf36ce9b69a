using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>Makes records of outcomes: keeps what was delivered until its datagram's record has ended.</summary>
/// <remarks>
/// A payload is lent at the moment it is complete, its verdict stands later. In between one payload of the chosen form is kept
/// for each delivered datagram whose record is still open: the cache's limit on datagrams is the limit here too.
/// </remarks>
public sealed class RecordCollector(CaptureHeader header, PayloadForm form)
{
    private readonly Dictionary<(long Number, int Depth), PayloadText> _delivered = [];

    /// <summary>The record that this outcome closes; null when it closes none.</summary>
    public DatagramRecord? Collect(in FragmentOutcome outcome)
    {
        if (outcome.Datagram is not { } datagram)
        {
            return null;
        }

        var name = (datagram.Number, datagram.Key.Depth);
        if (outcome is { Kind: OutcomeKind.Fragment, Fate: FragmentFate.Completes })
        {
            _delivered[name] = PayloadText.Of(outcome.Payload, form);
        }

        if (outcome.Kind != OutcomeKind.Ended)
        {
            return null;
        }

        return _delivered.Remove(name, out var payload)
            ? DatagramRecord.From(datagram, header, payload)
            : DatagramRecord.From(datagram, header);
    }
}
