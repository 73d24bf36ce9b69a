using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

public class UdpRunStatisticsTests
{
    [Theory]
    //          numbers as they came   sent  received lost dup reordered behind late
    [InlineData("0 1 2 3", 4, 4, 0, 0, 0, 0, 0)]
    [InlineData("0 1 3", 4, 3, 1, 0, 0, 0, 0)] // a gap
    [InlineData("0 1 2", 4, 3, 1, 0, 0, 0, 0)] // the tail: only the sender's word tells
    [InlineData("0 1 2", -1, 3, 0, 0, 0, 0, 0)] // without it nobody knows
    [InlineData("2 3", -1, 2, 2, 0, 0, 0, 0)] // the head
    [InlineData("", 4, 0, 4, 0, 0, 0, 0)]
    [InlineData("", -1, 0, 0, 0, 0, 0, 0)]
    [InlineData("0 2 1 3", 4, 4, 0, 0, 1, 1, 0)]
    [InlineData("3 2 1 0", 4, 4, 0, 0, 3, 3, 0)]
    [InlineData("1 2 3 0", 4, 4, 0, 0, 1, 3, 0)] // one came late; the three before it came in order
    [InlineData("0 0 1 1 1", 2, 2, 0, 3, 0, 0, 0)]
    [InlineData("0 2 2 1 1", 3, 3, 0, 2, 1, 1, 0)] // a copy is not reordered
    [InlineData("0 70 1 7 6", 71, 3, 68, 0, 1, 63, 2)] // 64 numbers are remembered: 7 to 70
    public void Counts(string numbers, long sent, long received, long lost, long duplicates, long reordered, long behind, long late)
    {
        var statistics = new UdpRunStatistics(64);
        foreach (var number in numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => long.Parse(word, null)))
        {
            statistics.Accept(number, 100, sent: number, received: number);
        }

        if (sent >= 0)
        {
            statistics.AcceptEnd(sent);
        }

        var report = statistics.Report();
        Assert.Equal((received, lost), (report.Received, report.Lost));
        Assert.Equal((duplicates, reordered, behind, late), (report.Duplicates, report.Reordered, report.MostBehind, report.Late));
        Assert.Equal(100 * received, report.Bytes);
    }

    [Theory]
    //          delays of datagrams that were sent every 1000 ns   least mean most jitter
    [InlineData("50 50 50 50", 50, 0, 0, 0)]
    [InlineData("50 66", 50, 8, 16, 1)] // |66 - 50| / 16
    [InlineData("50 66 66", 50, 10, 16, 0)] // 1 - 1 / 16, cut to whole nanoseconds
    [InlineData("-500 -400", -500, 50, 100, 6)] // the sender's clock is ahead: variation needs no common clock
    [InlineData("7", 7, 0, 0, 0)]
    [InlineData("", 0, 0, 0, 0)]
    public void Measures_delay(string delays, long least, long mean, long most, long jitter)
    {
        var statistics = new UdpRunStatistics();
        var sequence = 0;
        foreach (var delay in delays.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => long.Parse(word, null)))
        {
            statistics.Accept(sequence, 100, sent: 1000 * sequence, received: (1000 * sequence) + delay);
            sequence++;
        }

        var report = statistics.Report();
        Assert.Equal((least, mean, most, jitter), (report.LeastDelay, report.MeanDelayVariation, report.MostDelayVariation, report.Jitter));
    }

    [Fact]
    public void A_copy_measures_nothing()
    {
        var statistics = new UdpRunStatistics();
        statistics.Accept(0, 100, sent: 0, received: 10);
        statistics.Accept(0, 100, sent: 0, received: 9999);
        Assert.Equal((0, 0), (statistics.Report().MostDelayVariation, statistics.Report().Duration));
    }

    [Fact]
    public void Lies_about_time_and_number_overflow_nothing()
    {
        var statistics = new UdpRunStatistics();
        statistics.Accept(UdpProbe.MaxSequence, 100, sent: long.MinValue, received: long.MaxValue);
        statistics.Accept(0, 100, sent: long.MaxValue, received: long.MinValue);
        statistics.Accept(1, 100, sent: 0, received: 0);
        statistics.AcceptEnd(UdpProbe.MaxSequence);
        var report = statistics.Report();
        Assert.Equal((1, 2, UdpProbe.MaxSequence), (report.Received, report.Late, report.Lost));
        Assert.Equal(long.MaxValue, report.LeastDelay);
    }
}
