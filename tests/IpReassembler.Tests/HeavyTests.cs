namespace IpReassembler.Tests;

/// <summary>Tests that fill the heap, run one by one behind all others.</summary>
/// <remarks>A collection that they cause moves what the runtime counts as allocated by other threads, up to 8 KB each: tests that assert 0 would fail now and then.</remarks>
[CollectionDefinition(Name, DisableParallelization = true)]
public class HeavyTests
{
    public const string Name = "heavy";
}
