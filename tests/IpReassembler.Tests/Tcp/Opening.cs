namespace IpReassembler.Tests.Tcp;

/// <summary>How many stories begin.</summary>
/// <remarks>The round trip is 100 ms: SRTT 100, RTTVAR 50, RTO 300.</remarks>
internal static class Opening
{
    /// <summary>A connection is accepted that has no options but the segment size.</summary>
    public const string Plain = """

        listen
        < S 0 win 30000 <mss 1000>
        > SA 0 ack 1
        +100 < A 1 ack 1 win 30000
        accept

        """;

    /// <summary>The same with selective acknowledgments.</summary>
    public const string WithSack = """
        use sack
        listen
        < S 0 win 30000 <mss 1000, sack>
        > SA 0 ack 1
        +100 < A 1 ack 1 win 30000
        accept

        """;

    /// <summary>An initial window is sent.</summary>
    public const string TenSegments = """
        > A 1:1001 ack 1
        > A 1001:2001 ack 1
        > A 2001:3001 ack 1
        > A 3001:4001 ack 1
        > A 4001:5001 ack 1
        > A 5001:6001 ack 1
        > A 6001:7001 ack 1
        > A 7001:8001 ack 1
        > A 8001:9001 ack 1
        > A 9001:10001 ack 1

        """;
}
