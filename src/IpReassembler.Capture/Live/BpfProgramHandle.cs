using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IpReassembler.Capture;

/// <summary>A <c>struct bpf_program</c> and the instructions that libpcap keeps for it.</summary>
internal sealed unsafe class BpfProgramHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public BpfProgramHandle()
        : base(ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(Libpcap.bpf_program)));

    /// <summary>Compiles a filter expression for the link type of <paramref name="handle"/>.</summary>
    /// <param name="handle">A handle, live or dead.</param>
    /// <param name="expression">The expression (pcap-filter(7)).</param>
    /// <param name="program">The program; null if the expression is wrong.</param>
    /// <param name="error">What is wrong with it, in libpcap's words; empty after <see langword="true"/>.</param>
    public static bool TryCompile(PcapHandle handle, string expression, [NotNullWhen(true)] out BpfProgramHandle? program, out string error)
    {
        var compiled = new BpfProgramHandle();
        if (Libpcap.pcap_compile(handle, (Libpcap.bpf_program*)compiled.handle, expression, optimize: 1, Libpcap.PCAP_NETMASK_UNKNOWN) == 0)
        {
            (program, error) = (compiled, "");
            return true;
        }

        (program, error) = (null, handle.Error);
        compiled.Dispose();
        return false;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Libpcap.pcap_freecode((Libpcap.bpf_program*)handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}
