namespace IpReassembler.Scenarios;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>Anything between blanks: <c>frag</c>, <c>0:24</c>, <c>+1ms</c>, <c>192.0.2.1</c>.</summary>
    Word,

    /// <summary>What stood between quotation marks.</summary>
    Text,

    /// <summary>The end of a line that had other tokens on it.</summary>
    LineEnd,

    /// <summary>The end of the scenario, for ever.</summary>
    End,
}
