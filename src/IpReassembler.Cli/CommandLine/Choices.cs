namespace IpReassembler.Cli;

// Words that options take. They are not bool: the parser library reads a bool option as a switch, whatever follows it.

/// <summary>Whether something is done.</summary>
internal enum OnOff
{
    On,
    Off,
}

/// <summary>What becomes of something on the way to the output.</summary>
internal enum KeepDrop
{
    Keep,
    Drop,
}

/// <summary>Which packets of a frame are reassembled.</summary>
internal enum DepthRule
{
    Outer,
    All,
}

/// <summary>When something is shown.</summary>
internal enum Showing
{
    Auto,
    Always,
    Never,
}

/// <summary>What the flag DF means to whoever cuts packets.</summary>
internal enum DontFragmentRule
{
    Respect,
    Ignore,
}

/// <summary>Which identification a packet has after cutting.</summary>
internal enum IdentificationRule
{
    Keep,
    New,
}

/// <summary>What an IPv4 total length of 0 means.</summary>
internal enum LengthZero
{
    Segment,
    Error,
}

/// <summary>What makes a verb end with the exit code of a finding.</summary>
internal enum FailOn
{
    Disagreement,
}
