using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>Where a list goes: text, JSON lines or CSV.</summary>
internal abstract class RecordOutput : IDisposable
{
    /// <summary>Something happened in the cache, just now.</summary>
    public virtual void Note(in FragmentOutcome outcome)
    {
    }

    /// <summary>A datagram, in its place.</summary>
    public abstract void Write(DatagramRecord record);

    /// <summary>Hands on everything written so far: somebody is watching.</summary>
    public abstract void Flush();

    /// <summary>Nothing more comes.</summary>
    public virtual void End(CaptureTotals totals, CaptureCounts counts)
    {
    }

    public abstract void Dispose();
}

/// <summary>A list as JSON lines.</summary>
/// <param name="lines">Where they go.</param>
/// <param name="fragments">What keeps fragments until their ports are known; null to write each as it comes, with what is known then.</param>
internal sealed class JsonOutput(JsonLines lines, FragmentOrder? fragments) : RecordOutput
{
    public override void Note(in FragmentOutcome outcome)
    {
        if (fragments is not null)
        {
            foreach (var fragment in fragments.Take(outcome))
            {
                lines.Write(fragment);
            }
        }
        else if (outcome.Kind == OutcomeKind.Fragment)
        {
            lines.Write(FragmentRecord.Of(outcome.Fragment, outcome.Datagram));
        }

        if (outcome.Kind == OutcomeKind.Fragment)
        {
            foreach (var strange in RecordEvent.AnomaliesOf(outcome))
            {
                lines.Write(strange);
            }
        }
        else if (RecordEvent.From(outcome) is { } happened)
        {
            lines.Write(happened);
        }
    }

    public override void Write(DatagramRecord record) => lines.Write(record);

    public override void Flush() => lines.Flush();

    public override void End(CaptureTotals totals, CaptureCounts counts) => lines.Write(totals, counts);

    public override void Dispose() => lines.Dispose();
}

/// <summary>A list as comma-separated values.</summary>
internal sealed class CsvOutput(TextWriter text, CsvWriter csv) : RecordOutput
{
    public override void Write(DatagramRecord record) => csv.Write(record);

    public override void Flush() => text.Flush();

    public override void Dispose() => text.Dispose();
}

/// <summary>A list for people.</summary>
internal sealed class TextOutput(TextWriter text, ListText list) : RecordOutput
{
    public override void Write(DatagramRecord record) => list.Write(record);

    public override void Flush() => text.Flush();

    public override void Dispose() => text.Dispose();
}
