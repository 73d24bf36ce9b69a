using Microsoft.Win32.SafeHandles;

namespace IpReassembler.Capture;

/// <summary>A <c>pcap_t</c>. It is closed when the last call that uses it has returned, however many threads there are.</summary>
internal sealed class PcapHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>What libpcap says went wrong last.</summary>
    public unsafe string Error => Libpcap.Text(Libpcap.pcap_geterr(this));

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Libpcap.pcap_close(handle);
        return true;
    }
}
