using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli;

public class KernelReassemblyTests
{
    [Fact]
    public void Names_stand_in_one_line_and_values_in_the_next() => Assert.Equal(
        new KernelReassembly(7, 2, 1),
        KernelReassembly.Parse("Ip: Forwarding ReasmReqds ReasmOKs ReasmFails\nIp: 1 7 2 1\nIcmp: InMsgs\nIcmp: 5\n"));

    [Fact]
    public void Of_IPv6_each_counter_has_a_line() => Assert.Equal(
        new KernelReassembly(7, 2, 1),
        KernelReassembly.ParseV6("Ip6InReceives                   \t9\nIp6ReasmTimeout                 \t0\nIp6ReasmReqds                   \t7\nIp6ReasmOKs                     \t2\nIp6ReasmFails                   \t1\n"));

    [Theory]
    [InlineData("")]
    [InlineData("Ip: ReasmReqds ReasmOKs ReasmFails\n")]
    [InlineData("Ip: ReasmReqds ReasmOKs\nIp: 7 2\n")]
    [InlineData("Ip: ReasmReqds ReasmOKs ReasmFails\nIp: 7 2\n")]
    [InlineData("Ip: ReasmReqds ReasmOKs ReasmFails\nIp: 7 2 x\n")]
    public void What_is_not_there_is_not_made_up(string text) => Assert.Equal((null, null), (KernelReassembly.Parse(text), KernelReassembly.ParseV6(text)));

    [Fact]
    public void Between_two_moments_is_the_difference() =>
        Assert.Equal(new KernelReassembly(3, 2, 1), new KernelReassembly(10, 5, 1) - new KernelReassembly(7, 3, 0));
}
