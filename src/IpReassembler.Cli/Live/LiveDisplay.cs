namespace IpReassembler.Cli;

/// <summary>Shows the running traffic, from time to time.</summary>
internal abstract class LiveDisplay : IDisposable
{
    /// <summary>Shows what is new, if it is time to. Called after every frame, and several times a second while none comes.</summary>
    /// <returns>False when the user wants the end.</returns>
    public abstract bool Refresh();

    /// <summary>The input has ended: stays as long as the user wants to look.</summary>
    public abstract void Stay();

    public abstract void Dispose();
}
