using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>Writes records as comma-separated values (RFC 4180): a line of names, then a line for each datagram. Times and lengths of time as in JSON.</summary>
public sealed class CsvWriter
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    private readonly TextWriter _output;
    private readonly IReadOnlyList<Field> _columns;

    /// <summary>Begins a table with its line of names: always the fields' own, so that the unit is seen whatever alias was asked for.</summary>
    public CsvWriter(TextWriter output, IReadOnlyList<Field> columns)
    {
        _output = output;
        _columns = columns;
        WriteLine(columns.Select(column => column.Name));
    }

    /// <summary>The columns that are written unless others are asked for.</summary>
    public static IReadOnlyList<Field> DefaultColumns { get; } =
    [
        .. "n first last src dst proto sport dport id frags have total state verdict duration_ns reordered dup overlap conflict missing checksum frames"
            .Split(' ').Select(name => FieldCatalog.Find(name)!),
    ];

    /// <summary>Reads names joined by commas; on failure <paramref name="error"/> says which name is wrong.</summary>
    public static bool TryParseColumns(string text, [NotNullWhen(true)] out IReadOnlyList<Field>? columns, [NotNullWhen(false)] out string? error)
    {
        var found = new List<Field>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (FieldCatalog.Find(name) is not { } field)
            {
                columns = null;
                error = FieldCatalog.Unknown(name);
                return false;
            }

            found.Add(field);
        }

        columns = found;
        error = null;
        return true;
    }

    /// <summary>Writes a datagram's line. A late duplicate is no datagram and has none.</summary>
    public void Write(DatagramRecord record)
    {
        if (record.LateDuplicateOf is null || record.State == DatagramState.Complete)
        {
            WriteLine(_columns.Select(column => column.Text(record)));
        }
    }

    /// <summary>One line of values. RFC 4180 ends lines with CR LF, on every system.</summary>
    public static string Line(IEnumerable<string> values) => string.Join(',', values.Select(Quote)) + "\r\n";

    private void WriteLine(IEnumerable<string> values) => _output.Write(Line(values));

    private static string Quote(string value) =>
        value.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
