using BenchmarkDotNet.Attributes;
using IpReassembler.Capture;

namespace IpReassembler.Benchmarks;

/// <summary>A capture in memory, read to its end: the reader without the disk.</summary>
[MemoryDiagnoser]
public class ReaderBenchmarks
{
    private byte[] _file = [];

    [Params("mix.pcap", "kernel-udp-ping.pcap", "links.pcapng")]
    public string Capture { get; set; } = "";

    [GlobalSetup]
    public void Load() => _file = File.ReadAllBytes(Captures.Find(Capture));

    [Benchmark]
    public long Read()
    {
        using var source = CaptureFile.Open(new MemoryStream(_file), Capture);
        long bytes = 0;
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            bytes += frame.Bytes.Length;
        }

        return bytes;
    }
}
