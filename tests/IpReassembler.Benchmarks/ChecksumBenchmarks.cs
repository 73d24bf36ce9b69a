using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using IpReassembler.Packets;

namespace IpReassembler.Benchmarks;

/// <summary>The checksum of RFC 1071 over a header, an Ethernet's worth and the largest payload, beside the plain loop.</summary>
public class ChecksumBenchmarks
{
    private byte[] _bytes = [];

    [Params(20, 1480, 65_515)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _bytes = new byte[Length];
        new Random(1).NextBytes(_bytes);
    }

    [Benchmark]
    public ushort Product() => InternetChecksum.Compute(_bytes);

    [Benchmark(Baseline = true)]
    public ushort PlainLoop()
    {
        uint sum = 0;
        var rest = _bytes.AsSpan();
        for (; rest.Length >= 2; rest = rest[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(rest);
        }

        sum += rest.Length == 1 ? (uint)rest[0] << 8 : 0;
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
