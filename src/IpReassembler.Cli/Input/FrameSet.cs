namespace IpReassembler.Cli;

/// <summary>A set of frame numbers: a bit for each frame up to the last that is in it.</summary>
internal sealed class FrameSet
{
    private readonly List<ulong> _words = [];

    /// <summary>Whether the frame is in the set.</summary>
    public bool Contains(long frame) => frame / 64 < _words.Count && (_words[(int)(frame / 64)] & (1UL << (int)(frame % 64))) != 0;

    /// <summary>Puts the frame into the set.</summary>
    public void Add(long frame)
    {
        while (_words.Count <= frame / 64)
        {
            _words.Add(0);
        }

        _words[(int)(frame / 64)] |= 1UL << (int)(frame % 64);
    }
}
