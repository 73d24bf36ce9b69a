using IpReassembler.Tests;

namespace IpReassembler.LiveTests;

/// <summary>
/// Captures from other projects, with facts about them that other programs computed. They are not part of this repository:
/// they lie in <c>../shared/captures</c> beside it, or where IPREASM_REAL_CAPTURES says.
/// </summary>
public class RealCapturesTests
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("IPREASM_REAL_CAPTURES")
        ?? Path.Combine(RepositoryRoot.Path, "..", "shared", "captures");

    [Fact]
    public void Are_read_and_reassembled_as_the_facts_say()
    {
        var compare = Path.Combine(Folder, "compare_captures.py");
        Assert.SkipUnless(File.Exists(compare), $"the real captures are not on this machine ({Folder})");
        Assert.SkipUnless(Run.CanFind("python3"), "python3 is not installed");
        var command = Ipreasm.CommandLine + " list -r {file} --json --payload sha256 --fingerprint --policy first --timeout none";
        var run = Run.Of("python3", compare, "--captures", Folder, "--cmd", command, "--need-summary", "--need-fingerprint", "--inner");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }
}
