using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Moments that the user marked, to find them again in what is saved.</summary>
internal sealed class LiveMarks
{
    /// <summary>The most there can be.</summary>
    public const int Limit = 999;

    private readonly List<(Duration At, long Behind)> _marks = [];

    /// <summary>What each of them says, in order.</summary>
    public IEnumerable<string> Texts => _marks.Select((_, i) => Text(i));

    /// <summary>Marks a moment.</summary>
    /// <param name="running">When it is, counted from the beginning.</param>
    /// <param name="frame">The number of the last frame.</param>
    /// <returns>What to tell the user.</returns>
    public string Set(Duration running, long frame)
    {
        if (_marks.Count == Limit)
        {
            return Invariant($"there are {Limit} marks already");
        }

        _marks.Add((running, frame));
        return Text(_marks.Count - 1);
    }

    /// <summary>What is written beside the first of the kept frames behind each mark; null for other frames.</summary>
    /// <param name="frame">The frame's number.</param>
    /// <param name="before">The number of the kept frame before it; 0 for none.</param>
    public string? CommentOn(long frame, long before)
    {
        var set = _marks.Select((mark, i) => (mark, Text: Text(i))).Where(one => one.mark.Behind >= before && one.mark.Behind < frame).Select(one => one.Text);
        return string.Join("; ", set) is { Length: > 0 } comment ? comment : null;
    }

    private string Text(int place) => Invariant($"mark {place + 1} at {LiveNumbers.Clock(_marks[place].At)}, behind frame {_marks[place].Behind}");
}
