using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>The neighbours of a place in one queue, by their numbers; 0 where there is none.</summary>
internal struct QueueLink
{
    public int Older;
    public int Newer;
}

/// <summary>The neighbours of a place in each of the three queues it may stand in.</summary>
[InlineArray(3)]
internal struct QueueLinks
{
    private QueueLink _first;
}
