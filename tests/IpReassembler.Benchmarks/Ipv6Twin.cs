using System.Buffers.Binary;
using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Benchmarks;

/// <summary>Turns a capture of IPv4 in Ethernet into one of IPv6 with the same datagrams in the same pieces at the same times, so that both families can be timed on the same work.</summary>
internal static class Ipv6Twin
{
    private const int AddressesLength = 12;
    private const ushort Ipv6Type = 0x86dd;

    // 2001:db8::/32 and what makes it a sum of zero: an IPv4 address behind it leaves every transport checksum right.
    private const ulong Network = 0x2001_0db8_dffe_f247;

    /// <summary>Writes the twin. Prints how many packets it has, and how many were left out because they are not IPv4 in Ethernet.</summary>
    public static int Write(string from, string to)
    {
        long packets = 0, left = 0;
        var frame6 = new byte[1 << 17];
        try
        {
            using var source = CaptureFile.Open(from);
            using var sink = CaptureFile.CreateWriter(to, new CaptureWriterOptions { Interfaces = [new CaptureInterface { Link = LinkType.Ethernet }] });
            while (source.Read(out var frame) == ReadResult.Frame)
            {
                if (frame.Link != LinkType.Ethernet || !LinkLayer.TryGetIp(frame, out var packet, out _) || !Ipv4Packet.TryParse(packet.Bytes, out var ip, out _))
                {
                    left++;
                    continue;
                }

                frame.Bytes[..AddressesLength].CopyTo(frame6);
                BinaryPrimitives.WriteUInt16BigEndian(frame6.AsSpan(AddressesLength), Ipv6Type);
                var length = AddressesLength + 2 + Write(ip, frame6.AsSpan(AddressesLength + 2));
                sink.Write(frame with { Bytes = frame6.AsSpan(0, length), OriginalLength = length, Number = ++packets });
            }

            sink.Complete();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CaptureFormatException)
        {
            Console.Error.WriteLine($"cannot make {to} of {from}: {failure.Message}");
            return 3;
        }

        Console.WriteLine($$"""{"packets":{{packets}},"left":{{left}}}""");
        return 0;
    }

    private static int Write(in Ipv4Packet ip, Span<byte> destination)
    {
        var header = new Ipv6Header
        {
            Source = IpAddress.V6(Network, ip.Source.Low),
            Destination = IpAddress.V6(Network, ip.Destination.Low),
            Protocol = ip.Protocol,
            HopLimit = ip.TimeToLive,
            TrafficClass = ip.TrafficClass,
            IsFragment = ip.IsFragment,
            Identification = ip.Identification,
            Offset = ip.Offset,
            MoreFragments = ip.MoreFragments,
        };
        var length = header.WriteTo(destination, ip.Payload.Length);
        ip.Payload.CopyTo(destination[length..]);
        return length + ip.Payload.Length;
    }
}
