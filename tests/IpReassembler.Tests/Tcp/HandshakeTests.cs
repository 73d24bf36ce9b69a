namespace IpReassembler.Tests.Tcp;

/// <summary>How connections begin.</summary>
public class HandshakeTests
{
    [Fact]
    public void Passive_open() => Script.Run("""
        listen
        < S 0 win 8000 <mss 1000>
        > SA 0 ack 1 win 10000 <mss 1000>
        state SynReceived
        +10 < A 1 ack 1 win 8000
        state Established
        accept
        cwnd 10000
        """);

    [Fact]
    public void Active_open() => Script.Run("""
        connect
        > S 0 win 10000 <mss 1000>
        state SynSent
        +10 < SA 0 ack 1 <mss 1000>
        > A 1 ack 1
        state Established
        """);

    [Fact]
    public void All_options_are_offered_and_agreed_upon() => Script.Run("""
        use sack ts ws rcvbuf=1000000
        connect
        > S 0 win 65535 <mss 1000, ws 4, sack, ts 0 0>
        +20 < SA 0 ack 1 win 8000 <mss 1000, sack, ts 500 0, ws 7>
        > A 1 ack 1 win 62500 <ts 20 500>
        """);

    [Fact]
    public void What_the_other_side_does_not_offer_is_not_used() => Script.Run("""
        use sack ts ws
        listen
        < S 0 win 8000 <mss 1000>
        > SA 0 ack 1 <mss 1000>
        < A 1 ack 1
        accept
        write 100
        > A 1:101 ack 1
        """);

    [Fact]
    public void Without_an_MSS_option_segments_are_small() => Script.Run("""
        listen
        < S 0
        > SA 0 ack 1
        < A 1 ack 1
        accept
        write 1000
        > A 1:537 ack 1
        < A 1 ack 537
        > A 537:1001 ack 1
        """);

    // RFC 9293 figure 7.
    [Fact]
    public void Simultaneous_open() => Script.Run("""
        connect
        > S 0
        +10 < S 0 <mss 1000>
        > SA 0 ack 1
        state SynReceived
        +10 < SA 0 ack 1 <mss 1000>
        > A 1 ack 1
        state Established
        """);

    // RFC 9293 figure 8: an old SYN is answered, and the other side's RST takes it back.
    [Fact]
    public void An_old_SYN_is_taken_back() => Script.Run("""
        listen
        < S -500 <mss 1000>
        > SA 0 ack -499
        +10 < R -499
        +10 < S 0 <mss 1000>
        > SA 5000 ack 1
        < A 1 ack 5001
        accept
        state Established
        """);

    [Fact]
    public void Nobody_listens() => Script.Run("""
        +1 < S 0 <mss 1000>
        > RA 0 ack 1
        +1 < A 5:10 ack 77
        > R 77
        +1 < - 5:10
        > RA 0 ack 10
        +1 < R 5
        +100 silence
        """);

    [Fact]
    public void A_listener_refuses_what_acknowledges_nothing() => Script.Run("""
        listen
        < A 5 ack 77
        > R 77
        < SA 5 ack 77
        > R 77
        < F 5
        < R 5
        +100 silence
        """);

    [Fact]
    public void A_refused_connection() => Script.Run("""
        connect
        > S 0
        +10 < R 0                  # without ACK it could be anybody's
        state SynSent
        drop InexactReset
        < RA 0 ack 1
        state Closed
        reason Refused
        """);

    [Fact]
    public void Something_else_is_acknowledged() => Script.Run("""
        connect
        > S 0
        +10 < A 100 ack 300        # RFC 9293 figure 9, a half-open connection: it is reset, and SYN sent again
        > R 300
        state SynSent
        +990 > S 0 [Timeout]
        < SA 0 ack 1 <mss 1000>
        > A 1 ack 1
        """);

    // RFC 6298 section 5.5; RFC 9293 section 3.8.3 asks that it goes on for three minutes at least.
    [Fact]
    public void SYN_is_repeated_ever_more_slowly() => Script.Run("""
        connect
        > S 0
        +1000 > S 0 [Timeout]
        +2000 > S 0 [Timeout]
        +4000 > S 0 [Timeout]
        +8000 > S 0 [Timeout]
        +16000 > S 0 [Timeout]
        +32000 > S 0 [Timeout]
        +60000 > S 0 [Timeout]
        +60000 > S 0 [Timeout]
        +60000 > S 0 [Timeout]
        +57000 silence
        state Closed
        reason TimedOut
        """);

    // Who answers a SYN owes less: after five more answers it is forgotten, and who really wants a connection has to send another SYN.
    [Fact]
    public void An_answer_to_SYN_is_repeated_five_times() => Script.Run("""
        listen
        < S 0 <mss 1000>
        > SA 0 ack 1
        +1000 > SA 0 ack 1 [Timeout]
        +2000 > SA 0 ack 1 [Timeout]
        +4000 > SA 0 ack 1 [Timeout]
        +8000 > SA 0 ack 1 [Timeout]
        +16000 > SA 0 ack 1 [Timeout]
        +31999 silence
        state SynReceived
        +1 silence
        state Closed
        reason TimedOut
        +600000 silence
        """);

    [Fact]
    public void No_number_of_repeated_SYNs_makes_an_answer_last_longer() => Script.Run("use patience=300000\nlisten\n< S 0 <mss 1000>\n> SA 0 ack 1\n"
        + string.Concat(Enumerable.Repeat("+900 < S 0 <mss 1000>\n> SA 0 ack 1 [RepeatedSyn]\n", 69))
        + """
        state SynReceived
        +900 silence
        state Closed
        reason TimedOut
        """);

    [Fact]
    public void A_side_that_answers_has_no_more_patience_than_it_was_given() => Script.Run("""
        use patience=20000
        listen
        < S 0 <mss 1000>
        > SA 0 ack 1
        +1000 > SA 0 ack 1 [Timeout]
        +2000 > SA 0 ack 1 [Timeout]
        +4000 > SA 0 ack 1 [Timeout]
        +8000 > SA 0 ack 1 [Timeout]
        +4999 silence
        state SynReceived
        +1 silence
        state Closed
        """);

    [Fact]
    public void A_lost_SYN_leaves_one_segment_and_three_seconds() => Script.Run("""
        connect
        > S 0
        +1000 > S 0 [Timeout]
        +10 < SA 0 ack 1 <mss 1000>
        > A 1 ack 1
        cwnd 1000
        write 3000
        > A 1:1001 ack 1
        +3000 > A 1:1001 ack 1 [Timeout]
        """);

    [Fact]
    public void A_repeated_SYN_is_answered_at_once() => Script.Run("""
        listen
        < S 0 <mss 1000>
        > SA 0 ack 1
        +300 < S 0 <mss 1000>
        drop None
        > SA 0 ack 1 [RepeatedSyn]
        +1000 > SA 0 ack 1 [Timeout]
        """);

    [Fact]
    public void A_SYN_that_comes_once_more_when_the_connection_is_open_is_acknowledged() => Script.Run(Opening.Plain + """
        < S 0 win 30000 <mss 1000>
        drop RepeatedSyn
        > A 1 ack 1
        < S -500 <mss 1000>
        drop OutsideWindow
        > A 1 ack 1
        < S 500 <mss 1000>
        drop UnexpectedSyn
        > A 1 ack 1
        state Established
        """);

    [Fact]
    public void An_answer_to_SYN_that_comes_once_more_is_acknowledged() => Script.Run("""
        connect
        > S 0
        +10 < SA 0 ack 1 <mss 1000>
        > A 1 ack 1
        +1000 < SA 0 ack 1 <mss 1000>
        drop RepeatedSyn
        > A 1 ack 1
        state Established
        """);

    [Fact]
    public void Text_with_the_answer_to_SYN_is_taken() => Script.Run("""
        connect
        > S 0
        +10 < SA 0:5 ack 1 <mss 1000>
        > A 1 ack 6
        """);

    [Fact]
    public void A_wrong_acknowledgment_of_SYN_is_refuted() => Script.Run("""
        listen
        < S 0 <mss 1000>
        > SA 0 ack 1
        < A 1 ack 2
        > R 2
        state SynReceived
        < A 1 ack 1
        state Established
        """);
}
