using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.Records;

/// <summary>Reads what was typed beside a field, as a value of that field's kind.</summary>
internal static class OperandParser
{
    // K and M are powers of two, as in the options that limit memory.
    private static readonly (string Name, decimal Scale)[] ByteUnits = [("KB", 1024), ("MB", 1024 * 1024), ("K", 1024), ("M", 1024 * 1024), ("B", 1)];
    private static readonly (string Name, decimal Scale)[] TimeUnits = [("ns", 1), ("us", 1e3m), ("µs", 1e3m), ("ms", 1e6m), ("s", 1e9m)];
    private static readonly (string Name, decimal Scale)[] RatioUnits = [("%", 1e4m)];

    /// <summary>Reads a value; on failure <paramref name="error"/> says what is wrong with it.</summary>
    public static bool TryParse(Field field, string text, out Operand operand, out string error)
    {
        var found = field.Kind switch
        {
            FieldKind.Number => Scaled(text, [], 1),
            FieldKind.Bytes => Scaled(text, ByteUnits, 1),
            FieldKind.Duration => Scaled(text, TimeUnits, 1),
            FieldKind.Time => Scaled(text, [], 1e9m),
            FieldKind.Ratio => Scaled(text, RatioUnits, 1e6m),
            FieldKind.Flag => Flag(text),
            FieldKind.Protocol => ProtocolNames.TryParse(text, out var protocol) ? new Operand(FieldValue.Of(protocol)) : null,
            FieldKind.Address => Network(text),
            FieldKind.Word => field.Words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } word
                ? new Operand(FieldValue.Of(word)) : null,
            _ => (Operand?)new Operand(FieldValue.Of(text)),
        };
        operand = found.GetValueOrDefault();
        error = found is null ? Explain(field, text) : "";
        return found is not null;
    }

    /// <summary>Reads what a number made of many values is compared with: as beside a field of that kind, but half a byte or nanosecond may be meant. Null when it is none.</summary>
    public static decimal? Quantity(FieldKind kind, string text) => kind switch
    {
        FieldKind.Bytes => Number(text, ByteUnits, 1),
        FieldKind.Duration => Number(text, TimeUnits, 1),
        FieldKind.Ratio => Number(text, RatioUnits, 1e6m),
        _ => Number(text, [], 1),
    };

    /// <summary>What <see cref="Quantity"/> reads.</summary>
    public static string ExplainQuantity(FieldKind kind) => kind == FieldKind.Number ? "a number such as 300 or 2.5" : Explain(kind);

    // Half a nanosecond, or half a byte, is nothing a record can hold: the number would be compared with something else than was typed.
    private static Operand? Scaled(string text, (string Name, decimal Scale)[] units, decimal bare) =>
        Number(text, units, bare) is { } exact && exact == decimal.Truncate(exact) ? new Operand(FieldValue.Of((long)exact)) : null;

    // Decimal arithmetic is exact for every value that fits: 0.1ms is 100,000 ns and not one less.
    private static decimal? Number(string text, (string Name, decimal Scale)[] units, decimal bare)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            // Digits to the base of sixteen are of a number as it stands in a record: a point in time or a ratio is not typed as it stands there.
            return bare == 1 && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && hex >= 0
                ? hex : null;
        }

        var (digits, scale) = (text, bare);
        foreach (var unit in units)
        {
            if (text.EndsWith(unit.Name, StringComparison.OrdinalIgnoreCase))
            {
                (digits, scale) = (text[..^unit.Name.Length], unit.Scale);
                break;
            }
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(digits, style, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) > long.MaxValue / scale)
        {
            return null;
        }

        return number * scale;
    }

    private static Operand? Flag(string text) => text.ToLowerInvariant() switch
    {
        "1" or "true" or "yes" => new Operand(FieldValue.Of(1)),
        "0" or "false" or "no" => new Operand(FieldValue.Of(0)),
        _ => null,
    };

    private static Operand? Network(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IpAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return null;
        }

        var width = address.Version == IpVersion.V4 ? 32 : 128;
        if (slash < 0)
        {
            return new Operand(FieldValue.Of(address), width);
        }

        return int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix <= width
            ? new Operand(FieldValue.Of(address), prefix) : null;
    }

    private static string Explain(Field field, string text) => $"'{text}' is not " + field.Kind switch
    {
        FieldKind.Protocol => "a protocol" + OrElse(text, ProtocolNames.All, "; write a name such as udp, or a number from 0 to 255"),
        FieldKind.Word => $"one of the words of '{field.Name}'" + OrElse(text, field.Words, $": {string.Join(", ", field.Words)}"),
        var kind => Explain(kind),
    };

    private static string Explain(FieldKind kind) => kind switch
    {
        FieldKind.Number => "a whole number such as 300 or 0x12c",
        FieldKind.Bytes => "a number of bytes such as 8008 or 8KB",
        FieldKind.Duration => "a duration such as 5ms; the units are ns, us, ms and s, and a bare number counts nanoseconds",
        FieldKind.Time => "a time in seconds since 1970 such as 1700000004.5",
        FieldKind.Ratio => "a ratio such as 50% or 0.5",
        FieldKind.Flag => "true or false",
        _ => "an address such as 192.0.2.1 or a network such as 192.0.2.0/24",
    };

    private static string OrElse(string text, IEnumerable<string> candidates, string otherwise) =>
        Nearest.Hint(text, candidates) is { Length: > 0 } hint ? hint : otherwise;
}
