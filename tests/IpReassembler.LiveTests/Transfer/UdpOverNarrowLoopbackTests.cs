namespace IpReassembler.LiveTests.Transfer;

/// <summary>Datagrams in a network namespace of their own, whose loopback takes packets of 1500 bytes.</summary>
public class UdpOverNarrowLoopbackTests
{
    [Fact]
    public void The_kernel_fragments_and_nothing_is_lost()
    {
        var run = InNamespace("udp demo --size 8000 --count 20 --json && grep ^Ip: /proc/net/snmp");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\"received\":20,\"bytes\":160000,\"lost\":0", run.Output, StringComparison.Ordinal);
        var rows = run.Output.Split('\n').Where(line => line.StartsWith("Ip:", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToArray();
        string Counter(string name) => rows[1][Array.IndexOf(rows[0], name)];
        Assert.Equal(("120", "20"), (Counter("ReasmReqds"), Counter("ReasmOKs"))); // 8008 bytes in packets of 1480: six
    }

    [Fact]
    public void What_must_not_be_fragmented_and_does_not_fit_is_not_sent()
    {
        var run = InNamespace("udp demo --size 1473 --count 3 --df");
        Assert.Equal(6, run.ExitCode);
        Assert.Contains("with 28 bytes of headers it is 1501, and the path MTU is 1500. At most 1472 bytes fit", run.Error, StringComparison.Ordinal);
        Assert.Contains("sent 0 datagrams", run.Output, StringComparison.Ordinal);
        var whole = InNamespace("udp demo --size 1472 --count 3 --df");
        Assert.Equal(0, whole.ExitCode);
        Assert.Contains("3 of 3 datagrams", whole.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Over_IPv6_too()
    {
        var sink = $"{Ipreasm.CommandLine} udp sink --bind ::1 --once --json";
        var script = $"({sink} | while read line; do echo \"$line\"; case $line in *listening*) {Ipreasm.CommandLine} udp send ::1 --count 5 --size SIZE DF >&2;; esac; done)";
        var whole = Namespace(script.Replace("SIZE", "4000").Replace("DF", "--dscp 10"));
        Assert.True(whole.Output.Contains("\"sent\":5,\"received\":5", StringComparison.Ordinal), whole.Output + whole.Error);
        var refused = Namespace($"{Ipreasm.CommandLine} udp send ::1 --count 5 --size 1453 --df");
        Assert.Equal(6, refused.ExitCode);
        Assert.Contains("with 48 bytes of headers it is 1501, and the path MTU is 1500. At most 1452 bytes fit", refused.Error, StringComparison.Ordinal);
    }

    private static Run InNamespace(string words) => Namespace($"{Ipreasm.CommandLine} {words}");

    private static Run Namespace(string script)
    {
        Assert.SkipUnless(Run.CanFind("ip"), "ip is not installed");
        Assert.SkipUnless(Run.Of("unshare", "-Urn", "true").ExitCode == 0, "this machine does not let us make a network namespace");
        return Run.Of("unshare", "-Urn", "sh", "-c", $"ip link set lo mtu 1500 up && {script}");
    }
}
