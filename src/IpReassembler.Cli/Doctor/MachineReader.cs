using System.Globalization;
using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>Collects the facts, and changes nothing.</summary>
internal static class MachineReader
{
    /// <summary>Where Linux shows its clock sources.</summary>
    public const string ClockFolder = "/sys/devices/system/clocksource/clocksource0";

    private const string AnyInterface = "any";

    /// <summary>Looks at the machine.</summary>
    /// <param name="terminal">What the output goes to.</param>
    public static MachineFacts Read(Terminal terminal)
    {
        var refused = TryCapture(out var devices, out var resolution);
        return new MachineFacts
        {
            LibraryVersion = LiveSource.LibraryVersion,
            CaptureRefused = refused,
            TimestampResolution = resolution,
            Interfaces = [.. devices.Where(device => device is { IsUp: true, Mtu: not null }).Select(Describe)],
            Reassembly = [.. new[] { ReadReassembly(IpVersion.V4, "ipv4/ipfrag"), ReadReassembly(IpVersion.V6, "ipv6/ip6frag") }.OfType<ReassemblySettings>()],
            TrackedConnections = ReadNumber("/proc/sys/net/netfilter/nf_conntrack_count"),
            Clock = ReadText($"{ClockFolder}/current_clocksource") is { } clock
                ? new ClockFacts(clock, ReadText($"{ClockFolder}/available_clocksource")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
                : null,
            PrivateNetworkRefused = PrivateNetwork.WhyNot(terminal.Variable("PATH")),
            Terminal = Describe(terminal),
        };
    }

    // Whether it works is not guessed from capabilities: it is tried.
    private static CaptureDeviceException? TryCapture(out IReadOnlyList<CaptureDevice> devices, out byte? resolution)
    {
        (devices, resolution) = ([], null);
        try
        {
            devices = CaptureDevice.All();
            var name = devices.FirstOrDefault(device => device.Name == AnyInterface) ?? devices.FirstOrDefault(device => device.IsUp);
            if (name is null)
            {
                return new CaptureDeviceException(CaptureDeviceFault.NoSuchDevice, "no interface is switched on");
            }

            using var source = LiveSource.Open([name.Name], new LiveOptions { SnapLength = 64, BufferLength = 1 << 16, Promiscuous = false });
            resolution = source.Interfaces[0].TimestampResolution;
            return null;
        }
        catch (CaptureDeviceException refused)
        {
            return refused;
        }
    }

    private static InterfaceFacts Describe(CaptureDevice device) => new(
        device.Name, device.IsLoopback, device.Mtu, OperatingSystem.IsLinux() ? InterfaceControl.ReadOffloads(device.Name) : InterfaceOffloads.None);

    private static TerminalFacts Describe(Terminal terminal)
    {
        string? Set(string name) => terminal.Variable(name) is { Length: > 0 } value ? value : null;
        return new TerminalFacts(
            terminal.OutputIsTerminal, Style.Detect(terminal.Variable, terminal.OutputIsTerminal, terminal.Width).Width, Set("TERM"), Set("COLORTERM"),
            Set("LC_ALL") ?? Set("LC_CTYPE") ?? Set("LANG"), Set("NO_COLOR") is not null);
    }

    private static ReassemblySettings? ReadReassembly(IpVersion version, string prefix) =>
        (ReadNumber($"/proc/sys/net/{prefix}_time"), ReadNumber($"/proc/sys/net/{prefix}_high_thresh")) is ({ } timeout, { } threshold)
            ? new ReassemblySettings(version, timeout, threshold, ReadNumber($"/proc/sys/net/{prefix}_max_dist"))
            : null;

    private static long? ReadNumber(string file) => long.TryParse(ReadText(file), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
