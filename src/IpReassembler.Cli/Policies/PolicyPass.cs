using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>Takes what the cache tells, and gives every record that has ended, with its views, to whoever wants it.</summary>
internal sealed class PolicyPass(
    CaptureHeader header, PayloadForm form, Expression? where, PolicyFindings findings, PayloadFolder? folder, JsonLines? lines)
{
    private readonly RecordCollector _collector = new(header, lines is null ? PayloadForm.None : form);
    private readonly RecordOrder _order = new();

    /// <summary>Sums over all records.</summary>
    public CaptureTotals Totals { get; } = new();

    /// <summary>Takes the outcomes of one call to the cache.</summary>
    public void Take(OutcomeSequence outcomes, ReassemblyCache cache)
    {
        foreach (var outcome in outcomes)
        {
            if (_collector.Collect(outcome) is not { } record)
            {
                continue;
            }

            if (where is not null && !where.Evaluate(record))
            {
                Totals.Skip(record);
                continue;
            }

            var datagram = outcome.Datagram!;
            Add(datagram.Views.Count > 0 ? record with { Views = DatagramViews.From(datagram, form) } : record, datagram.ViewsCutShort);
        }

        while (lines is not null && _order.Next(cache.OldestOpenNumber) is { } record)
        {
            lines.Write(record);
        }
    }

    private void Add(DatagramRecord record, bool isCutShort)
    {
        Totals.Add(record);
        findings.Add(record, isCutShort);
        if (PolicyFindings.AreDisputed(record))
        {
            folder?.Add(record);
        }

        if (lines is not null && record.Views is not null)
        {
            _order.Add(record);
        }
    }
}
