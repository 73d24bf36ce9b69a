using IpReassembler.LiveTests.Network;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>One kernel for all tests of a class: its namespaces are made when the first test asks, and removed after the last.</summary>
public sealed class SharedKernel : IDisposable
{
    private KernelReassembler? _kernel;

    /// <summary>The kernel; where there can be none, the test ends as skipped.</summary>
    internal KernelReassembler Require()
    {
        if (_kernel is null)
        {
            NetworkNamespace.Require();
            _kernel = new KernelReassembler();
        }

        return _kernel;
    }

    public void Dispose() => _kernel?.Dispose();
}
