namespace IpReassembler.Scenarios;

/// <summary>What a fragment that was written down carries.</summary>
internal enum FragmentContent
{
    /// <summary>The datagram's own bytes.</summary>
    Own,

    /// <summary>The datagram's own bytes with every bit turned: sure to differ.</summary>
    Inverted,

    /// <summary>Bytes of its own.</summary>
    Given,
}
