using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>One open interface: the frame it has ready, and what the kernel counted.</summary>
internal sealed unsafe class LiveDevice : IDisposable
{
    // libpcap's counters have 32 bits; they are looked at often enough that none can go round unseen.
    private const int CountedEvery = 1 << 20;

    private readonly PcapHandle _handle;
    private readonly Lock _counting = new();
    private readonly nint _raw;
    private readonly long _nanosecondsPerFraction;
    private Libpcap.pcap_pkthdr* _header;
    private byte* _bytes;
    private Libpcap.pcap_stat _counted;
    private int _untilCounted = CountedEvery;

    private LiveDevice(PcapHandle handle, string name, LiveOptions options, string? warning)
    {
        (_handle, _raw, Warning) = (handle, handle.DangerousGetHandle(), warning);
        var isNanosecond = Libpcap.pcap_get_tstamp_precision(handle) == Libpcap.PCAP_TSTAMP_PRECISION_NANO;
        _nanosecondsPerFraction = isNanosecond ? 1 : 1_000;
        FileDescriptor = OperatingSystem.IsWindows() ? -1 : Libpcap.pcap_get_selectable_fd(handle);
        Interface = new CaptureInterface
        {
            Name = name,
            Filter = options.Filter.Length > 0 ? options.Filter : null,
            Link = DataLinkType.ToLinkType(Libpcap.pcap_datalink(handle)),
            SnapLength = options.SnapLength,
            TimestampResolution = (byte)(isNanosecond ? 9 : 6),
        };
    }

    /// <summary>What is known of the interface.</summary>
    public CaptureInterface Interface { get; private set; }

    /// <summary>What to wait for with poll(2); -1 where that is not possible.</summary>
    public int FileDescriptor { get; }

    /// <summary>What libpcap could not do as asked, and did otherwise; null when all is well.</summary>
    public string? Warning { get; }

    /// <summary>What the kernel counted, as of the last <see cref="Count"/>.</summary>
    public LiveStatistics Statistics { get; private set; }

    /// <summary>Whether a frame is ready to be shown.</summary>
    public bool HasFrame => _header is not null;

    /// <summary>Why nothing more can be read; null while it can.</summary>
    public string? Failure { get; private set; }

    /// <summary>When the frame that is ready was captured.</summary>
    public Timestamp Time
    {
        // The kernel's clock stands between 1970 and 2262, so nothing can overflow.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new((_header->tv_sec.Value * 1_000_000_000L) + ((int)_header->tv_usec.Value * _nanosecondsPerFraction));
    }

    /// <summary>Opens an interface for reading.</summary>
    public static LiveDevice Open(string name, LiveOptions options)
    {
        var handle = PcapOpener.Open(name, options, out var warning);
        try
        {
            if (options.Filter.Length > 0)
            {
                PcapOpener.SetFilter(handle, name, options.Filter);
            }

            PcapOpener.SetNonBlocking(handle, name);
            return new LiveDevice(handle, name, options, warning);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Keeps the handle open until <see cref="Release"/>, whoever closes it meanwhile.</summary>
    /// <returns>Whether it was open.</returns>
    public bool TryHold()
    {
        var isHeld = false;
        try
        {
            _handle.DangerousAddRef(ref isHeld);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }

        return isHeld;
    }

    public void Release() => _handle.DangerousRelease();

    /// <summary>Fetches the next frame, if there is one. Only while held.</summary>
    public bool TryFetch()
    {
        Libpcap.pcap_pkthdr* header;
        byte* bytes;
        var result = Libpcap.pcap_next_ex(_raw, &header, &bytes);
        if (result == 1)
        {
            _header = header;
            _bytes = bytes;
            if (--_untilCounted == 0)
            {
                Count();
            }

            return true;
        }

        _header = null;
        if (result == Libpcap.PCAP_ERROR)
        {
            Failure = Libpcap.Text(Libpcap.pcap_geterr(_handle));
        }

        return false;
    }

    /// <summary>Shows the frame that is ready; it is good until the next one is fetched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Show(long number, int place, out CapturedFrame frame)
    {
        frame = new CapturedFrame(new ReadOnlySpan<byte>(_bytes, (int)_header->caplen), Interface.Link, Time)
        {
            OriginalLength = _header->len,
            Number = number,
            Interface = place,
        };
        _header = null;
    }

    /// <summary>Asks the kernel for its counters.</summary>
    public void Count()
    {
        _untilCounted = CountedEvery;
        if (!TryHold())
        {
            return;
        }

        using var one = _counting.EnterScope();
        Libpcap.pcap_stat now = default;
        if (Libpcap.pcap_stats(_handle, &now) == 0)
        {
            // Differences of 32 bits are right however often the counters went round.
            Statistics += new LiveStatistics(
                unchecked(now.ps_recv - _counted.ps_recv), unchecked(now.ps_drop - _counted.ps_drop), unchecked(now.ps_ifdrop - _counted.ps_ifdrop));
            _counted = now;
            Interface = Interface with { ReceivedCount = Statistics.Received, DroppedBySystemCount = Statistics.Dropped, DroppedCount = Statistics.DroppedByInterface };
        }

        Release();
    }

    /// <summary>Makes a read that waits in libpcap return.</summary>
    public void Break()
    {
        if (TryHold())
        {
            Libpcap.pcap_breakloop(_handle);
            Release();
        }
    }

    public void Dispose()
    {
        _header = null;
        _handle.Dispose();
    }
}
