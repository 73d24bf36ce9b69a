namespace IpReassembler.Tests.Tcp;

/// <summary>What the other side allows, and what it is allowed: windows, silly ones, closed ones, delays and Nagle's algorithm.</summary>
public class WindowTests
{
    // RFC 9293 section 3.8.6.1: one byte asks, ever more slowly, and as long as it is answered nobody gives up.
    [Fact]
    public void A_closed_window_is_probed() => Script.Run("use patience=3000\n" + Opening.Plain + """
        < A 1 ack 1 win 0
        write 1500
        +300 > A 1:2 ack 1 [WindowProbe]
        +1 < A 1 ack 1 win 0
        +599 > A 1:2 ack 1 [WindowProbe]
        +1 < A 1 ack 1 win 0
        +1199 > A 1:2 ack 1 [WindowProbe]
        +1 < A 1 ack 1 win 0
        +2399 > A 1:2 ack 1 [WindowProbe]
        +1 < A 1 ack 1 win 0
        # It opens. What the probe carried was not kept.
        +100 < A 1 ack 1 win 30000
        > A 1:2 ack 1 [WindowOpened]
        > A 2:1002 ack 1
        < A 1 ack 1002
        > A 1002:1501 ack 1
        """);

    [Fact]
    public void A_probe_that_is_kept_counts() => Script.Run(Opening.Plain + """
        < A 1 ack 1 win 0
        write 1001
        +300 > A 1:2 ack 1 [WindowProbe]
        < A 1 ack 2 win 30000
        > A 2:1002 ack 1
        """);

    [Fact]
    public void Nobody_answers_a_probe() => Script.Run("use patience=3000\n" + Opening.Plain + """
        < A 1 ack 1 win 0
        write 1
        +300 > A 1:2 ack 1 [WindowProbe]
        +600 > A 1:2 ack 1 [WindowProbe]
        +1200 > A 1:2 ack 1 [WindowProbe]
        +1200 silence
        state Closed
        reason TimedOut
        """);

    [Fact]
    public void FIN_waits_for_the_window_too() => Script.Run(Opening.Plain + """
        < A 1 ack 1 win 0
        close
        state FinWait1
        +300 > FA 1 ack 1 [WindowProbe]
        < A 1 ack 2 win 0
        state FinWait2
        """);

    // RFC 9293 section 3.8.6.2.1: less than half of the largest window ever, and not all there is, waits.
    [Fact]
    public void A_silly_window_is_not_used() => Script.Run("""
        listen
        < S 0 win 1000 <mss 1000>
        > SA 0 ack 1
        < A 1 ack 1 win 1000
        accept
        write 3000
        > A 1:1001 ack 1
        < A 1 ack 1001 win 400
        +200 > A 1001:1401 ack 1 [WindowProbe]
        < A 1 ack 1401 win 500
        > A 1401:1901 ack 1
        """);

    // RFC 9293 section 3.8.6.2.2: the window opens by a segment or by half of the buffer, not by less.
    [Fact]
    public void A_silly_window_is_not_offered() => Script.Run("use rcvbuf=4096\n" + Opening.Plain + """
        < A 1:1001 ack 1
        < A 1001:2001 ack 1
        > A 1 ack 2001 win 2096
        < A 2001:3001 ack 1
        < A 3001:4001 ack 1
        > A 1 ack 4001 win 96
        < A 4001:4097 ack 1
        +40 > A 1 ack 4097 win 0
        read 999
        +100 silence
        read 1
        > A 1 ack 4097 win 1000
        """);

    [Fact]
    public void A_probe_of_our_closed_window_is_answered_and_not_kept() => Script.Run("use rcvbuf=4096\n" + Opening.Plain + """
        < A 1:2049 ack 1
        > A 1 ack 2049 win 2048
        < A 2049:4097 ack 1
        > A 1 ack 4097 win 0
        < A 4097:4098 ack 1
        > A 1 ack 4097 win 0
        # What it acknowledges counts nevertheless.
        write 10
        > A 1:11 ack 4097
        < A 4097:4098 ack 11
        > A 11 ack 4097 win 0
        +1000 silence
        """);

    [Fact]
    public void The_window_is_shifted_by_what_was_agreed_upon() => Script.Run("""
        use ws rcvbuf=200000
        listen
        < S 0 win 1000 <mss 1000, ws 2>
        > SA 0 ack 1 win 65535 <mss 1000, ws 2>
        < A 1 ack 1 win 500
        accept
        write 3000
        > A 1:1001 ack 1 win 50000
        > A 1001:2001 ack 1
        < A 1 ack 2001 win 250
        > A 2001:3001 ack 1
        """);

    [Fact]
    public void An_older_segment_does_not_change_the_window() => Script.Run(Opening.Plain + """
        < A 1:2 ack 1 win 2000
        < A 2:3 ack 1 win 1000
        > A 1 ack 3
        < A 1:2 ack 1 win 30000
        > A 1 ack 3
        write 3000
        > A 1:1001 ack 3
        """);

    // RFC 9293 section 3.8.6.3: every second full segment at once, otherwise after the delay, or with data.
    [Fact]
    public void Acknowledgments_wait_for_company() => Script.Run(Opening.Plain + """
        < A 1:1001 ack 1
        +40 > A 1 ack 1001
        < A 1001:2001 ack 1
        < A 2001:3001 ack 1
        > A 1 ack 3001
        < A 3001:4001 ack 1
        +10 write 5
        > A 1:6 ack 4001
        +300 > A 1:6 ack 4001 [Timeout]
        """);

    [Fact]
    public void What_fills_a_hole_is_acknowledged_at_once() => Script.Run(Opening.Plain + """
        < A 1001:2001 ack 1
        > A 1 ack 1
        < A 2001:3001 ack 1
        > A 1 ack 1
        < A 1:501 ack 1
        > A 1 ack 501
        < A 501:1001 ack 1
        > A 1 ack 3001
        read 3000
        > A 1 ack 3001 win 10000
        """);

    // RFC 9293 section 3.7.4.
    [Fact]
    public void Nagle_keeps_small_segments_back_while_one_is_on_its_way() => Script.Run(Opening.Plain + """
        write 10
        > A 1:11 ack 1
        write 10
        write 10
        +50 < A 1 ack 11
        > A 11:31 ack 1
        write 995
        write 10
        > A 31:1031 ack 1
        < A 1 ack 1031
        > A 1031:1036 ack 1
        """);

    [Fact]
    public void Without_Nagle_they_go_at_once() => Script.Run("use nagle=off\n" + Opening.Plain + """
        write 10
        > A 1:11 ack 1
        write 10
        > A 11:21 ack 1
        """);

    [Fact]
    public void What_lies_beyond_the_window_is_cut_off() => Script.Run("use rcvbuf=4096\n" + Opening.Plain + """
        < A 1:3001 ack 1
        > A 1 ack 3001 win 1096
        < A 3001:5001 ack 1
        > A 1 ack 4097 win 0
        < A 4097:5097 ack 1
        > A 1 ack 4097 win 0
        read 4096
        > A 1 ack 4097 win 4096
        """);
}
