namespace IpReassembler.Transfer;

/// <summary>Why a pickle is not read.</summary>
internal enum PickleDefect
{
    /// <summary>Nothing is wrong so far.</summary>
    None,

    /// <summary>An opcode that makes something else than the seven kinds of value, or that names or calls code.</summary>
    OpcodeNotAllowed,

    /// <summary>A byte that no protocol knows as an opcode.</summary>
    OpcodeUnknown,

    /// <summary>A protocol above 5.</summary>
    ProtocolUnknown,

    /// <summary>More than <see cref="PickleLimits.MaxLength"/>, by what came, by what it claims, or by what repeated values add up to.</summary>
    TooLong,

    /// <summary>More than <see cref="PickleLimits.MaxValues"/>.</summary>
    TooManyValues,

    /// <summary>More than <see cref="PickleLimits.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>An integer beyond <see cref="PickleLimits.MaxIntegerLength"/>.</summary>
    IntegerTooLong,

    /// <summary>A text that is not UTF-8, or has a wrong escape.</summary>
    TextNotUnicode,

    /// <summary>A decimal number that is none.</summary>
    NumberNotDecimal,

    /// <summary>An opcode takes a value, a list, or a mark, and there is none.</summary>
    StackEmpty,

    /// <summary>An opcode fetches a value under a number that was never given.</summary>
    NeverStored,

    /// <summary>A list is filled further after it was put into another value; a list that contains itself is made so.</summary>
    ListClosed,

    /// <summary>It ends with no value, or with several.</summary>
    NotOneValue,
}
