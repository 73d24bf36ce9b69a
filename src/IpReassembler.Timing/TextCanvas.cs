using System.Text;

namespace IpReassembler.Timing;

/// <summary>A line of text that is written at columns, in any order; what is written last is seen.</summary>
internal sealed class TextCanvas
{
    private readonly StringBuilder _text = new();

    /// <summary>How many columns it has so far.</summary>
    public int Length => _text.Length;

    /// <summary>Writes from a column on.</summary>
    public void Put(int column, string text)
    {
        if (_text.Length < column + text.Length)
        {
            _text.Append(' ', column + text.Length - _text.Length);
        }

        for (var at = 0; at < text.Length; at++)
        {
            _text[column + at] = text[at];
        }
    }

    /// <summary>The line, without blanks at its end.</summary>
    public override string ToString() => _text.ToString().TrimEnd();
}
