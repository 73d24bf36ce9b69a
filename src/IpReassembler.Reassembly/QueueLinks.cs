using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>The neighbours of a record in one queue.</summary>
internal struct QueueLink
{
    public Datagram? Older;
    public Datagram? Newer;
}

/// <summary>The neighbours of a record in each of the three queues it may stand in.</summary>
[InlineArray(3)]
internal struct QueueLinks
{
    private QueueLink _first;
}
