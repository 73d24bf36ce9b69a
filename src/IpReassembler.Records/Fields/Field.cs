using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.Records;

/// <summary>One thing that can be asked of a datagram's record: a column of a table, and a name in expressions.</summary>
/// <param name="Name">Its name; that of the JSON field where there is one.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Title">What stands above its column in text.</param>
/// <param name="Description">What it means, in one line.</param>
/// <param name="Values">Its values in a record: none when it is not known, several for fields such as <c>frames</c>.</param>
public sealed record Field(string Name, FieldKind Kind, string Title, string Description, Func<DatagramRecord, IEnumerable<FieldValue>> Values)
{
    /// <summary>Other names it answers to: column names of text tables, and what users of tshark type first.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>For <see cref="FieldKind.Word"/>, the words there are.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether less and greater mean something.</summary>
    public bool IsOrdered => Kind is FieldKind.Number or FieldKind.Bytes or FieldKind.Duration or FieldKind.Time or FieldKind.Ratio;

    /// <summary>The field's text in a record: several values are joined by blanks, an unknown one is empty.</summary>
    public string Text(DatagramRecord record) => string.Join(' ', Values(record).Select(value => Text(value, record)));

    /// <summary>One of its values as text.</summary>
    public string Text(FieldValue value, DatagramRecord record) => Kind switch
    {
        FieldKind.Time => new Timestamp(value.Number).ToString(record.TimeDigits),
        FieldKind.Ratio => (value.Number / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture),
        FieldKind.Flag => value.Number != 0 ? "true" : "false",
        FieldKind.Protocol => ProtocolNames.Of((byte)value.Number),
        FieldKind.Address => value.Address.ToString(),
        FieldKind.Word or FieldKind.Text => value.Text ?? "",
        _ => value.Number.ToString(CultureInfo.InvariantCulture),
    };
}
