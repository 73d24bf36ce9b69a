namespace IpReassembler.Capture;

/// <summary>How much text of one file is still kept. Nothing but remarks is text: what no longer fits changes no packet.</summary>
internal sealed class TextAllowance(int characters)
{
    private int _left = characters;

    /// <summary>The text of the option at hand, or as much of it as may still be kept; null where there is no room for any of it.</summary>
    /// <param name="option">The option.</param>
    /// <param name="longest">The most characters that are kept of it in any case.</param>
    /// <param name="start">The byte of its value that the text begins at.</param>
    public string? Read(in BlockOptions option, int longest, int start = 0)
    {
        if (_left == 0)
        {
            return null;
        }
        var text = option.ReadText(int.Min(longest, _left), start);
        _left -= text.Length;
        return text;
    }
}
