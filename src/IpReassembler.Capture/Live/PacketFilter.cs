using System.Diagnostics.CodeAnalysis;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>A filter expression as tcpdump takes it (pcap-filter(7)), compiled for one link type, for frames that are already here.</summary>
public sealed class PacketFilter : IDisposable
{
    // Enough for any frame: the compiler only warns of offsets beyond it.
    private const int SnapLength = 262_144;

    private readonly BpfProgramHandle _program;

    private PacketFilter(BpfProgramHandle program, LinkType link) => (_program, Link) = (program, link);

    /// <summary>The link type of the frames it can judge.</summary>
    public LinkType Link { get; }

    /// <summary>Compiles an expression. Names of hosts in it are looked up, as tcpdump does.</summary>
    /// <param name="expression">The expression; an empty one matches everything.</param>
    /// <param name="link">The link type of the frames it will see.</param>
    /// <param name="filter">The filter; null if the expression is wrong.</param>
    /// <param name="error">What is wrong with it, in libpcap's words; empty after <see langword="true"/>.</param>
    /// <exception cref="CaptureDeviceException">libpcap is missing.</exception>
    public static bool TryCompile(string expression, LinkType link, [NotNullWhen(true)] out PacketFilter? filter, out string error)
    {
        ArgumentNullException.ThrowIfNull(expression);
        LibpcapLibrary.Require();
        using var dead = Libpcap.pcap_open_dead(DataLinkType.FromLinkType(link), SnapLength);
        filter = BpfProgramHandle.TryCompile(dead, expression, out var program, out error) ? new PacketFilter(program, link) : null;
        return filter is not null;
    }

    /// <summary>Whether the frame, which has the link type <see cref="Link"/>, is one of those asked for.</summary>
    public unsafe bool Matches(in CapturedFrame frame)
    {
        var header = new Libpcap.pcap_pkthdr
        {
            caplen = (uint)frame.Bytes.Length,
            len = (uint)long.Clamp(frame.OriginalLength, 0, uint.MaxValue),
        };
        fixed (byte* bytes = frame.Bytes)
        {
            // An empty span has no address, and the program must not be given none.
            var nothing = stackalloc byte[1];
            return Libpcap.pcap_offline_filter(_program, &header, bytes is null ? nothing : bytes) != 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();
}
