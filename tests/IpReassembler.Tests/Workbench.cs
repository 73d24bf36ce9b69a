using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Tests;

/// <summary>The whole way from bytes to records, looked at after every step.</summary>
internal static class Workbench
{
    /// <summary>Reads a capture as the tool does, and checks what must hold whatever the bytes are.</summary>
    /// <returns>How many frames were read; null when the bytes are no capture.</returns>
    public static int? Run(byte[] capture, ReassemblyOptions options, int maxFrames = int.MaxValue)
    {
        try
        {
            using var reader = CaptureFile.Open(new MemoryStream(capture), "capture", bufferLength: 1 << 16);
            return Run(reader, options, maxFrames);
        }
        catch (CaptureFormatException)
        {
            return null;
        }
    }

    private static int Run(CaptureReader reader, ReassemblyOptions options, int maxFrames)
    {
        var cache = new ReassemblyCache(options);
        var tunnels = new TunnelOpener(options);
        var header = new CaptureHeader { File = "capture", Format = reader.Format, Link = null, Policy = options.Policy.Name };
        using var lines = new JsonLines(Stream.Null, header, LineKinds.Datagram | LineKinds.Fragment | LineKinds.Event | LineKinds.Summary);
        var collector = new RecordCollector(header, PayloadForm.Hex);
        var fragments = new FragmentOrder(maxHeld: 3);
        var frames = 0;
        var ended = 0L;
        while (frames < maxFrames && reader.Read(out var frame) == ReadResult.Frame)
        {
            frames++;
            var outcomes = LinkLayer.TryGetIp(frame, out var packet, out _) ? cache.Accept(packet) : cache.Expire(frame.Timestamp);
            do
            {
                Note(outcomes);
            }
            while (tunnels.TryGoOn(cache, ref packet, ref outcomes));
        }

        Note(cache.Finish());
        Assert.Equal(0, cache.Counters.OpenDatagrams);
        return frames;

        void Note(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                foreach (var fragment in fragments.Take(outcome))
                {
                    lines.Write(fragment);
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

                if (collector.Collect(outcome) is { } record)
                {
                    ended++;
                    lines.Write(record);
                    CheckRecord(record);
                }
            }

            Assert.True(cache.Counters.Balances, "every fragment is in exactly one account");
            Assert.True(cache.Counters.Pending >= 0, "nothing waits twice");
            Assert.InRange(cache.Counters.HeldBytes, 0, options.MaxMemory);
            Assert.InRange(cache.Counters.OpenDatagrams, 0, options.MaxDatagrams);
            Assert.True(ended <= cache.Counters.Fragments, "each record has a fragment of its own");
        }
    }

    private static void CheckRecord(DatagramRecord record)
    {
        var missing = record.Missing.Sum(range => (long)range.Length);
        Assert.True(record.TotalLength is not { } total || record.ArrivedLength + missing == total || record.State == DatagramState.Evicted, "what came and what is missing make the whole");
        Assert.True(record.Missing.All(range => range.Length > 0), "no empty hole");
    }
}
