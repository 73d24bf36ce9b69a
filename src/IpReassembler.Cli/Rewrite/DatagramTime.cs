namespace IpReassembler.Cli;

/// <summary>Which arrival a rebuilt datagram takes its time from.</summary>
internal enum DatagramTime
{
    /// <summary>The fragment that closed the last hole.</summary>
    Complete,

    /// <summary>The first fragment.</summary>
    First,

    /// <summary>The last fragment that belongs to it.</summary>
    Last,

    /// <summary>The fragment at offset 0.</summary>
    Zero,
}
