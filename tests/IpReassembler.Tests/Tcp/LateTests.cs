namespace IpReassembler.Tests.Tcp;

/// <summary>Losses that time tells: RACK and tail loss probes (RFC 8985) as stories.</summary>
/// <remarks>A quarter of the round trip of 100 ms is the patience with packets that were overtaken.</remarks>
public class LateTests
{
    // Section 6.2: one segment that arrived is enough, when there is time for the other one to come.
    [Fact]
    public void What_is_overtaken_by_one_segment_is_lost_a_quarter_of_a_round_trip_later() => Script.Run(Opening.WithSack + """
        write 2000
        > A 1:1001 ack 1
        > A 1001:2001 ack 1
        +100 < A 1 ack 1 <sack 1001:2001>
        +25 > A 1:1001 ack 1 [FastRetransmit]
        +100 < A 1 ack 2001
        +5000 silence
        """);

    [Fact]
    public void What_is_overtaken_and_comes_in_time_is_not_sent_again() => Script.Run(Opening.WithSack + """
        write 2000
        > A 1:1001 ack 1
        > A 1001:2001 ack 1
        +100 < A 1 ack 1 <sack 1001:2001>
        +24 < A 1 ack 2001
        +5000 silence
        """);

    // Section 6.2, step 4: three segments are proof no more where one was overtaken before.
    [Fact]
    public void Where_packets_overtake_each_other_there_is_more_patience() => Script.Run(Opening.WithSack + """
        write 10000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 1 <sack 1001:2001>
        +10 < A 1 ack 2001
        < A 1 ack 2001 <sack 3001:7001>
        +24 < A 1 ack 10001
        +5000 silence
        """);

    [Fact]
    public void But_it_ends() => Script.Run(Opening.WithSack + """
        write 10000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 1 <sack 1001:2001>
        +10 < A 1 ack 2001
        < A 1 ack 2001 <sack 3001:7001>
        +25 > A 2001:3001 ack 1 [FastRetransmit]
        < A 1 ack 2001 <sack 3001:10001>
        +100 < A 1 ack 10001
        +5000 silence
        """);

    // A report of a duplicate says that it should have been longer: two quarters of the least round trip from then on.
    [Fact]
    public void Who_was_too_hasty_learns_from_it() => Script.Run(Opening.WithSack + """
        write 2000
        > A 1:1001 ack 1
        > A 1001:2001 ack 1
        +100 < A 1 ack 1 <sack 1001:2001>
        +25 > A 1:1001 ack 1 [FastRetransmit]
        +1 < A 1 ack 2001
        +99 < A 1 ack 2001 <sack 1:1001>
        write 2000
        > A 2001:3001 ack 1
        > A 3001:4001 ack 1
        +100 < A 1 ack 2001 <sack 3001:4001>
        +49 silence
        +1 > A 2001:3001 ack 1 [FastRetransmit]
        +100 < A 1 ack 4001
        """);

    [Fact]
    public void A_retransmission_that_is_lost_too_is_noticed_without_the_timer() => Script.Run(Opening.WithSack + """
        write 14000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 1 <sack 1001:4001>
        > A 1:1001 ack 1 [FastRetransmit]
        cwnd 5000
        +1 < A 1 ack 1 <sack 1001:10001>
        > A 10001:11001 ack 1
        > A 11001:12001 ack 1
        > A 12001:13001 ack 1
        > A 13001:14001 ack 1
        # What went out later has arrived. RFC 5681 section 4.3 wants the window lowered once more.
        +100 < A 1 ack 1 <sack 1001:12001>
        > A 1:1001 ack 1 [LostAgain]
        cwnd 2500
        +1 < A 1 ack 1 <sack 1001:14001>
        +90 < A 1 ack 14001
        +5000 silence
        """);

    [Fact]
    public void And_so_it_is_when_it_was_not_the_first_hole() => Script.Run(Opening.WithSack + """
        write 14000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 1 <sack 3001:10001 1001:2001>
        > A 1:1001 ack 1 [FastRetransmit]
        > A 2001:3001 ack 1 [SelectiveAcknowledgment]
        > A 10001:11001 ack 1
        > A 11001:12001 ack 1
        > A 12001:13001 ack 1
        +100 < A 1 ack 2001 <sack 3001:11001>
        > A 2001:3001 ack 1 [LostAgain]
        cwnd 2500
        +100 < A 1 ack 13001
        > A 13001:14001 ack 1
        +100 < A 1 ack 14001
        +5000 silence
        """);

    [Fact]
    public void The_end_of_a_flight_is_lost_if_the_retransmission_before_it_arrives_alone() => Script.Run(Opening.WithSack + """
        write 6000
        > A 1:1001 ack 1
        > A 1001:2001 ack 1
        > A 2001:3001 ack 1
        > A 3001:4001 ack 1
        > A 4001:5001 ack 1
        > A 5001:6001 ack 1
        +100 < A 1 ack 1 <sack 1001:4001>
        > A 1:1001 ack 1 [FastRetransmit]
        < A 1 ack 1 <sack 1001:5001>
        +100 < A 1 ack 5001
        > A 5001:6001 ack 1 [SelectiveAcknowledgment]
        +100 < A 1 ack 6001
        +5000 silence
        """);

    // Receivers that take several segments at once acknowledge them at once: the flight in which one was lost was ten segments, not five.
    [Fact]
    public void What_the_same_acknowledgment_covers_was_on_its_way_too() => Script.Run(Opening.WithSack + """
        write 10000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 5001 <sack 6001:10001>
        > A 5001:6001 ack 1 [FastRetransmit]
        ssthresh 5000
        +100 < A 1 ack 10001
        +5000 silence
        """);

    // New segments went out at the same moment as the retransmission, but before it: that they arrive says nothing of it.
    [Fact]
    public void Order_counts_even_where_time_stands_still() => Script.Run(Opening.WithSack + """
        write 14000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 1 <sack 1001:2001>
        > A 10001:11001 ack 1
        < A 1 ack 1 <sack 1001:3001>
        > A 11001:12001 ack 1
        < A 1 ack 1 <sack 1001:4001>
        > A 1:1001 ack 1 [FastRetransmit]
        < A 1 ack 1 <sack 1001:10001>
        > A 12001:13001 ack 1
        > A 13001:14001 ack 1
        +100 < A 1 ack 1 <sack 1001:11001>
        < A 1 ack 1 <sack 1001:12001>
        < A 1 ack 12001
        +100 < A 1 ack 14001
        +5000 silence
        """);

    // Section 6.2, step 2: less than the least round trip after the second copy, it was the first one that arrived. It says nothing of others.
    [Fact]
    public void An_early_acknowledgment_of_what_went_out_twice_tells_nothing() => Script.Run(Opening.WithSack + """
        write 6000
        > A 1:1001 ack 1
        > A 1001:2001 ack 1
        > A 2001:3001 ack 1
        > A 3001:4001 ack 1
        > A 4001:5001 ack 1
        > A 5001:6001 ack 1
        +100 < A 1 ack 1 <sack 1001:4001>
        > A 1:1001 ack 1 [FastRetransmit]
        +1 < A 1 ack 5001
        +1 < A 1 ack 6001
        +5000 silence
        """);

    // Section 7: twice the round trip, and RACK does the rest. The timer would have waited 250 ms and sent all again from one segment on.
    [Fact]
    public void A_probe_finds_what_was_lost_at_the_end() => Script.Run(Opening.WithSack + """
        write 4000
        > A 1:1001 ack 1
        > A 1001:2001 ack 1
        > A 2001:3001 ack 1
        > A 3001:4001 ack 1
        +100 < A 1 ack 2001
        +201 > A 3001:4001 ack 1 [TailLossProbe]
        +100 < A 1 ack 2001 <sack 3001:4001>
        > A 2001:3001 ack 1 [FastRetransmit]
        ssthresh 2000
        +100 < A 1 ack 4001
        +5000 silence
        """);

    // Section 7.4.2: nobody else would know that something was lost. That the window answers for it is seen with the next acknowledgment.
    [Fact]
    public void A_probe_that_repairs_a_loss_lowers_the_window() => Script.Run(Opening.WithSack + """
        write 10000
        """ + "\n" + Opening.TenSegments + """
        +100 < A 1 ack 9001
        cwnd 12000
        # One segment: its acknowledgment may be delayed by 200 ms. But no probe waits longer than the retransmission timer would.
        +250 > A 9001:10001 ack 1 [TailLossProbe]
        +100 < A 1 ack 10001
        cwnd 12000
        write 1000
        > A 10001:11001 ack 1
        +100 < A 1 ack 11001
        cwnd 6000
        ssthresh 6000
        """);

    [Theory]
    [InlineData("< A 1 ack 10001 <sack 9001:10001>")]
    [InlineData("< A 1 ack 10001")]
    public void A_probe_that_comes_twice_costs_nothing(string second) => Script.Run(Opening.WithSack + """
        write 10000
        """ + "\n" + Opening.TenSegments + $"""
        +100 < A 1 ack 9001
        +250 > A 9001:10001 ack 1 [TailLossProbe]
        +1 < A 1 ack 10001
        +99 {second}
        write 1000
        > A 10001:11001 ack 1
        +100 < A 1 ack 11001
        cwnd 12000
        """);

    // Section 7.3: new bytes tell as much as old ones, and need not be sent twice. The congestion window was full.
    [Fact]
    public void A_probe_is_new_if_there_is_something_new() => Script.Run(Opening.WithSack + """
        write 12000
        """ + "\n" + Opening.TenSegments + """
        +201 > A 10001:11001 ack 1
        +300 > A 1:1001 ack 1 [Timeout]
        """);

    [Fact]
    public void A_probe_may_be_FIN() => Script.Run(Opening.WithSack + """
        write 1500
        > A 1:1001 ack 1
        close
        > FA 1001:1501 ack 1
        # As much as a segment has room for, FIN counted.
        +201 > FA 502:1501 ack 1 [TailLossProbe]
        +100 < A 1 ack 1 <sack 502:1502>
        > A 1:502 ack 1 [FastRetransmit]
        +100 < A 1 ack 1502
        state FinWait2
        """);

    // There is one at a time, and a timeout puts an end to it.
    [Fact]
    public void A_probe_that_is_lost_too_leaves_it_to_the_timer() => Script.Run(Opening.WithSack + """
        write 2000
        > A 1:1001 ack 1
        > A 1001:2001 ack 1
        +201 > A 1001:2001 ack 1 [TailLossProbe]
        +300 > A 1:1001 ack 1 [Timeout]
        +600 > A 1:1001 ack 1 [Timeout]
        """);

    [Fact]
    public void Without_selective_acknowledgments_there_is_no_probe() => Script.Run(Opening.WithSack.Replace("use sack", "use ts").Replace("<mss 1000, sack>", "<mss 1000>") + """
        write 2000
        > A 1:1001 ack 1
        > A 1001:2001 ack 1
        +300 > A 1:1001 ack 1 [Timeout]
        """);
}
