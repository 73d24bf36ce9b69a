namespace IpReassembler.Cli;

/// <summary>A line for each second.</summary>
/// <param name="line">The line as it is now.</param>
/// <param name="seconds">How many whole seconds have passed, by the clock of the frames.</param>
/// <param name="output">Where to.</param>
internal sealed class StatusDisplay(Func<string> line, Func<long> seconds, TextWriter output) : LiveDisplay
{
    private long _told;

    public override bool Refresh()
    {
        if (seconds() is var now && now > _told)
        {
            _told = now;
            output.WriteLine(line());
            output.Flush();
        }

        return true;
    }

    public override void Stay()
    {
    }

    public override void Dispose()
    {
    }
}
