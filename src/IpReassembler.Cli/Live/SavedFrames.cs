using System.Globalization;
using IpReassembler.Capture;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Writes the frames of the last moments into a file.</summary>
internal static class SavedFrames
{
    private const int MostOfOneSecond = 100;

    /// <summary>Writes them into a new file, named after the time of the newest.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="frames">The frames; at least one.</param>
    /// <param name="marks">What is to be said of some.</param>
    /// <param name="interfaces">Where they came from.</param>
    /// <param name="terminal">The terminal.</param>
    /// <returns>What to tell the user.</returns>
    /// <exception cref="ToolException">It cannot be written.</exception>
    public static string Write(string folder, RecentFrames frames, LiveMarks marks, IReadOnlyList<CaptureInterface> interfaces, Terminal terminal)
    {
        frames.Show(frames.Count - 1, out var newest);
        var path = NewName(folder, DateTime.UnixEpoch.AddTicks(newest.Timestamp.Nanoseconds / 100));
        using var output = new CaptureOutput(path, CaptureFormat.Pcapng, interfaces, terminal);
        var before = 0L;
        for (var i = 0; i < frames.Count; i++)
        {
            frames.Show(i, out var frame);
            output.Write(frame, marks.CommentOn(frame.Number, before));
            before = frame.Number;
        }

        output.Complete();
        return Invariant($"{RecordText.Count(frames.Count, "frame")} of {LiveNumbers.Short(frames.Span, Style.Plain with { Ascii = true })} saved in {Path.GetFileName(path)}");
    }

    private static string NewName(string folder, DateTime time)
    {
        var name = "ipreasm-" + time.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var names = Enumerable.Range(1, MostOfOneSecond).Select(i => Path.Combine(folder, i == 1 ? name + ".pcapng" : Invariant($"{name}-{i}.pcapng")));
        return names.FirstOrDefault(path => !Path.Exists(path)) ?? throw new ToolException(ExitCode.BadFile, $"there are {MostOfOneSecond} files {name}-N.pcapng already");
    }
}
