using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>The capture a verb writes; what goes wrong with it is said in words.</summary>
internal sealed class CaptureOutput : IDisposable
{
    private readonly IFrameSink _sink;
    private readonly string _target;

    /// <summary>Begins the capture.</summary>
    /// <param name="target">Its file, or - for standard output.</param>
    /// <param name="format">Its format; null to go by the name.</param>
    /// <param name="interfaces">The interfaces its frames came from; the list may grow.</param>
    /// <param name="terminal">Where standard output is.</param>
    public CaptureOutput(string target, CaptureFormat? format, IReadOnlyList<CaptureInterface> interfaces, Terminal terminal)
    {
        FileName.MustNotBeEmpty(target, "the file to write");
        _target = target;
        var options = new CaptureWriterOptions { Format = format, Interfaces = interfaces };
        try
        {
            _sink = target == "-"
                ? CaptureFile.CreateWriter(new StandardOutput(terminal.Output), options)
                : CaptureFile.CreateWriter(target, options);
        }
        catch (Exception failed) when (CannotWrite(failed))
        {
            throw Refused(failed);
        }
    }

    /// <summary>Makes sure that a file of this name can be written, and leaves none behind.</summary>
    public static void MustBeWritable(string target)
    {
        if (target == "-")
        {
            return;
        }

        try
        {
            AtomicFileStream.Create(target).Dispose();
        }
        catch (Exception failed) when (CannotWrite(failed))
        {
            throw Refused(target, failed);
        }
    }

    /// <summary>The option that names the format.</summary>
    public static System.CommandLine.Option<CaptureFormat?> FormatOption() => Options.Of<CaptureFormat?>(
        "-F", [], "pcap|pcapng", "The format [pcapng; pcap when the name ends in .pcap]",
        Options.ParseWord<CaptureFormat?>(("pcapng", CaptureFormat.Pcapng), ("pcap", CaptureFormat.Pcap)));

    /// <summary>Writes a frame.</summary>
    public void Write(in CapturedFrame frame, string? comment = null)
    {
        try
        {
            _sink.Write(frame, comment);
        }
        catch (Exception failed) when (CannotWrite(failed))
        {
            throw Refused(failed);
        }
    }

    /// <summary>Puts the file in its place.</summary>
    public void Complete()
    {
        try
        {
            _sink.Complete();
        }
        catch (Exception failed) when (CannotWrite(failed))
        {
            throw Refused(failed);
        }
    }

    public void Dispose() => _sink.Dispose();

    // The disk, or the format: a pcap file has one link type and a longest frame.
    private static bool CannotWrite(Exception failed) => failed is IOException or UnauthorizedAccessException or InvalidOperationException;

    private ToolException Refused(Exception failed) => Refused(_target, failed);

    private static ToolException Refused(string target, Exception failed) => new(ExitCode.BadFile, $"cannot write {target}: {failed.Message}");
}
