namespace IpReassembler.Records;

/// <summary>What a piece of an expression is.</summary>
internal enum TokenKind
{
    /// <summary>A name, a number, an address: what needs no quotes.</summary>
    Word,

    /// <summary>Something in quotes.</summary>
    Quoted,

    /// <summary>An operator, a parenthesis or brace, a comma.</summary>
    Symbol,

    /// <summary>After the last piece.</summary>
    End,

    /// <summary>What no expression may hold; its text says why.</summary>
    Wrong,
}
