using System.Net.NetworkInformation;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>An interface of this machine on which frames can be captured.</summary>
public sealed record CaptureDevice
{
    /// <summary>The name to open it by, such as <c>eth0</c>; <c>any</c> stands for all together, on Linux.</summary>
    public required string Name { get; init; }

    /// <summary>A description in words; empty where the system has none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether it leads back to this machine.</summary>
    public bool IsLoopback { get; init; }

    /// <summary>Whether it is switched on.</summary>
    public bool IsUp { get; init; }

    /// <summary>Whether it has a carrier.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Its IPv4 and IPv6 addresses.</summary>
    public IReadOnlyList<IpAddress> Addresses { get; init; } = [];

    /// <summary>The longest packet it takes, in bytes behind the link-layer header; null where the system does not say.</summary>
    public int? Mtu { get; init; }

    /// <summary>The interfaces there are now, in the order libpcap finds them: the likeliest first. Needs no permission.</summary>
    /// <exception cref="CaptureDeviceException">libpcap is missing, or cannot list them.</exception>
    public static unsafe IReadOnlyList<CaptureDevice> All()
    {
        LibpcapLibrary.Require();
        Libpcap.pcap_if* first;
        var errors = stackalloc byte[Libpcap.PCAP_ERRBUF_SIZE];
        if (Libpcap.pcap_findalldevs(&first, errors) != 0)
        {
            throw new CaptureDeviceException(CaptureDeviceFault.Other, $"the interfaces cannot be listed: {Libpcap.Text(errors)}");
        }

        try
        {
            var mtus = OperatingSystem.IsLinux() ? [] : Mtus();
            var devices = new List<CaptureDevice>();
            for (var one = first; one is not null; one = one->next)
            {
                var name = Libpcap.Text(one->name);
                devices.Add(new CaptureDevice
                {
                    Name = name,
                    Description = Libpcap.Text(one->description),
                    IsLoopback = (one->flags & Libpcap.PCAP_IF_LOOPBACK) != 0,
                    IsUp = (one->flags & Libpcap.PCAP_IF_UP) != 0,
                    IsRunning = (one->flags & Libpcap.PCAP_IF_RUNNING) != 0,
                    Addresses = ReadAddresses(one->addresses),
                    Mtu = OperatingSystem.IsLinux() ? InterfaceControl.ReadMtu(name) : mtus.TryGetValue(name, out var mtu) ? mtu : null,
                });
            }

            return devices;
        }
        finally
        {
            Libpcap.pcap_freealldevs(first);
        }
    }

    // libpcap does not tell. On Linux .NET reads it below /sys, which may show another network namespace than the process is in.
    // Elsewhere only interfaces that have IPv4 can be asked so.
    private static Dictionary<string, int> Mtus() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(one => one.Supports(NetworkInterfaceComponent.IPv4))
        .Select(one => (one.Name, one.GetIPProperties().GetIPv4Properties()?.Mtu))
        .Where(one => one.Mtu > 0)
        .DistinctBy(one => one.Name)
        .ToDictionary(one => one.Name, one => one.Mtu!.Value);

    private static unsafe List<IpAddress> ReadAddresses(Libpcap.pcap_addr* first)
    {
        var addresses = new List<IpAddress>();
        for (var one = first; one is not null; one = one->next)
        {
            if (SocketAddressReader.Read(one->addr) is { } address)
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }
}
