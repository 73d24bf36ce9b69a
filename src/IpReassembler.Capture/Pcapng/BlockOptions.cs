using System.Text;

namespace IpReassembler.Capture;

/// <summary>Walks the options of a block (draft-ietf-opsawg-pcapng section 3.5): code, length, value padded to four bytes.</summary>
/// <remarks>Options are remarks on the data, not data: an option that runs over the end ends the walk and nothing else.</remarks>
internal ref struct BlockOptions(ReadOnlySpan<byte> bytes, ByteOrder order)
{
    public const int EndOfOptions = 0;
    public const int Comment = 1;

    /// <summary>The most characters an option can hold: its length has 16 bits.</summary>
    public const int LongestText = 65_535;

    private readonly ByteOrder _order = order;
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The code of the option at hand.</summary>
    public int Code { get; private set; }

    /// <summary>The value of the option at hand, without padding.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The value from byte <paramref name="start"/> on as text, at most <paramref name="longest"/> characters of it; broken UTF-8 becomes U+FFFD.</summary>
    public readonly string ReadText(int longest, int start = 0)
    {
        // Some writers count the terminating zero of a C string.
        var bytes = Value[start..].TrimEnd((byte)0);
        var text = Encoding.UTF8.GetString(bytes[..int.Min(bytes.Length, longest * 4)]);
        return text.Length <= longest ? text : text[..longest];
    }

    /// <summary>The value as a 64-bit number, where it has the length of one.</summary>
    public readonly long? ReadNumber() => Value.Length == 8 ? (long)_order.ReadUInt64(Value) : null;

    /// <summary>Steps to the next option.</summary>
    public bool MoveNext()
    {
        if (_rest.Length < 4)
        {
            return false;
        }
        Code = _order.ReadUInt16(_rest);
        var length = _order.ReadUInt16(_rest[2..]);
        if (Code == EndOfOptions || length > _rest.Length - 4)
        {
            return false;
        }
        Value = _rest.Slice(4, length);
        var padded = (4 + length + 3) & ~3;
        _rest = _rest[int.Min(padded, _rest.Length)..];
        return true;
    }
}
