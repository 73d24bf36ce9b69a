using System.Globalization;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What the facts about a machine mean for somebody who captures on it.</summary>
internal static class Diagnosis
{
    private const int UsualThreshold = 4 << 20;
    private const int FewColumns = 80;

    // Reading these costs a fraction of a microsecond at most. The others are slow, or coarse, or drift.
    private static readonly string[] GoodClocks = ["tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "xen", "arch_sys_counter", "riscv_clocksource", "timebase", "tod"];

    private static readonly (InterfaceOffloads Offload, string Name)[] Resizing =
    [
        (InterfaceOffloads.GenericReceive, "gro"),
        (InterfaceOffloads.LargeReceive, "lro"),
        (InterfaceOffloads.GenericSegmentation, "gso"),
        (InterfaceOffloads.TcpSegmentation, "tso"),
    ];

    private static readonly (InterfaceOffloads Offload, string Name)[] Checksums =
    [
        (InterfaceOffloads.ReceiveChecksum, "rx"),
        (InterfaceOffloads.TransmitChecksum, "tx"),
    ];

    /// <summary>The checks, in the order in which they matter.</summary>
    public static IReadOnlyList<Check> Of(MachineFacts facts) =>
    [
        facts.LibraryVersion is { } version
            ? new Check(CheckState.Ok, "libpcap", version)
            : new Check(CheckState.Fail, "libpcap", "libpcap is not installed: files can be read, interfaces cannot", facts.CaptureRefused?.Cure),
        .. facts.LibraryVersion is null ? Array.Empty<Check>() : [Capture(facts)],
        .. facts.Interfaces.Select(Offloads),
        .. facts.Reassembly.Select(Reassembly),
        .. facts.TrackedConnections is { } tracked ? [Tracking(tracked)] : Array.Empty<Check>(),
        .. facts.Clock is { } clock ? [Clock(clock)] : Array.Empty<Check>(),
        facts.PrivateNetworkRefused is { } refused
            ? new Check(refused.Cure is null ? CheckState.Info : CheckState.Warn, "private", $"observe --private does not work: {refused.Reason}", refused.Cure)
            : new Check(CheckState.Ok, "private", "observe --private works: user namespaces can be made"),
        .. Terminal(facts.Terminal),
    ];

    /// <summary>What the tool ends with.</summary>
    public static int ExitCodeOf(MachineFacts facts) =>
        facts.CaptureRefused is not { } refused ? ExitCode.Done
        : refused.Fault == CaptureDeviceFault.NotPermitted ? ExitCode.NotPermitted
        : ExitCode.Network;

    private static Check Capture(MachineFacts facts)
    {
        if (facts.CaptureRefused is { } refused)
        {
            return refused.Fault == CaptureDeviceFault.NotPermitted
                ? new Check(CheckState.Fail, "capture", "raw capture not permitted: it takes root or CAP_NET_RAW", refused.Cure)
                : new Check(CheckState.Fail, "capture", $"no capture can begin: {refused.Message}", refused.Cure);
        }

        var times = facts.TimestampResolution >= 9 ? "nanoseconds" : "microseconds";
        return new Check(CheckState.Ok, "capture", $"raw capture permitted; time stamps in {times}");
    }

    private static Check Offloads(InterfaceFacts one)
    {
        var name = one.Name;
        var (resizing, checksums) = (On(one, Resizing), On(one, Checksums));
        if (one.IsLoopback)
        {
            // Its checksums cannot be switched on, and its packets are as long as its MTU whatever else is set.
            var whole = one.Mtu is { } mtu ? Invariant($"packets of up to {mtu} bytes pass whole") : "packets pass whole";
            return new Check(CheckState.Info, "offloads", $"{name}: loopback: {whole}, and transport checksums stay unfinished (shown as offloaded, not as wrong)");
        }

        if (resizing.Count == 0)
        {
            return checksums.Contains("tx")
                ? new Check(CheckState.Info, "offloads", $"{name}: what this machine sends is captured with unfinished checksums (shown as offloaded, not as wrong)", TurnOff(name, ["tx"]))
                : new Check(CheckState.Ok, "offloads", $"{name}: packets are captured as they are on the wire");
        }

        var joined = resizing.Exists(word => word is "gro" or "lro");
        var cut = resizing.Exists(word => word is "gso" or "tso");
        var what = (joined, cut) switch
        {
            (true, true) => "TCP segments look larger than on the wire, both ways",
            (true, false) => "TCP segments that come in look larger than on the wire",
            _ => "TCP segments that go out look larger than on the wire",
        };
        var unfinished = checksums.Contains("tx") ? "; checksums of what goes out are unfinished" : "";
        return new Check(
            CheckState.Warn, "offloads", $"{name}: {string.Join(", ", resizing)} on: {what}{unfinished}; fragments are not touched",
            TurnOff(name, checksums.Contains("tx") ? [.. resizing, "tx"] : resizing));
    }

    private static List<string> On(InterfaceFacts one, (InterfaceOffloads Offload, string Name)[] among) =>
        [.. among.Where(each => one.Offloads.HasFlag(each.Offload)).Select(each => each.Name)];

    private static string TurnOff(string name, IEnumerable<string> offloads) =>
        $"sudo ethtool -K {Shell.Quote(name)} {string.Join(' ', offloads.Select(word => word + " off"))}";

    private static Check Reassembly(ReassemblySettings settings)
    {
        var (isV4, file) = (settings.Version == IpVersion.V4, settings.Version == IpVersion.V4 ? "ipv4.ipfrag" : "ipv6.ip6frag");
        var (title, usual) = ($"kernel reassembly, IPv{(isV4 ? 4 : 6)}", isV4 ? 30 : 60);
        if (settings.HighThreshold <= 0)
        {
            return new Check(CheckState.Warn, "reassembly", $"{title}: none: fragments may take no memory", Invariant($"sudo sysctl net.{file}_high_thresh={UsualThreshold}"));
        }

        if (settings.TimeoutSeconds <= 0)
        {
            return new Check(CheckState.Warn, "reassembly", $"{title}: every datagram is given up at once", Invariant($"sudo sysctl net.{file}_time={usual}"));
        }

        var distance = settings.MaxDistance switch
        {
            null => "",
            0 => ", any distance",
            { } most => Invariant($", max distance {most}"),
        };
        var ours = new ReassemblyOptions().TimeoutFor(settings.Version);
        var other = ours == Duration.FromSeconds(settings.TimeoutSeconds) ? "" : Invariant($"; to wait as long as it does: --timeout {settings.TimeoutSeconds}s");
        return new Check(CheckState.Info, "reassembly", Invariant($"{title}: timeout {settings.TimeoutSeconds} s, high threshold {Bytes(settings.HighThreshold)}{distance}{other}"));
    }

    private static string Bytes(long count) =>
        count % (1 << 20) == 0 ? Invariant($"{count >> 20} MiB") : count % (1 << 10) == 0 ? Invariant($"{count >> 10} KiB") : Invariant($"{count} bytes");

    private static Check Tracking(long connections) => new(
        CheckState.Info, "tracking",
        Invariant($"connection tracking loaded, {connections} tracked: where a rule uses it, the kernel reassembles before its rules and before it forwards; a capture on the way in still shows fragments"));

    private static Check Clock(ClockFacts clock)
    {
        if (GoodClocks.Contains(clock.Current))
        {
            return new Check(CheckState.Ok, "clock", $"clock source {clock.Current}");
        }

        var better = GoodClocks.FirstOrDefault(clock.Available.Contains);
        return better is null
            ? new Check(CheckState.Info, "clock", $"clock source {clock.Current}, the best there is: slow to read, or coarse; trust no microsecond")
            : new Check(
                CheckState.Warn, "clock", $"clock source {clock.Current}: slow to read, or coarse; there is {better}",
                $"echo {better} | sudo tee {MachineReader.ClockFolder}/current_clocksource");
    }

    private static IEnumerable<Check> Terminal(TerminalFacts terminal)
    {
        if (!terminal.IsTerminal)
        {
            yield return new Check(CheckState.Ok, "terminal", "the output is no terminal: plain text, in lines as long as they get");
            yield break;
        }

        var colors = terminal.NoColor ? "no colour (NO_COLOR is set)"
            : terminal.Kind is null or "dumb" ? "no colour"
            : terminal.ColorTerm is "truecolor" or "24bit" ? "16 million colours"
            : terminal.Kind.Contains("256", StringComparison.Ordinal) ? "256 colours"
            : "colours";
        var columns = terminal.Columns == Style.Unlimited ? "any number of columns" : string.Create(CultureInfo.InvariantCulture, $"{terminal.Columns} columns");
        var isUnicode = terminal.Locale is { } locale
            && (locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase));
        yield return isUnicode || terminal.Kind == "dumb"
            ? new Check(CheckState.Ok, "terminal", $"terminal: {(isUnicode ? "UTF-8" : "ASCII")}, {colors}, {columns}")
            : new Check(CheckState.Warn, "terminal", $"terminal: the locale {terminal.Locale ?? "(none is set)"} has no UTF-8: bars may look wrong without --ascii; {colors}, {columns}", "export LANG=C.UTF-8");
        if (terminal.Columns < FewColumns)
        {
            yield return new Check(CheckState.Info, "terminal", $"fewer than {FewColumns} columns: tables leave columns out");
        }
    }
}
