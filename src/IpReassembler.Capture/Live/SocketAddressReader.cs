using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Reads an address out of a <c>struct sockaddr</c>.</summary>
internal static class SocketAddressReader
{
    private const int AF_INET = 2;

    // struct sockaddr_in: family, port, address. struct sockaddr_in6: family, port, flow information, address.
    private const int AddressAt = 4;
    private const int Address6At = 8;

    /// <summary>The number of the IPv6 family, on which systems do not agree.</summary>
    private static int AF_INET6 => OperatingSystem.IsWindows() ? 23 : OperatingSystem.IsMacOS() ? 30 : OperatingSystem.IsFreeBSD() ? 28 : 10;

    /// <summary>The address; null for one of another family, or none.</summary>
    public static unsafe IpAddress? Read(byte* socketAddress)
    {
        if (socketAddress is null)
        {
            return null;
        }

        // BSD, and so macOS, have a length byte in front of a family of one byte.
        var family = OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? socketAddress[1] : *(ushort*)socketAddress;
        return family == AF_INET ? IpAddress.Read(new ReadOnlySpan<byte>(socketAddress + AddressAt, 4))
            : family == AF_INET6 ? IpAddress.Read(new ReadOnlySpan<byte>(socketAddress + Address6At, 16))
            : null;
    }
}
