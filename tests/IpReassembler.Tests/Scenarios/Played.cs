using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Scenarios;

namespace IpReassembler.Tests.Scenarios;

/// <summary>One frame of a scenario, kept.</summary>
internal sealed record Played(Duration At, byte[] Bytes, long OriginalLength)
{
    private const int EthernetHeaderLength = 14;

    /// <summary>The IPv4 packet behind an Ethernet header without tags.</summary>
    public ReadOnlySpan<byte> Packet => Bytes.AsSpan(EthernetHeaderLength);

    public static List<Played> All(string text) => All(Scenario.Parse(text));

    public static List<Played> All(Scenario scenario)
    {
        using var source = scenario.Play();
        var frames = new List<Played>();
        while (source.Read(out var frame) == ReadResult.Frame)
        {
            frames.Add(new Played(frame.Timestamp - scenario.Start, frame.Bytes.ToArray(), frame.OriginalLength));
            Assert.Equal(frames.Count, frame.Number);
        }

        return frames;
    }

    /// <summary>Offset, length, what follows, and when in microseconds: <c>0:24+@0</c>.</summary>
    public override string ToString()
    {
        Assert.True(Ipv4Packet.TryParse(Packet, out var packet, out _));
        return $"{packet.Offset.Bytes}:{packet.PayloadLength}{(packet.MoreFragments ? "+" : "")}@{At.Nanoseconds / 1000.0}";
    }
}
