namespace IpReassembler.Capture;

/// <summary>The file formats that can be written.</summary>
public enum CaptureFormat
{
    /// <summary>pcapng: nanoseconds, comments, several interfaces and link types.</summary>
    Pcapng,

    /// <summary>Classic pcap with microseconds, which every program reads; finer times are cut.</summary>
    Pcap,

    /// <summary>Classic pcap with nanoseconds.</summary>
    PcapNanosecond,
}
