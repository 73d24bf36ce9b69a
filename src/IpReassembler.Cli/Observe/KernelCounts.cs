using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>What the kernel counted of its own reassembly in both families.</summary>
/// <param name="V4">IPv4; null where the system does not show it.</param>
/// <param name="V6">IPv6; null where the system does not show it, or has no IPv6.</param>
internal readonly record struct KernelCounts(KernelReassembly? V4, KernelReassembly? V6)
{
    /// <summary>What was counted between two moments.</summary>
    public static KernelCounts operator -(KernelCounts later, KernelCounts earlier) => new(later.V4 - earlier.V4, later.V6 - earlier.V6);

    /// <summary>The counters now.</summary>
    public static KernelCounts Read() => new(KernelReassembly.Read(IpVersion.V4), KernelReassembly.Read(IpVersion.V6));

    /// <summary>Those of one family.</summary>
    public KernelReassembly? Of(IpVersion version) => version == IpVersion.V4 ? V4 : V6;
}
