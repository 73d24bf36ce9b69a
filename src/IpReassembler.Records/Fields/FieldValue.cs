using IpReassembler.Packets;

namespace IpReassembler.Records;

/// <summary>One value of a field; which of the three is meant, the field's <see cref="FieldKind"/> says.</summary>
/// <param name="Number">Numbers, bytes, nanoseconds, protocols; parts per million for a ratio; 0 or 1 for a flag.</param>
/// <param name="Text">Words and texts.</param>
/// <param name="Address">Addresses.</param>
public readonly record struct FieldValue(long Number, string? Text, IpAddress Address)
{
    /// <summary>A value of the kinds that are numbers inside.</summary>
    public static FieldValue Of(long number) => new(number, null, default);

    /// <summary>A word or text.</summary>
    public static FieldValue Of(string text) => new(0, text, default);

    /// <summary>An address.</summary>
    public static FieldValue Of(IpAddress address) => new(0, null, address);
}
