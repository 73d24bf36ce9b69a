namespace IpReassembler.LiveTests;

/// <summary>Wireshark's terminal program, asked for fields of each frame: a reader that nobody here wrote.</summary>
internal static class Tshark
{
    /// <summary>Ends the test as skipped, with the reason, on a machine without tshark.</summary>
    public static void Require() => Assert.SkipUnless(Run.CanFind("tshark"), "tshark is not installed (Debian: apt-get install tshark)");

    /// <summary>One row for each frame, with what tshark says for each field; several values of one field are joined by commas.</summary>
    /// <remarks>The exit code is not looked at: for a file that was cut, tshark prints what it could read and then complains.</remarks>
    public static IReadOnlyList<string[]> Fields(string file, params IEnumerable<string> fields)
    {
        // No name look-ups, no reassembly: each frame by itself, its checksums verified.
        string[] options =
            ["-n", "-r", file, "-o", "ip.defragment:FALSE", "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-T", "fields"];
        var run = Run.Of("tshark", [.. options, .. fields.SelectMany(field => new[] { "-e", field })]);
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
    }

    /// <summary>What both readers must agree on, one line for each frame: its time to the nanosecond, captured length, length on the wire.</summary>
    public static IEnumerable<string> Index(string file) =>
        Fields(file, "frame.time_epoch", "frame.cap_len", "frame.len").Select(row => string.Join(' ', row));
}
