using IpReassembler.Packets;

namespace IpReassembler.Records;

/// <summary>A value that was typed, for comparing a field with.</summary>
/// <param name="Value">The value.</param>
/// <param name="PrefixLength">For addresses, how many leading bits count: 32 or 128 for one address, fewer for a network.</param>
internal readonly record struct Operand(FieldValue Value, int PrefixLength = 0)
{
    /// <summary>Whether a field's value is this one, or lies in this network.</summary>
    public bool Matches(FieldKind kind, FieldValue value) => kind switch
    {
        FieldKind.Address => InNetwork(value.Address),
        FieldKind.Word or FieldKind.Text => string.Equals(value.Text, Value.Text, StringComparison.OrdinalIgnoreCase),
        _ => value.Number == Value.Number,
    };

    private bool InNetwork(IpAddress address)
    {
        var width = address.Version == IpVersion.V4 ? 32 : 128;
        var host = width - PrefixLength;
        return address.Version == Value.Address.Version && (PrefixLength == 0 || Bits(address) >> host == Bits(Value.Address) >> host);
    }

    private static UInt128 Bits(IpAddress address) => new(address.High, address.Low);
}
