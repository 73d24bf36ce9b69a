using System.Globalization;
using System.Text;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>One line for each datagram, written as they come: the columns are as wide as they will ever be.</summary>
/// <remarks>
/// In a narrow terminal an identification of IPv6 is cut to its last digits, which tell neighbours apart, and columns go in this order: frags, proto, duration, first, id, state. Number, addresses, bytes, verdict
/// and notes stay. Then the addresses are cut, and the notes fill what is left. Without a limit nothing is cut.
/// </remarks>
internal sealed class ListText
{
    private const int NarrowestNotes = 13, NarrowestAddresses = 15;

    private const int Ipv4Identification = 4, Ipv6Identification = 8;

    // 255.255.255.255 > 255.255.255.255
    private const int Ipv4Pair = 33;

    private readonly TextWriter _output;
    private readonly Style _style;
    private readonly List<Column> _columns;

    /// <summary>Begins a list with its titles.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="style">How it may look.</param>
    /// <param name="time">How times are shown.</param>
    public ListText(TextWriter output, Style style, TimeColumn time)
    {
        (_output, _style) = (output, style);
        _columns =
        [
            new("#", 5, true, 0, record => record.Name),
            new(time.Title, time.Width, true, 4, time.Show),
            new("src > dst", Ipv4Pair, false, 0, record => $"{record.Key.Source} > {record.Key.Destination}"),
            new("proto", 6, false, 2, record => ProtocolNames.Of(record.Protocol)),
            new("id", Ipv6Identification, false, 5, RecordText.Identification),
            new("frags", 5, true, 1, record => record.FragmentCount.ToString(CultureInfo.InvariantCulture)),
            new("bytes ", 6, true, 0, Bytes),
            new("state", 8, false, 6, record => Words.Of(record.State)),
            new("verdict", 10, false, 0, record => Words.Of(record.Verdict)),
            new("duration ", 9, true, 3, Elapsed),
        ];
        Fit();
        WriteLine(column => column.Title, "notes", (text, _) => style.Strong(text));
    }

    /// <summary>Writes a datagram's line; a late duplicate is no datagram and has none.</summary>
    public void Write(DatagramRecord record)
    {
        if (record.LateDuplicateOf is null || record.State == DatagramState.Complete)
        {
            WriteLine(column => column.Cell(record), RecordText.Notes(record),
                (text, column) => column.Title == "verdict" ? RecordText.Paint(text, record.Verdict, _style) : text);
        }
    }

    private void Fit()
    {
        if (_style.Width == Style.Unlimited)
        {
            return;
        }

        int Over() => _columns.Sum(column => column.Width + 1) + NarrowestNotes - _style.Width;
        var identification = _columns.FindIndex(column => column.Title == "id");
        _columns[identification] = _columns[identification] with { Width = Math.Clamp(Ipv6Identification - Over(), Ipv4Identification, Ipv6Identification) };
        while (Over() > 0 && _columns.Any(column => column.Sacrifice > 0))
        {
            _columns.Remove(_columns.Where(column => column.Sacrifice > 0).MinBy(column => column.Sacrifice)!);
        }

        var addresses = _columns.FindIndex(column => column.Title == "src > dst");
        _columns[addresses] = _columns[addresses] with { Width = Math.Max(NarrowestAddresses, _columns[addresses].Width - Math.Max(0, Over())) };
    }

    // Colour is put on after padding, so that escape sequences never count as width.
    private void WriteLine(Func<Column, string> cell, string notes, Func<string, Column, string> paint)
    {
        var line = new StringBuilder();
        var width = 0;
        foreach (var column in _columns)
        {
            var text = _style.Width == Style.Unlimited ? cell(column) : column.Title == "id" ? ClipFront(cell(column), column.Width) : _style.Clip(cell(column), column.Width);
            text = column.Right ? text.PadLeft(column.Width) : text.PadRight(column.Width);
            line.Append(paint(text, column)).Append(' ');
            width += text.Length + 1;
        }

        line.Append(_style.Clip(notes, _style.Width == Style.Unlimited ? Style.Unlimited : _style.Width - width));
        _output.WriteLine(line.ToString().TrimEnd());
    }

    private string ClipFront(string text, int width) => text.Length <= width ? text : _style.Ellipsis + text[^(width - 1)..];

    // A star says that the total is the last piece's word, while bytes are missing.
    private static string Bytes(DatagramRecord record) => record.TotalLength switch
    {
        null => "? ",
        { } total when record.Missing.Count > 0 => Invariant($"{total}*"),
        { } total => Invariant($"{total} "),
    };

    // An exclamation mark says that this is how long it waited in vain.
    private string Elapsed(DatagramRecord record) => record switch
    {
        { CompletedAfter: { } duration } => _style.Show(duration) + " ",
        { State: DatagramState.Timeout, Waited: { } waited } => _style.Show(waited) + "!",
        _ => "- ",
    };

    private sealed record Column(string Title, int Width, bool Right, int Sacrifice, Func<DatagramRecord, string> Cell);
}
