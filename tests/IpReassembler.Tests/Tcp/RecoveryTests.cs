namespace IpReassembler.Tests.Tcp;

/// <summary>What is lost comes again: RFC 6298, 5681, 3042, 6582, 6675, 2018 and 2883 as stories.</summary>
public class RecoveryTests
{
    // A round trip of 100 ms: SRTT 100, RTTVAR 50, RTO 300.
    [Fact]
    public void The_timeout_doubles() => Script.Run(Opening.Plain + """
        write 1000
        > A 1:1001 ack 1
        +300 > A 1:1001 ack 1 [Timeout]
        cwnd 1000
        ssthresh 2000
        +600 > A 1:1001 ack 1 [Timeout]
        +1200 > A 1:1001 ack 1 [Timeout]
        +2400 > A 1:1001 ack 1 [Timeout]
        +1 < A 1 ack 1001
        # Karn: what was sent five times measures nothing, and the doubled timeout stays for what comes next.
        write 1000
        > A 1001:2001 ack 1
        +4800 > A 1001:2001 ack 1 [Timeout]
        < A 1 ack 2001
        # That was sent twice too. This is not, and ends the doubling: SRTT 7/8 100 + 1/8 200, RTTVAR 3/4 50 + 1/4 100, 112.5 + 4 x 62.5.
        write 1000
        > A 2001:3001 ack 1
        +200 < A 1 ack 3001
        write 1000
        > A 3001:4001 ack 1
        +362.5 > A 3001:4001 ack 1 [Timeout]
        """);

    [Fact]
    public void With_timestamps_a_repeated_segment_measures_too() => Script.Run("""
        use ts
        listen
        < S 0 win 30000 <mss 1000, ts 10 0>
        > SA 0 ack 1 <mss 1000, ts 0 10>
        +100 < A 1 ack 1 <ts 11 0>
        accept
        write 988
        > A 1:989 ack 1 <ts 100 11>
        +300 > A 1:989 ack 1 <ts 400 11> [Timeout]
        +100 < A 1 ack 989 <ts 12 400>
        # SRTT 100, RTTVAR 37.5: RTO 250
        write 988
        > A 989:1977 ack 1
        +250 > A 989:1977 ack 1 [Timeout]
        """);

    [Fact]
    public void After_a_timeout_everything_is_sent_again_by_slow_start() => Script.Run(Opening.Plain + """
        write 10000
        """ + "\n" + Opening.TenSegments + """
        +300 > A 1:1001 ack 1 [Timeout]
        cwnd 1000
        ssthresh 5000
        +10 < A 1 ack 1001
        > A 1001:2001 ack 1 [Timeout]
        > A 2001:3001 ack 1 [Timeout]
        +10 < A 1 ack 3001
        > A 3001:4001 ack 1 [Timeout]
        > A 4001:5001 ack 1 [Timeout]
        > A 5001:6001 ack 1 [Timeout]
        +10 < A 1 ack 10001
        +5000 silence
        """);

    [Fact]
    public void Slow_start_counts_bytes_and_then_avoidance_adds_one_segment_for_each_window() => Script.Run(Opening.Plain + """
        write 20000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 2001
        cwnd 12000
        > A 10001:11001 ack 1
        > A 11001:12001 ack 1
        > A 12001:13001 ack 1
        > A 13001:14001 ack 1
        """);

    // RFC 3042 for the first two, RFC 5681 section 3.2 for the third, RFC 6582 for the end.
    [Fact]
    public void Fast_retransmit_and_recovery() => Script.Run(Opening.Plain + """
        write 14000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 1
        > A 10001:11001 ack 1
        < A 1 ack 1
        > A 11001:12001 ack 1
        < A 1 ack 1
        > A 1:1001 ack 1 [FastRetransmit]
        ssthresh 5000
        cwnd 8000
        < A 1 ack 1
        < A 1 ack 1
        < A 1 ack 1
        < A 1 ack 1
        cwnd 12000
        < A 1 ack 1
        > A 12001:13001 ack 1
        +50 < A 1 ack 12001
        # The recovery point: what is on its way and one more, not the whole of the threshold.
        cwnd 2000
        > A 13001:14001 ack 1
        """);

    // RFC 6582 section 3.2 step 3: the next hole is sent for each partial acknowledgment.
    [Fact]
    public void NewReno_mends_one_hole_for_each_partial_acknowledgment() => Script.Run(Opening.Plain + """
        write 10000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 1
        < A 1 ack 1
        < A 1 ack 1
        > A 1:1001 ack 1 [FastRetransmit]
        cwnd 8000
        < A 1 ack 1
        < A 1 ack 1
        cwnd 10000
        +100 < A 1 ack 4001
        > A 4001:5001 ack 1 [PartialAcknowledgment]
        cwnd 7000
        +100 < A 1 ack 6001
        > A 6001:7001 ack 1 [PartialAcknowledgment]
        +100 < A 1 ack 10001
        ssthresh 5000
        +5000 silence
        """);

    // RFC 6582 section 3.2 step 2: after a timeout duplicates speak of what was sent twice.
    [Fact]
    public void Duplicates_after_a_timeout_start_nothing() => Script.Run(Opening.Plain + """
        write 10000
        """ + "\n" + Opening.TenSegments + """
        +300 > A 1:1001 ack 1 [Timeout]
        < A 1 ack 1
        < A 1 ack 1
        < A 1 ack 1
        < A 1 ack 1
        cwnd 1000
        ssthresh 5000
        """);

    [Fact]
    public void Selective_acknowledgments_name_the_holes() => Script.Run(Opening.WithSack + """
        write 10000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 1 <sack 1001:2001>
        < A 1 ack 1 <sack 1001:2001 3001:4001>
        # The third range, or the third segment above a hole, says that what is below is lost.
        < A 1 ack 1 <sack 5001:6001 3001:4001 1001:2001>
        > A 1:1001 ack 1 [FastRetransmit]
        ssthresh 5000
        cwnd 5000
        # All three holes are late. The pipe has 6001:10001 and 1:1001: each segment that leaves it makes room for one.
        < A 1 ack 1 <sack 5001:7001 3001:4001 1001:2001>
        > A 2001:3001 ack 1 [SelectiveAcknowledgment]
        < A 1 ack 1 <sack 5001:8001 3001:4001 1001:2001>
        > A 4001:5001 ack 1 [SelectiveAcknowledgment]
        < A 1 ack 1 <sack 5001:10001 3001:4001 1001:2001>
        +100 < A 1 ack 2001 <sack 5001:10001 3001:4001>
        < A 1 ack 10001
        cwnd 5000
        +5000 silence
        """);

    [Fact]
    public void Selective_acknowledgments_of_what_was_never_sent_are_not_believed() => Script.Run(Opening.WithSack + """
        write 1000
        > A 1:1001 ack 1
        < A 1 ack 1 <sack 1001:9001>
        < A 1 ack 1 <sack 501:1501>
        < A 1 ack 1 <sack 900:100>
        < A 1 ack 1 <sack -500:-100>
        +300 > A 1:1001 ack 1 [TailLossProbe]
        +300 > A 1:1001 ack 1 [Timeout]
        """);

    // RFC 2018 section 4, the first example: five segments of eight arrive ... first four received, last four dropped.
    [Fact]
    public void Rfc_2018_case_1() => Script.Run("""
        use sack mss=500
        listen
        < S 0 <mss 1000, sack>
        > SA 0 ack 1
        < A 1 ack 1
        accept
        < A 1:501 ack 1
        < A 501:1001 ack 1
        > A 1 ack 1001
        < A 1001:1501 ack 1
        < A 1501:2001 ack 1
        > A 1 ack 2001 win 8000
        +1000 silence
        """);

    // The second example: the first segment is lost, the other seven arrive.
    [Fact]
    public void Rfc_2018_case_2() => Script.Run("""
        use sack mss=500
        listen
        < S 0 <mss 1000, sack>
        > SA 0 ack 1
        < A 1 ack 1
        accept
        < A 501:1001 ack 1
        > A 1 ack 1 win 10000 <sack 501:1001>
        < A 1001:1501 ack 1
        > A 1 ack 1 win 10000 <sack 501:1501>
        < A 1501:2001 ack 1
        > A 1 ack 1 win 10000 <sack 501:2001>
        < A 2001:2501 ack 1
        > A 1 ack 1 win 10000 <sack 501:2501>
        < A 2501:3001 ack 1
        > A 1 ack 1 win 10000 <sack 501:3001>
        < A 3001:3501 ack 1
        > A 1 ack 1 win 10000 <sack 501:3501>
        < A 3501:4001 ack 1
        > A 1 ack 1 win 10000 <sack 501:4001>
        < A 1:501 ack 1
        > A 1 ack 4001 win 6000
        read 4000
        > A 1 ack 4001 win 10000
        """);

    // The third example: the second, fourth, sixth and eighth of nine segments are lost; then the fourth and the second come.
    [Fact]
    public void Rfc_2018_case_3() => Script.Run("""
        use sack mss=500
        listen
        < S 0 <mss 1000, sack>
        > SA 0 ack 1
        < A 1 ack 1
        accept
        < A 1:501 ack 1
        +10 < A 1001:1501 ack 1
        > A 1 ack 501 <sack 1001:1501>
        < A 2001:2501 ack 1
        > A 1 ack 501 <sack 2001:2501 1001:1501>
        < A 3001:3501 ack 1
        > A 1 ack 501 <sack 3001:3501 2001:2501 1001:1501>
        < A 4001:4501 ack 1
        > A 1 ack 501 <sack 4001:4501 3001:3501 2001:2501 1001:1501>
        < A 1501:2001 ack 1
        > A 1 ack 501 <sack 1001:2501 4001:4501 3001:3501>
        < A 501:1001 ack 1
        > A 1 ack 2501 <sack 4001:4501 3001:3501>
        """);

    // RFC 2883 section 4.1: a duplicate below the cumulative acknowledgment, and one above it, are reported once.
    [Fact]
    public void Duplicates_are_reported_once() => Script.Run("""
        use sack mss=500
        listen
        < S 0 <mss 1000, sack>
        > SA 0 ack 1
        < A 1 ack 1
        accept
        < A 1:501 ack 1
        < A 501:1001 ack 1
        > A 1 ack 1001
        < A 501:1001 ack 1
        > A 1 ack 1001 <sack 501:1001>
        < A 1501:2001 ack 1
        > A 1 ack 1001 <sack 1501:2001>
        < A 1501:2001 ack 1
        > A 1 ack 1001 <sack 1501:2001 1501:2001>
        < A 501:1501 ack 1
        > A 1 ack 2001 <sack 501:1001>
        """);

    // RFC 7323 section 4.1 together with Karn's algorithm: waiting for an acknowledgment that was lost is not a round trip.
    [Fact]
    public void An_old_echo_does_not_lengthen_the_timeout() => Script.Run("""
        use ts
        listen
        < S 0 win 30000 <mss 1000, ts 10 0>
        > SA 0 ack 1 <mss 1000, ts 0 10>
        +100 < A 1 ack 1 <ts 11 0>
        accept
        write 988
        > A 1:989 ack 1 <ts 100 11>
        +300 > A 1:989 ack 1 <ts 400 11> [Timeout]
        +600 > A 1:989 ack 1 <ts 1000 11> [Timeout]
        +100 < A 1 ack 989 <ts 12 100>
        # The echo is that of the first copy. It measures nothing, and the timeout stays doubled.
        write 988
        > A 989:1977 ack 1
        +1200 > A 989:1977 ack 1 [Timeout]
        """);

    [Fact]
    public void What_repeats_the_last_segment_renews_the_echo() => Script.Run("""
        use ts
        listen
        < S 0 win 30000 <mss 1000, ts 10 0>
        > SA 0 ack 1 <mss 1000, ts 0 10>
        < A 1 ack 1 <ts 11 0>
        accept
        < A 1:989 ack 1 <ts 20 0>
        +40 > A 1 ack 989 <ts 40 20>
        +400 < A 1:989 ack 1 <ts 420 0>
        > A 1 ack 989 <ts 440 420>
        """);

    // RFC 2018 section 8: the receiver may take back what it acknowledged selectively; the timeout finds out.
    [Fact]
    public void A_receiver_that_takes_back_gets_everything_again() => Script.Run(Opening.WithSack + """
        write 3000
        > A 1:1001 ack 1
        > A 1001:2001 ack 1
        > A 2001:3001 ack 1
        +100 < A 1 ack 1 <sack 1001:3001>
        +25 > A 1:1001 ack 1 [FastRetransmit]
        +175 > A 1:1001 ack 1 [Timeout]
        +100 < A 1 ack 1001
        # Nothing is thought missing, until the timer runs out once more.
        +600 > A 1001:2001 ack 1 [Timeout]
        """);

    [Fact]
    public void Patience_ends() => Script.Run("use patience=1000\n" + Opening.Plain + """
        write 1000
        > A 1:1001 ack 1
        +300 > A 1:1001 ack 1 [Timeout]
        +600 > A 1:1001 ack 1 [Timeout]
        +100 silence
        state Closed
        reason TimedOut
        """);

    [Fact]
    public void After_a_rest_the_window_begins_anew() => Script.Run(Opening.Plain + """
        write 10000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 10001
        cwnd 12000
        write 1000
        > A 10001:11001 ack 1
        +100 < A 1 ack 11001
        +1000 write 1000
        > A 11001:12001 ack 1
        cwnd 10000
        """);

    [Fact]
    public void Cubic_leaves_seven_tenths() => Script.Run("use cc=cubic sack\n" + Opening.WithSack.Replace("use sack", "") + """
        write 10000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 1 <sack 1001:4001>
        > A 1:1001 ack 1 [FastRetransmit]
        ssthresh 7000
        cwnd 7000
        """);
}
