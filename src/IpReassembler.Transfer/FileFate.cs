namespace IpReassembler.Transfer;

/// <summary>What became of a file.</summary>
public enum FileFate
{
    /// <summary>It was sent.</summary>
    Sent,

    /// <summary>It came, and was not to be kept: a message.</summary>
    Received,

    /// <summary>It came and stands under its own name.</summary>
    Stored,

    /// <summary>It came and stands under another name, because its own was taken.</summary>
    Renamed,

    /// <summary>It came and took the place of one that was there.</summary>
    Overwrote,

    /// <summary>It came and was thrown away, because its name was taken.</summary>
    Skipped,
}
