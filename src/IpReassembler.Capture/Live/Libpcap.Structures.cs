using System.Runtime.InteropServices;

namespace IpReassembler.Capture;

/// <summary>The structures of pcap/pcap.h and pcap/bpf.h as a C compiler lays them out; a live test holds them to the installed headers.</summary>
internal static unsafe partial class Libpcap
{
    /// <summary>What stands in front of a frame. <c>struct timeval ts</c> is written out: two C longs.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct pcap_pkthdr
    {
        public CLong tv_sec;

        // Nanoseconds where they were asked for. macOS has an int and padding here: the low half is what counts.
        public CLong tv_usec;
        public uint caplen;
        public uint len;
    }

    /// <summary>An interface in the list of <see cref="pcap_findalldevs"/>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct pcap_if
    {
        public pcap_if* next;
        public byte* name;
        public byte* description;
        public pcap_addr* addresses;
        public uint flags;
    }

    /// <summary>An address of an interface.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct pcap_addr
    {
        public pcap_addr* next;
        public byte* addr;
        public byte* netmask;
        public byte* broadaddr;
        public byte* dstaddr;
    }

    /// <summary>Counters since the handle was activated. They wrap at 2^32.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct pcap_stat
    {
        public uint ps_recv;
        public uint ps_drop;
        public uint ps_ifdrop;

        // Windows only; elsewhere libpcap does not write so far.
        public uint ps_capt;
        public uint ps_sent;
        public uint ps_netdrop;
    }

    /// <summary>A compiled filter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct bpf_program
    {
        public uint bf_len;
        public bpf_insn* bf_insns;
    }

    /// <summary>One instruction of a compiled filter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct bpf_insn
    {
        public ushort code;
        public byte jt;
        public byte jf;
        public uint k;
    }
}
