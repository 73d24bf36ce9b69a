using System.Runtime.InteropServices;

namespace IpReassembler.Capture;

/// <summary>The functions of libpcap 1.10 that are used here, under their own names and with their own numbers (pcap(3PCAP)).</summary>
/// <remarks>Nothing is loaded before the first call: whoever only reads files needs no libpcap.</remarks>
internal static unsafe partial class Libpcap
{
    public const int PCAP_ERRBUF_SIZE = 256;
    public const int PCAP_TSTAMP_PRECISION_NANO = 1;
    public const uint PCAP_NETMASK_UNKNOWN = 0xFFFFFFFF;

    public const int PCAP_ERROR = -1;
    public const int PCAP_ERROR_BREAK = -2;
    public const int PCAP_ERROR_NO_SUCH_DEVICE = -5;
    public const int PCAP_ERROR_PERM_DENIED = -8;
    public const int PCAP_ERROR_IFACE_NOT_UP = -9;
    public const int PCAP_ERROR_PROMISC_PERM_DENIED = -11;

    public const uint PCAP_IF_LOOPBACK = 0x1;
    public const uint PCAP_IF_UP = 0x2;
    public const uint PCAP_IF_RUNNING = 0x4;

    private const string Library = LibpcapLibrary.Name;

    static Libpcap() => LibpcapLibrary.Register();

    [LibraryImport(Library)]
    public static partial int pcap_findalldevs(pcap_if** devices, byte* errbuf);

    [LibraryImport(Library)]
    public static partial void pcap_freealldevs(pcap_if* devices);

    [LibraryImport(Library)]
    public static partial byte* pcap_lib_version();

    [LibraryImport(Library)]
    public static partial byte* pcap_statustostr(int status);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial PcapHandle pcap_create(string device, byte* errbuf);

    [LibraryImport(Library)]
    public static partial PcapHandle pcap_open_dead(int linktype, int snaplen);

    [LibraryImport(Library)]
    public static partial void pcap_close(nint handle);

    [LibraryImport(Library)]
    public static partial int pcap_set_snaplen(PcapHandle handle, int snaplen);

    [LibraryImport(Library)]
    public static partial int pcap_set_promisc(PcapHandle handle, int promisc);

    [LibraryImport(Library)]
    public static partial int pcap_set_timeout(PcapHandle handle, int milliseconds);

    [LibraryImport(Library)]
    public static partial int pcap_set_immediate_mode(PcapHandle handle, int immediate);

    [LibraryImport(Library)]
    public static partial int pcap_set_buffer_size(PcapHandle handle, int bytes);

    [LibraryImport(Library)]
    public static partial int pcap_set_tstamp_precision(PcapHandle handle, int precision);

    [LibraryImport(Library)]
    public static partial int pcap_get_tstamp_precision(PcapHandle handle);

    [LibraryImport(Library)]
    public static partial int pcap_activate(PcapHandle handle);

    [LibraryImport(Library)]
    public static partial int pcap_setnonblock(PcapHandle handle, int nonblock, byte* errbuf);

    [LibraryImport(Library)]
    public static partial int pcap_get_selectable_fd(PcapHandle handle);

    [LibraryImport(Library)]
    public static partial int pcap_datalink(PcapHandle handle);

    [LibraryImport(Library)]
    public static partial byte* pcap_geterr(PcapHandle handle);

    // The handle is a plain number here, because the caller holds it open around the call: this is called for every frame.
    [LibraryImport(Library)]
    public static partial int pcap_next_ex(nint handle, pcap_pkthdr** header, byte** data);

    [LibraryImport(Library)]
    public static partial void pcap_breakloop(PcapHandle handle);

    [LibraryImport(Library)]
    public static partial int pcap_stats(PcapHandle handle, pcap_stat* statistics);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int pcap_compile(PcapHandle handle, bpf_program* program, string expression, int optimize, uint netmask);

    [LibraryImport(Library)]
    public static partial int pcap_setfilter(PcapHandle handle, BpfProgramHandle program);

    [LibraryImport(Library)]
    public static partial void pcap_freecode(bpf_program* program);

    [LibraryImport(Library)]
    public static partial int pcap_offline_filter(BpfProgramHandle program, pcap_pkthdr* header, byte* data);

    [LibraryImport(Library)]
    public static partial int pcap_inject(PcapHandle handle, byte* data, nuint length);

    /// <summary>Text that libpcap owns, as a string.</summary>
    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
