namespace IpReassembler.Tests.Readme;

/// <summary>Types with the members of SharpPcap 6.3 that the bridge in README.md uses, and with their types.</summary>
internal static class SharpPcapStandIn
{
    public delegate void PacketArrivalEventHandler(object sender, PacketCapture capture);

    public enum LinkLayers : ushort
    {
        Ethernet = 1,
    }

    public readonly ref struct PacketCapture(Device device, Header header, ReadOnlySpan<byte> data)
    {
        public Device Device { get; } = device;

        public Header Header { get; } = header;

        public ReadOnlySpan<byte> Data { get; } = data;
    }

    /// <param name="Value">Seconds since 1970.</param>
    public sealed record PosixTimeval(decimal Value);

    public sealed record Header(PosixTimeval Timeval);

    public sealed class Device
    {
        public event PacketArrivalEventHandler? OnPacketArrival;

        public LinkLayers LinkType { get; } = LinkLayers.Ethernet;

        public void Arrive(decimal seconds, ReadOnlySpan<byte> data) =>
            OnPacketArrival?.Invoke(this, new PacketCapture(this, new Header(new PosixTimeval(seconds)), data));
    }
}
