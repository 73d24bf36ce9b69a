using System.Text.Json;
using IpReassembler.Capture;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Tests.Cli.Text;

namespace IpReassembler.Tests.Cli.Doctor;

/// <summary>What the doctor says of machines that nobody has.</summary>
public class DiagnosisTests
{
    private const InterfaceOffloads Everything = (InterfaceOffloads)63;

    private static readonly TerminalFacts Screen = new(IsTerminal: true, 110, "xterm-256color", null, "pt_BR.UTF-8", NoColor: false);

    private static readonly MachineFacts Healthy = new()
    {
        LibraryVersion = "libpcap version 1.10.3 (with TPACKET_V3)",
        TimestampResolution = 9,
        Interfaces = [new("eth0", false, 1500, InterfaceOffloads.None), new("lo", true, 65_536, Everything)],
        Reassembly = [new(IpVersion.V4, 30, 4 << 20, 64), new(IpVersion.V6, 60, 4 << 20, null)],
        Clock = new("tsc", ["tsc", "hpet"]),
        Terminal = Screen,
    };

    private static readonly MachineFacts Ill = Healthy with
    {
        CaptureRefused = new CaptureDeviceException(CaptureDeviceFault.NotPermitted, "cannot open any: not permitted", "sudo setcap cap_net_raw+ep bin/ipreasm"),
        TimestampResolution = null,
        Interfaces = [new("eth 0", false, 1500, Everything), new("lo", true, 65_536, Everything)],
        Reassembly = [new(IpVersion.V4, 0, 4 << 20, 64), new(IpVersion.V6, 60, 0, null)],
        TrackedConnections = 12,
        Clock = new("hpet", ["hpet", "tsc"]),
        PrivateNetworkRefused = new("unshare: unshare failed: No space left on device", "sudo sysctl user.max_user_namespaces=10000"),
        Terminal = Screen with { Columns = 60, Locale = "C" },
    };

    public static TheoryData<InterfaceOffloads, string, string?> Offloads => new()
    {
        { InterfaceOffloads.None, "ok: eth0: packets are captured as they are on the wire", null },
        { InterfaceOffloads.ReceiveChecksum, "ok: eth0: packets are captured as they are on the wire", null },
        {
            InterfaceOffloads.TransmitChecksum, "info: eth0: what this machine sends is captured with unfinished checksums (shown as offloaded, not as wrong)",
            "sudo ethtool -K eth0 tx off"
        },
        { InterfaceOffloads.GenericReceive, "warn: eth0: gro on: TCP segments that come in look larger than on the wire; fragments are not touched", "sudo ethtool -K eth0 gro off" },
        { InterfaceOffloads.LargeReceive, "warn: eth0: lro on: TCP segments that come in look larger than on the wire; fragments are not touched", "sudo ethtool -K eth0 lro off" },
        {
            InterfaceOffloads.TcpSegmentation | InterfaceOffloads.TransmitChecksum,
            "warn: eth0: tso on: TCP segments that go out look larger than on the wire; checksums of what goes out are unfinished; fragments are not touched",
            "sudo ethtool -K eth0 tso off tx off"
        },
        {
            Everything, "warn: eth0: gro, lro, gso, tso on: TCP segments look larger than on the wire, both ways; checksums of what goes out are unfinished; fragments are not touched",
            "sudo ethtool -K eth0 gro off lro off gso off tso off tx off"
        },
    };

    [Theory]
    [InlineData(110)]
    [InlineData(60)]
    public void Healthy_machine(int width) => CheckGolden($"doctor-healthy-{width}", Healthy, width);

    [Theory]
    [InlineData(110)]
    [InlineData(60)]
    public void Ill_machine(int width) => CheckGolden($"doctor-ill-{width}", Ill, width);

    [Fact]
    public void For_scripts() => Golden.Check("doctor-json", output =>
    {
        foreach (var check in Diagnosis.Of(Ill))
        {
            output.WriteLine(DoctorJson.Line(check));
        }
    });

    [Fact]
    public void What_is_wrong_has_its_cure() =>
        Assert.All(Diagnosis.Of(Ill).Where(check => check.State is CheckState.Warn or CheckState.Fail), check => Assert.False(string.IsNullOrEmpty(check.Command), check.Text));

    [Theory]
    [MemberData(nameof(Offloads))]
    public void Of_offloads(InterfaceOffloads on, string said, string? command)
    {
        var check = Find(Healthy with { Interfaces = [new("eth0", false, 1500, on)] }, "offloads");
        Assert.Equal((said, command), (Say(check), check.Command));
    }

    [Theory]
    [InlineData(30, 4L << 20, 64L, "info: kernel reassembly, IPv4: timeout 30 s, high threshold 4 MiB, max distance 64", null)]
    [InlineData(30, 262_144L, 0L, "info: kernel reassembly, IPv4: timeout 30 s, high threshold 256 KiB, any distance", null)]
    [InlineData(2, 1000L, 1L, "info: kernel reassembly, IPv4: timeout 2 s, high threshold 1000 bytes, max distance 1; to wait as long as it does: --timeout 2s", null)]
    [InlineData(0, 4L << 20, 64L, "warn: kernel reassembly, IPv4: every datagram is given up at once", "sudo sysctl net.ipv4.ipfrag_time=30")]
    [InlineData(30, 0L, 64L, "warn: kernel reassembly, IPv4: none: fragments may take no memory", "sudo sysctl net.ipv4.ipfrag_high_thresh=4194304")]
    public void Of_the_kernels_reassembly(long timeout, long threshold, long distance, string said, string? command)
    {
        var check = Find(Healthy with { Reassembly = [new(IpVersion.V4, timeout, threshold, distance)] }, "reassembly");
        Assert.Equal((said, command), (Say(check), check.Command));
    }

    [Theory]
    [InlineData("tsc", "tsc hpet", "ok: clock source tsc", null)]
    [InlineData("hpet", "hpet acpi_pm", "info: clock source hpet, the best there is: slow to read, or coarse; trust no microsecond", null)]
    [InlineData(
        "jiffies", "jiffies kvm-clock", "warn: clock source jiffies: slow to read, or coarse; there is kvm-clock",
        "echo kvm-clock | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource")]
    public void Of_the_clock(string current, string available, string said, string? command)
    {
        var check = Find(Healthy with { Clock = new(current, available.Split(' ')) }, "clock");
        Assert.Equal((said, command), (Say(check), check.Command));
    }

    [Theory]
    [InlineData("xterm", null, "en_US.utf8", false, "ok: terminal: UTF-8, colours, 110 columns")]
    [InlineData("xterm-256color", null, "C.UTF-8", true, "ok: terminal: UTF-8, no colour (NO_COLOR is set), 110 columns")]
    [InlineData("xterm", "truecolor", "C.UTF-8", false, "ok: terminal: UTF-8, 16 million colours, 110 columns")]
    [InlineData("dumb", null, null, false, "ok: terminal: ASCII, no colour, 110 columns")]
    [InlineData("vt100", null, null, false, "warn: terminal: the locale (none is set) has no UTF-8: bars may look wrong without --ascii; colours, 110 columns")]
    public void Of_the_terminal(string kind, string? colors, string? locale, bool noColor, string said) =>
        Assert.Equal(said, Say(Find(Healthy with { Terminal = new(IsTerminal: true, 110, kind, colors, locale, noColor) }, "terminal")));

    [Theory]
    [InlineData(null, 0)]
    [InlineData(CaptureDeviceFault.NotPermitted, 5)]
    [InlineData(CaptureDeviceFault.LibraryMissing, 6)]
    [InlineData(CaptureDeviceFault.NoSuchDevice, 6)]
    [InlineData(CaptureDeviceFault.Other, 6)]
    public void Ends_with_what_keeps_captures_from_working(CaptureDeviceFault? fault, int exitCode)
    {
        var facts = Ill with { CaptureRefused = fault is { } why ? new CaptureDeviceException(why, "no", "do") : null };
        Assert.Equal(exitCode, Diagnosis.ExitCodeOf(facts));
        Assert.Equal(fault is not null, Diagnosis.Of(facts).Any(check => check.State == CheckState.Fail));
    }

    [Fact]
    public void Without_libpcap_nothing_is_said_of_the_right_to_use_it()
    {
        var checks = Diagnosis.Of(Healthy with { LibraryVersion = null, CaptureRefused = new(CaptureDeviceFault.LibraryMissing, "not installed", "sudo apk add libpcap") });
        Assert.Equal(("fail: libpcap is not installed: files can be read, interfaces cannot", "sudo apk add libpcap"), (Say(checks[0]), checks[0].Command));
        Assert.DoesNotContain(checks, check => check.Name == "capture");
    }

    [Fact]
    public void This_machine_is_looked_at_and_told_in_both_forms()
    {
        var (text, json) = (ToolRun.Of("doctor"), ToolRun.Of("doctor --json"));
        Assert.Contains(text.ExitCode, new[] { ExitCode.Done, ExitCode.NotPermitted, ExitCode.Network });
        Assert.Equal((text.ExitCode, "", ""), (json.ExitCode, text.Error, json.Error));
        var checks = json.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("libpcap", checks[0].GetProperty("check").GetString());
        Assert.Equal(text.ExitCode != 0, checks.Exists(check => check.GetProperty("state").GetString() == "fail"));
        Assert.Equal(text.Lines.Count(line => line[0] != ' '), checks.Count);
    }

    private static Check Find(MachineFacts facts, string name) => Diagnosis.Of(facts).First(check => check.Name == name);

    private static string Say(Check check) => $"{DoctorText.Word(check.State)}: {check.Text}";

    private static void CheckGolden(string name, MachineFacts facts, int width) =>
        Golden.Check(name, output => DoctorText.Write(output, Diagnosis.Of(facts), new Style(false, false, width)), Here());

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
