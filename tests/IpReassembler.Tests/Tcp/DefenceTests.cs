namespace IpReassembler.Tests.Tcp;

/// <summary>What somebody sends who cannot see the connection, or what is so old that it looks like that: RFC 5961 and RFC 7323.</summary>
public class DefenceTests
{
    private const string OpenWithTimestamps = """
        use ts
        listen
        < S 0 win 30000 <mss 1000, ts 1000 0>
        > SA 0 ack 1 <mss 1000, ts 0 1000>
        +100 < A 1 ack 1 <ts 1001 0>
        accept

        """;

    [Fact]
    public void Only_an_exact_RST_resets() => Script.Run(Opening.Plain + """
        < R 20000
        drop OutsideWindow
        +10 < R 2
        drop InexactReset
        > A 1 ack 1
        state Established
        < R 1
        state Closed
        reason Reset
        """);

    [Fact]
    public void A_SYN_is_challenged() => Script.Run(Opening.Plain + """
        < S 5
        drop UnexpectedSyn
        > A 1 ack 1
        < S 60000
        drop OutsideWindow
        > A 1 ack 1
        state Established
        # A side that has lost the connection answers like this:
        < R 1
        state Closed
        """);

    [Fact]
    public void Acknowledgments_of_what_was_never_sent_are_challenged() => Script.Run(Opening.Plain + """
        < A 1:5 ack 2
        drop UnacceptableAcknowledgment
        > A 1 ack 1
        < A 1:5 ack -30001
        drop UnacceptableAcknowledgment
        > A 1 ack 1
        < A 1:5 ack -29999
        drop None
        +40 > A 1 ack 5
        """);

    // RFC 5961 section 7: ten in five seconds.
    [Fact]
    public void Challenges_are_limited() => Script.Run(Opening.Plain + """
        < R 2
        > A 1 ack 1
        < R 3
        > A 1 ack 1
        < S 4
        > A 1 ack 1
        < S 5
        > A 1 ack 1
        < R 6
        > A 1 ack 1
        < R 7
        > A 1 ack 1
        < A 1 ack 5
        > A 1 ack 1
        < A 1 ack 6
        > A 1 ack 1
        < R 8
        > A 1 ack 1
        < R 9
        > A 1 ack 1
        < R 10
        < S 11
        < A 1 ack 7
        +4999 < R 12
        +1 < R 13
        > A 1 ack 1
        """);

    // RFC 7323 section 5: a segment with an older timestamp is an old one, whatever its number.
    [Fact]
    public void Old_timestamps_are_refused() => Script.Run(OpenWithTimestamps + """
        < A 1:11 ack 1 <ts 1010 0>
        +40 > A 1 ack 11 <ts 140 1010>
        < A 11:21 ack 1 <ts 1009 0>
        drop OldTimestamp
        > A 1 ack 11 <ts 140 1010>
        < A 11:21 ack 1 <ts 1010 0>
        drop None
        +40 > A 1 ack 21
        """);

    [Fact]
    public void Without_the_timestamp_that_was_agreed_upon_nothing_is_taken() => Script.Run(OpenWithTimestamps + """
        < A 1:11 ack 1
        drop NoTimestamp
        +100 silence
        # RST needs none (RFC 7323 section 3.2).
        < R 1
        state Closed
        """);

    // Nobody who only guesses the number that comes next can make later segments look old.
    [Fact]
    public void A_timestamp_is_worth_no_more_than_the_acknowledgment_beside_it() => Script.Run(OpenWithTimestamps + """
        < A 1:11 ack 90000 <ts 900000000 0>
        drop UnacceptableAcknowledgment
        > A 1 ack 1 <ts 100 1001>
        < A 1:11 ack 1 <ts 1002 0>
        drop None
        +40 > A 1 ack 11 <ts 140 1002>
        """);

    // RFC 7323 section 4.3: the echo is that of the segment that advanced the window's left edge, not of one behind a hole.
    [Fact]
    public void What_is_echoed_belongs_to_the_first_unacknowledged_segment() => Script.Run(OpenWithTimestamps + """
        < A 1:11 ack 1 <ts 1002 0>
        +5 < A 11:21 ack 1 <ts 1003 0>
        > A 1 ack 21 <ts 105 1002>
        < A 31:41 ack 1 <ts 1004 0>
        > A 1 ack 21 <ts 105 1002>
        < A 21:31 ack 1 <ts 1006 0>
        > A 1 ack 41 <ts 105 1006>
        """);

    // RFC 7323 section 5.5: after 24 days the clock may have gone half around.
    [Fact]
    public void After_24_days_an_old_timestamp_says_nothing() => Script.Run(OpenWithTimestamps + """
        < A 1:11 ack 1 <ts 2000 0>
        +40 > A 1 ack 11
        +2073600000 < A 11:21 ack 1 <ts 1000 0>
        drop None
        +40 > A 1 ack 21 <ts 2073600180 1000>
        """);

    [Fact]
    public void An_echo_that_makes_no_sense_measures_nothing() => Script.Run(OpenWithTimestamps + """
        write 5
        > A 1:6 ack 1
        +300 > A 1:6 ack 1 [Timeout]
        < A 1 ack 6 <ts 1002 3000000000>
        write 5
        > A 6:11 ack 1
        +600 > A 6:11 ack 1 [Timeout]
        """);

    [Fact]
    public void A_tiny_MSS_is_not_obeyed() => Script.Run("""
        listen
        < S 0 <mss 1>
        > SA 0 ack 1
        < A 1 ack 1
        accept
        write 100
        > A 1:89 ack 1
        < A 1 ack 89
        > A 89:101 ack 1
        """);
}
