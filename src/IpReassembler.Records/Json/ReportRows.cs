using System.Buffers;
using System.Text.Json;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>The datagrams of a report: the same records as in JSON lines, as rows without the names of their fields, and the fragments of each as a row of numbers.</summary>
/// <remarks>
/// Bounded: of good datagrams the first <c>maxDatagrams</c> are kept, and as many of the others, so that many of those cannot push these out; at most
/// <see cref="MaxFragments"/> fragments on each side. A datagram costs about 400 bytes, a fragment 30. What finds no room is counted.
/// </remarks>
/// <param name="header">The capture they were found in.</param>
/// <param name="maxDatagrams">The most datagrams that are written.</param>
public sealed class ReportRows(CaptureHeader header, int maxDatagrams)
{
    /// <summary>The most fragments of good datagrams that are kept, and the most of others.</summary>
    public const int MaxFragments = 200_000;

    /// <summary>How many numbers stand for a fragment: see <see cref="FragmentFields"/>.</summary>
    public const int FragmentStride = 6;

    // Their values come again and again, so a row has a number for each.
    private static readonly string[] CodedColumns = ["src", "dst", "community_id", "state", "verdict", "checksum"];

    private readonly DatagramFields _fields = new(header);
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly List<string> _columns = [];
    private readonly Dictionary<string, int> _words = [];
    private readonly List<(long Number, int Depth, byte[] Json)> _good = [], _others = [];
    private int _goodFragments, _otherFragments;

    /// <summary>What the numbers of a fragment mean, in order.</summary>
    public static IReadOnlyList<string> FragmentFields { get; } = ["us_since_first", "off", "len", "mf", "ttl", "fate_and_anomalies"];

    /// <summary>How many datagrams were taken.</summary>
    public long Count { get; private set; }

    /// <summary>How many datagrams there is no room for.</summary>
    public long LeftOut => Count - Shown().Count();

    /// <summary>Takes a datagram. A late duplicate is none, unless it was whole and so delivered once more.</summary>
    public void Add(DatagramRecord record)
    {
        if (record.LateDuplicateOf is not null && record.State != DatagramState.Complete)
        {
            return;
        }

        Count++;
        var kept = record.Facts.IsGood ? _good : _others;
        ref var fragments = ref record.Facts.IsGood ? ref _goodFragments : ref _otherFragments;
        if (kept.Count >= maxDatagrams || fragments + record.Fragments.Count > MaxFragments)
        {
            return;
        }

        fragments += record.Fragments.Count;
        kept.Add((record.Number, record.Key.Depth, Row(record)));
    }

    /// <summary>Writes the object: columns, words, rows and fragments.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteNames(json, "columns"u8, _columns);
        WriteNames(json, "coded"u8, CodedColumns);
        WriteNames(json, "words"u8, _words.OrderBy(word => word.Value).Select(word => word.Key));
        WriteNames(json, "fragment_fields"u8, FragmentFields);
        WriteNames(json, "fates"u8, Words.Fates);
        WriteNames(json, "anomalies"u8, Words.Anomalies);
        json.WriteNumber("left_out"u8, LeftOut);
        json.WriteStartArray("rows"u8);
        foreach (var (_, _, row) in Shown().OrderBy(row => row.Number).ThenBy(row => row.Depth))
        {
            json.WriteRawValue(row, skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteFragments(Utf8JsonWriter json, DatagramRecord record)
    {
        json.WriteStartArray();
        foreach (var fragment in record.Fragments)
        {
            json.WriteNumberValue((fragment.Timestamp - record.First).Nanoseconds / 1_000m);
            json.WriteNumberValue(fragment.Range.Start);
            json.WriteNumberValue(fragment.Range.Length);
            json.WriteNumberValue(fragment.MoreFragments ? 1 : 0);
            json.WriteNumberValue(fragment.TimeToLive);
            json.WriteNumberValue((int)fragment.Fate + ((long)fragment.Anomalies * Words.Fates.Count));
        }

        json.WriteEndArray();
    }

    // Those of which something is to be told first.
    private IEnumerable<(long Number, int Depth, byte[] Json)> Shown() => _others.Concat(_good.Take(maxDatagrams - _others.Count));

    // A field that only some records have gets the next column: rows from before are shorter, and have none.
    private byte[] Row(DatagramRecord record)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer))
        {
            json.WriteStartObject();
            _fields.Write(json, record);
            json.WriteEndObject();
        }

        using var fields = JsonDocument.Parse(_buffer.WrittenMemory);
        var known = new Dictionary<string, JsonElement>();
        foreach (var field in fields.RootElement.EnumerateObject())
        {
            known[field.Name] = field.Value;
            if (!_columns.Contains(field.Name))
            {
                _columns.Add(field.Name);
            }
        }

        var row = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(row))
        {
            json.WriteStartArray();
            WriteFragments(json, record);
            foreach (var column in _columns)
            {
                WriteValue(json, column, known);
            }

            json.WriteEndArray();
        }

        return row.WrittenSpan.ToArray();
    }

    private void WriteValue(Utf8JsonWriter json, string column, Dictionary<string, JsonElement> known)
    {
        if (!known.TryGetValue(column, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            json.WriteNullValue();
        }
        else if (value.ValueKind == JsonValueKind.String && Array.IndexOf(CodedColumns, column) >= 0)
        {
            var word = value.GetString()!;
            if (!_words.TryGetValue(word, out var place))
            {
                _words.Add(word, place = _words.Count);
            }

            json.WriteNumberValue(place);
        }
        else
        {
            value.WriteTo(json);
        }
    }
}
