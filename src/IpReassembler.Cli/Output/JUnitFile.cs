using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>The file into which results go as JUnit XML, whole or not at all.</summary>
internal sealed class JUnitFile
{
    private readonly string _path;

    /// <summary>Makes sure that the file can be written, before there is anything to write.</summary>
    public JUnitFile(string path)
    {
        FileName.MustNotBeEmpty(path, "the file for --junit");
        if (path == "-")
        {
            throw new ToolException(ExitCode.Usage, "--junit - would mix two outputs: name a file, or /dev/stdout together with -q.");
        }

        CaptureOutput.MustBeWritable(path);
        _path = path;
    }

    public void Write(CaptureHeader header, IReadOnlyList<AssertionResult> results)
    {
        using var xml = new MemoryStream();
        JUnitReport.Write(xml, header.File, results);
        OutputFile.WriteAllBytes(_path, xml.ToArray());
    }
}
