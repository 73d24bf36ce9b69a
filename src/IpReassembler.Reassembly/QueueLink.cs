namespace IpReassembler.Reassembly;

/// <summary>The neighbours of a place in one queue, by their numbers; 0 where there is none.</summary>
internal struct QueueLink
{
    public int Older;
    public int Newer;
}
