using System.Text.Json;
using IpReassembler.LiveTests.Network;

namespace IpReassembler.LiveTests.Doctor;

/// <summary>The doctor looks at a network that is made as it shall be found.</summary>
public class DoctorTests
{
    [Fact]
    public void Sees_offloads_and_reassembly_as_they_are_set_and_its_command_helps()
    {
        NetworkNamespace.Require();
        Assert.SkipUnless(Run.CanFind("ethtool"), "ethtool is not installed (Debian: apt-get install ethtool)");
        using var cable = new Cable();
        cable.Here.SetParameter("net.ipv4.ipfrag_time", 7);
        cable.Here.Run("ethtool", "-K", Cable.Near, "gro", "on", "gso", "on", "tso", "on", "tx", "on");
        var before = Look(cable.Here);
        Assert.Contains(before, check => check.Text.StartsWith("kernel reassembly, IPv4: timeout 7 s, ", StringComparison.Ordinal));
        Assert.Contains(before, check => check.Text.StartsWith("lo: loopback: packets of up to 65536 bytes pass whole", StringComparison.Ordinal));
        var (state, _, command) = Assert.Single(before, check => check.Text.StartsWith("va: ", StringComparison.Ordinal));
        Assert.Equal(("warn", "sudo ethtool -K va gro off gso off tso off tx off"), (state, command));

        cable.Here.Run("sh", "-c", command!["sudo ".Length..]);
        Assert.Contains(("ok", "va: packets are captured as they are on the wire", null), Look(cable.Here));
    }

    [Fact]
    public void Without_the_right_to_listen_it_says_what_permits_it_and_ends_with_5()
    {
        Assert.SkipUnless(Run.CanFind("setpriv"), "setpriv is not installed (Debian: apt-get install util-linux)");
        var run = Run.Of("sh", "-c", $"exec setpriv --bounding-set=-net_raw --inh-caps=-net_raw {Ipreasm.CommandLine} doctor");
        Assert.Equal((5, ""), (run.ExitCode, run.Error));
        Assert.Contains("\nfail  raw capture not permitted: it takes root or CAP_NET_RAW\n      sudo ", run.Output, StringComparison.Ordinal);
    }

    private static List<(string? State, string Text, string? Command)> Look(NetworkNamespace where)
    {
        var run = where.Invoke(() => Ipreasm.Run("doctor", "--json"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return
        [
            .. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
                .Select(check => (check.GetProperty("state").GetString(), check.GetProperty("text").GetString()!, check.GetProperty("command").GetString())),
        ];
    }
}
