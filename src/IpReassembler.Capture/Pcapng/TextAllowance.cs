namespace IpReassembler.Capture;

/// <summary>How much text of one file is still kept. Nothing but remarks is text: what no longer fits changes no packet.</summary>
internal sealed class TextAllowance(int characters)
{
    private int _left = characters;

    /// <summary>The text, or as much of it as may still be kept; null where there is none, or no room for any of it.</summary>
    public string? Keep(string? text)
    {
        if (text is null || (text.Length > 0 && _left == 0))
        {
            return null;
        }
        var kept = text.Length <= _left ? text : text[.._left];
        _left -= kept.Length;
        return kept;
    }
}
