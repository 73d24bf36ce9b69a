namespace IpReassembler.Records;

/// <summary>Which kinds of JSON lines are wanted. The capture line always comes first.</summary>
[Flags]
public enum LineKinds
{
    /// <summary>The capture line alone.</summary>
    None = 0,

    /// <summary>A line for each datagram, when its record ends.</summary>
    Datagram = 1 << 0,

    /// <summary>A line for each fragment.</summary>
    Fragment = 1 << 1,

    /// <summary>Timeouts, evictions and late duplicates.</summary>
    Event = 1 << 2,

    /// <summary>The sums, at the end.</summary>
    Summary = 1 << 3,

    /// <summary>A line for each row of a table of flows, before the sums.</summary>
    Flow = 1 << 4,

    /// <summary>What is written unless something else is asked for.</summary>
    Default = Datagram | Summary,
}
