namespace IpReassembler.Reassembly;

/// <summary>How far a record's policy entry got, which says who goes first when room is needed.</summary>
internal enum Standing
{
    /// <summary>In no queue.</summary>
    None,

    /// <summary>The entry is gone; the record only waits for late evidence.</summary>
    Late,

    /// <summary>One fragment stored.</summary>
    Probation,

    /// <summary>More than one: its source answers for it.</summary>
    Protected,
}
