namespace IpReassembler.Capture;

/// <summary>Opens interfaces, and says in words why one cannot be opened.</summary>
internal static unsafe class PcapOpener
{
    /// <summary>How long the kernel gathers frames before it hands them over, in milliseconds.</summary>
    public const int GatheringMilliseconds = 10;

    // Where Linux offers to listen to every interface at once.
    private const string AnyDevice = "any";

    /// <summary>Opens an interface for reading and sending.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="options">How.</param>
    /// <param name="warning">What libpcap could not do as asked; null when all is well.</param>
    /// <exception cref="CaptureDeviceException">It cannot be opened.</exception>
    public static PcapHandle Open(string name, LiveOptions options, out string? warning)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        LibpcapLibrary.Require();
        var errors = stackalloc byte[Libpcap.PCAP_ERRBUF_SIZE];
        var handle = Libpcap.pcap_create(name, errors);
        if (handle.IsInvalid)
        {
            handle.Dispose();
            throw new CaptureDeviceException(CaptureDeviceFault.Other, $"cannot open {name}: {Libpcap.Text(errors)}");
        }

        try
        {
            Libpcap.pcap_set_snaplen(handle, options.SnapLength);
            Libpcap.pcap_set_promisc(handle, options.Promiscuous && name != AnyDevice ? 1 : 0);
            Libpcap.pcap_set_timeout(handle, GatheringMilliseconds);
            Libpcap.pcap_set_immediate_mode(handle, options.Immediate ? 1 : 0);
            Libpcap.pcap_set_buffer_size(handle, options.BufferLength);
            // Where only microseconds are to be had, the precision is asked for again after opening.
            Libpcap.pcap_set_tstamp_precision(handle, Libpcap.PCAP_TSTAMP_PRECISION_NANO);
            var status = Libpcap.pcap_activate(handle);
            if (status < 0)
            {
                throw Refused(name, status, handle.Error);
            }

            warning = status > 0 ? Words(status, handle.Error) : null;
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Makes reads return at once where nothing is there: waiting is done with poll(2), because a read of libpcap's own may wait for ever.</summary>
    public static void SetNonBlocking(PcapHandle handle, string name)
    {
        var errors = stackalloc byte[Libpcap.PCAP_ERRBUF_SIZE];
        if (Libpcap.pcap_setnonblock(handle, 1, errors) != 0)
        {
            throw new CaptureDeviceException(CaptureDeviceFault.Other, $"cannot listen to {name}: {Libpcap.Text(errors)}");
        }
    }

    /// <summary>Lets the kernel hand over only what the expression matches.</summary>
    /// <exception cref="PacketFilterException">The expression is wrong.</exception>
    public static void SetFilter(PcapHandle handle, string name, string expression)
    {
        if (!BpfProgramHandle.TryCompile(handle, expression, out var program, out var error))
        {
            throw new PacketFilterException($"the filter '{expression}' cannot be used on {name}: {error}");
        }

        using (program)
        {
            if (Libpcap.pcap_setfilter(handle, program) != 0)
            {
                throw new CaptureDeviceException(CaptureDeviceFault.Other, $"{name} does not take the filter '{expression}': {handle.Error}");
            }
        }
    }

    /// <summary>The command that permits it.</summary>
    /// <remarks>A capability belongs to a program file. Given to the dotnet host it would hold for every .NET program.</remarks>
    public static string Permit(string capability = "cap_net_raw") =>
        Environment.ProcessPath is { } program && Path.GetFileNameWithoutExtension(program) != "dotnet"
            ? "sudo " + ShellCommand.Of(["setcap", capability + "+ep", program])
            : "sudo " + ShellCommand.Of(Environment.GetCommandLineArgs().Prepend("dotnet"));

    private static CaptureDeviceException Refused(string name, int status, string error) => status switch
    {
        Libpcap.PCAP_ERROR_NO_SUCH_DEVICE => new(
            CaptureDeviceFault.NoSuchDevice, $"cannot open {name}: there is no such interface, only {string.Join(", ", CaptureDevice.All().Take(8).Select(one => one.Name))}"),
        Libpcap.PCAP_ERROR_PERM_DENIED => new(CaptureDeviceFault.NotPermitted, $"cannot open {name}: not permitted", Permit()),
        Libpcap.PCAP_ERROR_PROMISC_PERM_DENIED => new(CaptureDeviceFault.NotPermitted, $"cannot open {name} in promiscuous mode: not permitted", Permit()),
        Libpcap.PCAP_ERROR_IFACE_NOT_UP => new(CaptureDeviceFault.DeviceDown, $"cannot open {name}: it is switched off", $"sudo ip link set {name} up"),
        _ => new(CaptureDeviceFault.Other, $"cannot open {name}: {Words(status, error)}"),
    };

    // libpcap keeps words of its own beside the status for some of them.
    private static string Words(int status, string error) => error.Length > 0 ? error : Libpcap.Text(Libpcap.pcap_statustostr(status));
}
