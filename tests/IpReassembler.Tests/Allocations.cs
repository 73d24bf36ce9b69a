namespace IpReassembler.Tests;

/// <summary>What code allocates on the heap.</summary>
internal static class Allocations
{
    /// <summary>
    /// The bytes that the thriftiest of ten rounds allocates. A collection that other tests cause in the middle of a round
    /// makes the runtime's count uncertain by a few kilobytes; code that allocates does so in every round.
    /// </summary>
    public static long Least(Action round) => Enumerable.Range(0, 10).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        round();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });
}
