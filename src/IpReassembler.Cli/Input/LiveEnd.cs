using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>How a live capture ends when the user says so, and what is said of it then: what the kernel counted, and why there may have been no fragment.</summary>
internal sealed class LiveEnd(LiveSource source, TimeProvider clock)
{
    // The longest packet that Ethernet with jumbo frames usually takes. Loopback takes 65,536 bytes unless somebody made it narrower.
    private const int WidestLink = 9_000;

    private Timestamp? _askedAt;

    /// <summary>
    /// Whether everything was read that came before the end was asked for: the kernel still holds some frames at that moment, and users expect
    /// to see those. To be asked only from then on.
    /// </summary>
    /// <param name="reached">The time of the frame read last, or up to when everything was delivered.</param>
    public bool IsReached(Timestamp reached)
    {
        _askedAt ??= new Timestamp((clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);
        return reached >= _askedAt;
    }

    /// <summary>What the kernel counted until this was first asked for.</summary>
    public LiveCounts Counts => field ??= CountNow();

    /// <summary>What the kernel has counted up to now.</summary>
    public LiveCounts CountNow() => Count(source.CountStatistics());

    /// <summary>Writes the remarks.</summary>
    /// <param name="error">Standard error.</param>
    /// <param name="packets">The packets that were read.</param>
    /// <param name="fragments">The fragments among them; null where nobody counted.</param>
    public void Write(TextWriter error, long packets, long? fragments)
    {
        var devices = Devices();
        var twice = devices.Any(one => one.IsLoopback) ? " (on a loopback interface the kernel counts each packet twice, on its way out and in)" : "";
        error.WriteLine(Invariant($"ipreasm: {RecordText.Count(packets, "packet")} captured, {Counts.Received} received by the kernel, {Counts.Dropped} dropped by it, {Counts.DroppedByInterface} by the interface{twice}"));
        if (packets > 0 && fragments == 0)
        {
            devices.ForEach(device => error.WriteLine($"ipreasm: {WhyWhole(device)}"));
        }
    }

    private static LiveCounts Count(LiveStatistics counted) => new(counted.Received, counted.Dropped, counted.DroppedByInterface);

    private List<CaptureDevice> Devices()
    {
        var names = source.Interfaces.Select(one => one.Name).ToHashSet();
        return [.. CaptureDevice.All().Where(device => names.Contains(device.Name))];
    }

    private static string WhyWhole(CaptureDevice device) => device switch
    {
        { IsLoopback: true, Mtu: > WidestLink } => Invariant($"no fragment on {device.Name}: it takes packets of up to {device.Mtu} bytes whole, and TCP never needs fragments. ")
            + $"To have some: sudo ip route replace local 127.0.0.2 dev {device.Name} mtu 1500 table local; ping -s 8000 127.0.0.2; or, without any right: ipreasm observe --private -- COMMAND",
        { Mtu: { } mtu } => Invariant($"no fragment on {device.Name}: TCP fits its segments to the path, and other packets of up to {mtu} bytes pass whole"),
        _ => $"no fragment on {device.Name}: every packet fitted the links it passed",
    };
}
