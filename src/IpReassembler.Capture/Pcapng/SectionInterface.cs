using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>What reading a packet needs to know of its interface.</summary>
internal readonly record struct SectionInterface(LinkType Link, uint SnapLength, TimestampUnit Unit)
{
    public static SectionInterface From(CaptureInterface described) => new(
        described.Link,
        (uint)described.SnapLength,
        TimestampUnit.FromResolution(described.TimestampResolution, described.TimestampOffsetSeconds));
}
