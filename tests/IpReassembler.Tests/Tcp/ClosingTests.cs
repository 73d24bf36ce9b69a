using System.Globalization;

namespace IpReassembler.Tests.Tcp;

/// <summary>How connections end.</summary>
public class ClosingTests
{
    // RFC 9293 figure 12, and 2 MSL afterwards.
    [Fact]
    public void We_close_first() => Script.Run("use msl=1000\n" + Opening.Plain + """
        close
        > FA 1 ack 1
        state FinWait1
        < A 1 ack 2
        state FinWait2
        +100 < FA 1 ack 2
        > A 2 ack 2
        state TimeWait
        # Our acknowledgment was lost: FIN comes again, and the time begins anew.
        +1500 < FA 1 ack 2
        > A 2 ack 2
        +1999 silence
        state TimeWait
        +1 silence
        state Closed
        reason Finished
        """);

    [Fact]
    public void The_other_side_closes_first() => Script.Run(Opening.Plain + """
        < FA 1 ack 1
        > A 1 ack 2
        state CloseWait
        finished
        write 5
        > A 1:6 ack 2
        close
        state LastAck
        > FA 6 ack 2
        < A 2 ack 7
        state Closed
        reason Finished
        """);

    // RFC 9293 figure 13.
    [Fact]
    public void Both_close_at_once() => Script.Run("use msl=1000\n" + Opening.Plain + """
        close
        > FA 1 ack 1
        +1 < FA 1 ack 1
        > A 2 ack 2
        state Closing
        +1 < A 2 ack 2
        state TimeWait
        +2000 silence
        state Closed
        reason Finished
        """);

    [Fact]
    public void Half_of_it_stays_open() => Script.Run(Opening.Plain + """
        close
        > FA 1 ack 1
        < A 1 ack 2
        +60000 < A 1:1001 ack 2
        +40 > A 2 ack 1001
        read 1000
        > A 2 ack 1001 win 10000
        +600000 < FA 1001 ack 2
        > A 2 ack 1002
        finished
        state TimeWait
        """);

    [Fact]
    public void FIN_follows_what_was_written() => Script.Run(Opening.Plain + """
        write 1500
        > A 1:1001 ack 1
        close
        > FA 1001:1501 ack 1
        +100 < A 1 ack 1501
        state FinWait1
        +250 > FA 1501 ack 1 [Timeout]
        < A 1 ack 1502
        state FinWait2
        """);

    [Fact]
    public void FIN_needs_room_in_the_window_as_well() => Script.Run(Opening.Plain + """
        < A 1 ack 1 win 500
        write 500
        > A 1:501 ack 1
        close
        +10 < A 1 ack 501 win 500
        > FA 501 ack 1
        """);

    [Fact]
    public void FIN_may_come_before_what_it_follows() => Script.Run(Opening.Plain + """
        < FA 1001:1101 ack 1
        > A 1 ack 1
        state Established
        < A 1:1001 ack 1
        > A 1 ack 1102
        state CloseWait
        read 1100
        finished
        """);

    [Fact]
    public void FIN_without_text_may_come_before_what_it_follows() => Script.Run(Opening.Plain + """
        < FA 1001 ack 1
        > A 1 ack 1
        < A 1:1001 ack 1
        > A 1 ack 1002
        state CloseWait
        """);

    // A side that contradicts itself: what it said lies behind its last word is dropped, wherever that word falls.
    [Theory]
    [InlineData("1001:2001", "FA 1001:1501")]
    [InlineData("1001:2001", "FA 1501")]
    [InlineData("1001:2001", "FA 1001")]
    [InlineData("1501:2001", "FA 1001:1501")]
    [InlineData("1601:2001", "FA 1001:1501")]
    public void FIN_ends_the_text_though_more_came_before_it(string text, string fin)
    {
        var end = int.Parse(fin[(fin.LastIndexOfAny([' ', ':']) + 1)..], CultureInfo.InvariantCulture);
        Script.Run(Opening.WithSack + $"""
            < A {text} ack 1
            > A 1 ack 1
            < {fin} ack 1
            > A 1 ack 1
            < A 1:1001 ack 1
            > A 1 ack {end + 1}
            state CloseWait
            read {end - 1}
            finished
            """);
    }

    [Fact]
    public void Aborting_resets() => Script.Run(Opening.Plain + """
        write 5
        > A 1:6 ack 1
        abort
        > RA 6 ack 1
        state Closed
        reason Aborted
        < A 1 ack 6
        > R 6
        """);

    [Fact]
    public void Closing_before_it_is_open() => Script.Run("""
        connect
        > S 0
        close
        state Closed
        reason Aborted
        < SA 0 ack 1
        > R 1
        """);

    [Fact]
    public void Closing_while_SYN_is_not_acknowledged() => Script.Run("""
        connect
        > S 0
        < S 0 <mss 1000>
        > SA 0 ack 1
        close
        state SynReceived
        < A 1 ack 1
        > FA 1 ack 1
        state FinWait1
        """);

    // RFC 9293 section 3.6.1.
    [Fact]
    public void Data_that_nobody_reads_is_answered_with_RST() => Script.Run(Opening.Plain + """
        close
        stop
        > FA 1 ack 1
        < A 1 ack 2
        < A 1:5 ack 2
        > RA 2 ack 5
        state Closed
        reason Unwanted
        """);

    [Fact]
    public void Data_that_was_not_read_is_answered_with_RST() => Script.Run(Opening.Plain + """
        < A 1:5 ack 1
        stop
        > RA 1 ack 5
        reason Unwanted
        """);

    [Fact]
    public void Who_does_not_read_does_not_wait_for_ever_for_FIN() => Script.Run(Opening.Plain + """
        close
        stop
        > FA 1 ack 1
        < A 1 ack 2
        state FinWait2
        +59999 silence
        state FinWait2
        +1 silence
        state Closed
        reason TimedOut
        """);

    // RFC 9293 section 3.10.7.4: a SYN beyond the old connection's numbers begins a new one, with numbers of ours beyond the old ones.
    [Fact]
    public void Time_wait_makes_room_for_a_new_SYN() => Script.Run(Opening.Plain + """
        close
        > FA 1 ack 1
        < A 1 ack 2
        < FA 1 ack 2
        > A 2 ack 2
        state TimeWait
        < S 1 <mss 1000>
        > A 2 ack 2
        state TimeWait
        < S 1000 <mss 1000>
        > SA 64002 ack 1001
        state Closed
        reason Evicted
        """);

    [Fact]
    public void Time_wait_is_over_with_an_exact_RST_only() => Script.Run(Opening.Plain + """
        close
        > FA 1 ack 1
        < A 1 ack 2
        < FA 1 ack 2
        > A 2 ack 2
        < R 1
        state TimeWait
        < R 3
        > A 2 ack 2
        state TimeWait
        < R 2
        state Closed
        reason Finished
        """);
}
