namespace IpReassembler.Records;

/// <summary>What is made of the values of all datagrams.</summary>
internal enum AggregateFunction
{
    /// <summary>How many datagrams there are.</summary>
    Count,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The sum divided by the number of values.</summary>
    Mean,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>The value that half of the values do not pass.</summary>
    P50,

    /// <summary>The value that 90 of 100 do not pass.</summary>
    P90,

    /// <summary>The value that 99 of 100 do not pass.</summary>
    P99,

    /// <summary>The sum, for each second of the capture.</summary>
    Rate,
}
