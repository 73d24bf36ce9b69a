using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli;

public class AutostopTests
{
    [Theory]
    [InlineData("duration:10", 0, 0, 9.9, false)]
    [InlineData("duration:10", 0, 0, 10.1, true)]
    [InlineData("duration:0.5", 0, 0, 0.6, true)]
    [InlineData("filesize:2", 1999, 0, 0, false)]
    [InlineData("filesize:2", 2000, 0, 0, true)]
    [InlineData("datagrams:3", 0, 2, 0, false)]
    [InlineData("datagrams:3", 0, 3, 0, true)]
    [InlineData("datagrams:3 duration:1", 0, 0, 2, true)]
    public void It_is_due_when_a_condition_is_met(string conditions, long bytes, long delivered, double seconds, bool isDue)
    {
        var clock = new JumpingClock();
        var watch = new AutostopWatch(conditions.Split(' ').Aggregate(new Autostop(), (stop, condition) => stop.With(condition)), clock);
        watch.Note(delivered);
        clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(isDue, watch.IsDue(bytes, isIdle: true));
    }

    [Fact]
    public void On_a_busy_wire_the_clock_is_looked_at_now_and_then()
    {
        var clock = new JumpingClock();
        var watch = new AutostopWatch(new Autostop().With("duration:1"), clock);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains(true, Enumerable.Range(0, 64).Select(_ => watch.IsDue(0, isIdle: false)));
    }
}
