using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What stands in the cells for eight bytes: the letter they repeat, or one for the frame that supplied them.</summary>
/// <remarks>The first is how people write test patterns; it holds when every eight bytes of every payload are one letter or digit, repeated.</remarks>
internal sealed class ViewLetters
{
    private const string Names = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const char OneOfMany = '*';
    private const long Nothing = -1, SeveralFrames = 0;

    private readonly IReadOnlyList<DeliveryRecord> _rows;
    private readonly SortedDictionary<long, char> _names = [];

    public ViewLetters(IReadOnlyList<DeliveryRecord> rows)
    {
        _rows = rows;
        AreOfPayload = rows.All(row => Units(row.Payload.Length).All(unit => Repeated(row.Payload, unit) is not null));
    }

    /// <summary>Whether the letters are those of the payload.</summary>
    public bool AreOfPayload { get; }

    /// <summary>Every eight bytes of the longest payload as a column of its own.</summary>
    public IReadOnlyList<ViewColumn> Columns()
    {
        var longest = _rows.Count == 0 ? 0 : _rows.Max(row => row.Payload.Length);
        var suppliers = _rows.Select(Suppliers).ToArray();
        return [.. Units(longest).Select(unit =>
            new ViewColumn(unit * 8, [.. _rows.Select((row, place) => Cell(row, suppliers[place], unit))], Differs(unit)))];
    }

    /// <summary>Gives the frames of the columns that are shown their letters, in order.</summary>
    public void Name(IEnumerable<ViewColumn> shown)
    {
        foreach (var frame in shown.SelectMany(column => column.Cells).Where(cell => cell > 0 && !AreOfPayload).Distinct().Order())
        {
            _names[frame] = _names.Count < Names.Length ? Names[_names.Count] : OneOfMany;
        }
    }

    /// <summary>The letter of a cell; <c>+</c> where several frames share its bytes, <c>*</c> where letters did not suffice.</summary>
    public char Letter(long cell) => cell switch
    {
        Nothing => ' ',
        SeveralFrames => '+',
        _ => AreOfPayload ? (char)cell : _names[cell],
    };

    /// <summary>Which letter came with which frame: <c>1=#185</c>; empty where one letter came with several frames, or one frame with several letters.</summary>
    public IReadOnlyList<string> Legend()
    {
        var named = (AreOfPayload ? OfPayload() : _names.Select(each => (Frame: each.Key, Letter: each.Value)).Where(each => each.Letter != OneOfMany)).ToList();
        var isOneToOne = named.DistinctBy(each => each.Letter).Count() == named.Count && named.DistinctBy(each => each.Frame).Count() == named.Count;
        return isOneToOne ? [.. named.Select(each => Invariant($"{each.Letter}=#{each.Frame}"))] : [];
    }

    // Every letter with every frame that it came with.
    private SortedSet<(long Frame, char Letter)> OfPayload()
    {
        var pairs = new SortedSet<(long Frame, char Letter)>();
        foreach (var row in _rows)
        {
            foreach (var supplied in row.Supplied)
            {
                for (var at = supplied.Range.Start; at < supplied.Range.End; at += 8)
                {
                    pairs.Add((supplied.Frame, (char)row.Payload[at]));
                }
            }
        }

        return pairs;
    }

    private static IEnumerable<int> Units(int length) => Enumerable.Range(0, (length + 7) / 8);

    private static ReadOnlySpan<byte> Unit(byte[] payload, int unit) =>
        unit * 8 >= payload.Length ? [] : payload.AsSpan(unit * 8, Math.Min(8, payload.Length - (unit * 8)));

    private static char? Repeated(byte[] payload, int unit)
    {
        var bytes = Unit(payload, unit);
        return char.IsAsciiLetterOrDigit((char)bytes[0]) && !bytes.ContainsAnyExcept(bytes[0]) ? (char)bytes[0] : null;
    }

    // The frame of each eight bytes; 0 where there were several.
    private static long[] Suppliers(DeliveryRecord row)
    {
        var frames = new long[(row.Payload.Length + 7) / 8];
        Array.Fill(frames, Nothing);
        foreach (var supplied in row.Supplied)
        {
            for (var unit = supplied.Range.Start / 8; unit < (supplied.Range.End + 7) / 8; unit++)
            {
                frames[unit] = frames[unit] == Nothing || frames[unit] == supplied.Frame ? supplied.Frame : SeveralFrames;
            }
        }

        return frames;
    }

    private long Cell(DeliveryRecord row, long[] suppliers, int unit) =>
        unit >= suppliers.Length ? Nothing
        : AreOfPayload ? Repeated(row.Payload, unit)!.Value
        : suppliers[unit];

    private bool Differs(int unit)
    {
        foreach (var row in _rows)
        {
            if (!Unit(row.Payload, unit).SequenceEqual(Unit(_rows[0].Payload, unit)))
            {
                return true;
            }
        }

        return false;
    }
}
