namespace IpReassembler.Packets;

/// <summary>Routing headers whose list of stops can be read: type 0 (RFC 5095 put it out of use), type 2 (RFC 6275), and segments (RFC 8754).</summary>
internal static class Ipv6RoutingHeader
{
    private const int FirstStopAt = 8;
    private const int AddressLength = 16;
    private const byte SourceRoute = 0;
    private const byte HomeAddress = 2;
    private const byte Segments = 4;

    /// <summary>The last stop, if the packet has not reached it yet; null when it has, or when the header cannot be read.</summary>
    /// <param name="header">From the routing header on.</param>
    public static IpAddress? FinalStop(ReadOnlySpan<byte> header)
    {
        var (length, type, segmentsLeft) = ((header[1] + 1) * 8, header[2], header[3]);
        var stops = (length - FirstStopAt) / AddressLength;
        return segmentsLeft == 0 || stops == 0 ? null : type switch
        {
            SourceRoute or HomeAddress => Stop(stops - 1, header),
            // Segments are listed from the last one on.
            Segments => Stop(0, header),
            _ => null,
        };
    }

    private static IpAddress Stop(int index, ReadOnlySpan<byte> header) => IpAddress.Read(header.Slice(FirstStopAt + (index * AddressLength), AddressLength));
}
