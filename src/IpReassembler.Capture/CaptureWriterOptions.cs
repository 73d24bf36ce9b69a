namespace IpReassembler.Capture;

/// <summary>How a capture is written.</summary>
public sealed record CaptureWriterOptions
{
    /// <summary>The format; <see langword="null"/> says pcap where the file's name ends in <c>.pcap</c>, otherwise pcapng.</summary>
    public CaptureFormat? Format { get; init; }

    /// <summary>
    /// The interfaces that <see cref="Packets.CapturedFrame.Interface"/> counts. It may be the live list of the source
    /// that is copied from: an entry is looked at when the first frame of that interface is written.
    /// </summary>
    public IReadOnlyList<CaptureInterface> Interfaces { get; init; } = [];

    /// <summary>A comment on the whole capture; pcap has no room for it.</summary>
    public string? Comment { get; init; }
}
