using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>The names of the policies, and what is said of them.</summary>
public class OverlapPolicyTests
{
    [Theory]
    [InlineData("linux", "linux")]
    [InlineData("rfc5722", "rfc5722")]
    [InlineData("macos", "bsd")]
    [InlineData("cisco", "last")]
    [InlineData("windows-modern", "rfc5722")]
    public void Is_found_by_its_name_and_by_others(string name, string expected)
    {
        Assert.True(OverlapPolicy.TryFind(name, out var policy));
        Assert.Equal(expected, policy.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Linux")]
    [InlineData("bsd-right-snort")]
    public void Other_names_are_not_guessed(string name) => Assert.False(OverlapPolicy.TryFind(name, out _));

    [Fact]
    public void No_two_have_a_name_in_common()
    {
        var names = OverlapPolicy.All.SelectMany(policy => policy.Aliases.Append(policy.Name)).ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.All(OverlapPolicy.All, policy => Assert.True(policy.Rule.Length is > 0 and < 110 && policy.Systems.Length > 0, policy.Name));
    }

    [Fact]
    public void Only_linux_was_measured() =>
        Assert.Equal([OverlapPolicy.Linux], OverlapPolicy.All.Where(policy => policy.Origin == RuleOrigin.Measured));

    [Fact]
    public void A_distance_below_one_makes_no_sense() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OverlapPolicy.LinuxWithMaxDistance(0));
}
