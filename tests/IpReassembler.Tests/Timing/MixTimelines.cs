using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Timing;

namespace IpReassembler.Tests.Timing;

/// <summary>Captures read as the tool does, as far as the recorder.</summary>
internal static class MixTimelines
{
    public static string Folder => Path.Combine(RepositoryRoot.Path, "captures");

    public static TimelineRecorder Record(TimelineLimits? limits = null, FlowGrouping grouping = FlowGrouping.Pair) =>
        Record(Path.Combine(Folder, "mix.pcap"), limits, grouping);

    public static TimelineRecorder Record(string file, TimelineLimits? limits = null, FlowGrouping grouping = FlowGrouping.Pair)
    {
        var recorder = new TimelineRecorder(limits, grouping);
        Read(file, datagram => recorder.Add(datagram));
        return recorder;
    }

    public static void Read(string file, Action<Datagram> ended)
    {
        var cache = new ReassemblyCache();
        using var source = CaptureFile.Open(file);
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            Tell(LinkLayer.TryGetIp(frame, out var packet, out _) ? cache.Accept(packet) : cache.Expire(frame.Timestamp));
        }

        Tell(cache.Finish());

        void Tell(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                if (outcome is { Kind: OutcomeKind.Ended, Datagram: { } datagram })
                {
                    ended(datagram);
                }
            }
        }
    }
}
