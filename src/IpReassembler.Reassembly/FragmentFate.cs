namespace IpReassembler.Reassembly;

/// <summary>What the chosen policy did with one fragment.</summary>
public enum FragmentFate : byte
{
    /// <summary>Kept, waiting for the rest.</summary>
    Stored,

    /// <summary>Kept, and with it the datagram was whole and delivered.</summary>
    Completes,

    /// <summary>Acceptable, but it brought nothing: every byte was there.</summary>
    Ignored,

    /// <summary>Not acceptable; what was stored before stays.</summary>
    Rejected,

    /// <summary>The policy threw away the fragment and all that was stored with it.</summary>
    Kills,

    /// <summary>A limit left no room for it.</summary>
    Refused,
}
