using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli.Text;

/// <summary>What stands in the cells for eight bytes: the letter they repeat, or one for the frame that supplied them.</summary>
/// <remarks>The first is how people write test patterns; it holds when every eight bytes of every payload are one letter or digit, repeated.</remarks>
internal sealed class ViewLetters
{
    private const string Names = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const char Nothing = ' ', SeveralFrames = '+', OneOfMany = '*';

    private readonly IReadOnlyList<DeliveryRecord> _rows;
    private readonly SortedSet<long> _frames;
    private readonly Dictionary<long, char> _names = [];

    public ViewLetters(IReadOnlyList<DeliveryRecord> rows)
    {
        _rows = rows;
        _frames = [.. rows.SelectMany(row => row.Supplied).Select(supplied => supplied.Frame)];
        AreOfPayload = rows.All(row => Units(row.Payload.Length).All(unit => Repeated(row.Payload, unit) is not null));
        foreach (var (frame, place) in _frames.Select((frame, place) => (frame, place)))
        {
            _names[frame] = place < Names.Length ? Names[place] : OneOfMany;
        }
    }

    /// <summary>Whether the letters are those of the payload.</summary>
    public bool AreOfPayload { get; }

    /// <summary>Every eight bytes of the longest payload as a column of its own.</summary>
    public IReadOnlyList<ViewColumn> Columns()
    {
        var longest = _rows.Count == 0 ? 0 : _rows.Max(row => row.Payload.Length);
        var suppliers = _rows.Select(Suppliers).ToArray();
        return [.. Units(longest).Select(unit =>
            new ViewColumn(unit * 8, string.Concat(_rows.Select((row, place) => Letter(row, suppliers[place], unit))), Differs(unit)))];
    }

    /// <summary>Which letter came with which frame: <c>1=#185</c>; empty where one letter came with several.</summary>
    public IReadOnlyList<string> Legend()
    {
        var frames = new SortedDictionary<long, char>();
        foreach (var row in _rows)
        {
            foreach (var supplied in row.Supplied)
            {
                frames[supplied.Frame] = AreOfPayload ? (char)row.Payload[supplied.Range.Start] : _names[supplied.Frame];
            }
        }

        var named = frames.Where(each => each.Value != OneOfMany).ToList();
        return named.DistinctBy(each => each.Value).Count() < named.Count ? [] : [.. named.Select(each => Invariant($"{each.Value}=#{each.Key}"))];
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
        Array.Fill(frames, -1);
        foreach (var supplied in row.Supplied)
        {
            for (var unit = supplied.Range.Start / 8; unit < (supplied.Range.End + 7) / 8; unit++)
            {
                frames[unit] = frames[unit] == -1 || frames[unit] == supplied.Frame ? supplied.Frame : 0;
            }
        }

        return frames;
    }

    private char Letter(DeliveryRecord row, long[] suppliers, int unit) =>
        unit >= suppliers.Length ? Nothing
        : AreOfPayload ? Repeated(row.Payload, unit)!.Value
        : _names.GetValueOrDefault(suppliers[unit], SeveralFrames);

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
