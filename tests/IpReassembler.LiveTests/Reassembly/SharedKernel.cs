using IpReassembler.LiveTests.Network;
using IpReassembler.Packets;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>One kernel for all tests of a class: its namespaces are made when the first test asks, and removed after the last.</summary>
public class SharedKernel : IDisposable
{
    private readonly IpVersion _version;
    private KernelReassembler? _kernel;

    public SharedKernel()
        : this(IpVersion.V4)
    {
    }

    private protected SharedKernel(IpVersion version) => _version = version;

    /// <summary>The kernel; where there can be none, the test ends as skipped.</summary>
    internal KernelReassembler Require()
    {
        if (_kernel is null)
        {
            NetworkNamespace.Require();
            _kernel = new KernelReassembler(_version);
        }

        return _kernel;
    }

    public void Dispose()
    {
        _kernel?.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The same of IPv6.</summary>
public sealed class SharedIpv6Kernel() : SharedKernel(IpVersion.V6);
