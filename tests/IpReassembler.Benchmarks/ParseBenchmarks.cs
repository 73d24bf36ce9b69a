using BenchmarkDotNet.Attributes;
using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Benchmarks;

/// <summary>From a frame to a fragment's fields, per frame, over the frames of a capture.</summary>
[MemoryDiagnoser]
public class ParseBenchmarks
{
    private const int FrameCount = 213; // of mix.pcap

    private readonly List<byte[]> _frames = [];

    [GlobalSetup]
    public void Load()
    {
        using var source = CaptureFile.Open(Captures.Find("mix.pcap"));
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            _frames.Add(frame.Bytes.ToArray());
        }
    }

    [Benchmark(OperationsPerInvoke = FrameCount)]
    public int FindIp()
    {
        var found = 0;
        foreach (var bytes in _frames)
        {
            found += LinkLayer.TryGetIp(new CapturedFrame(bytes, LinkType.Ethernet, default), out _, out _) ? 1 : 0;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = FrameCount)]
    public int FindAndView()
    {
        var length = 0;
        foreach (var bytes in _frames)
        {
            if (LinkLayer.TryGetIp(new CapturedFrame(bytes, LinkType.Ethernet, default), out var packet, out _)
                && Ipv4Packet.TryParse(packet.Bytes, out var ip, out _)
                && ip.IsFragment)
            {
                ip.ToFragment(packet, out var fragment);
                length += fragment.PayloadLength;
            }
        }

        return length;
    }
}
