namespace IpReassembler.Packets;

/// <summary>The options of a TCP header one after the other: <c>foreach (var option in segment.Options)</c>.</summary>
/// <remarks>
/// The end-of-options byte is the last option there is, whatever follows it. An option whose length cannot be believed
/// takes all that is left and is the last one too.
/// </remarks>
public ref struct TcpOptions
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads <paramref name="bytes"/>, which may hold anything.</summary>
    public TcpOptions(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>The option that <see cref="MoveNext"/> found.</summary>
    public TcpOption Current { get; private set; }

    /// <summary>The enumerator is a copy that begins where this one stands.</summary>
    public readonly TcpOptions GetEnumerator() => this;

    /// <summary>Goes to the next option; false when there is none.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var kind = (TcpOptionKind)_rest[0];
        if (kind is TcpOptionKind.EndOfOptions or TcpOptionKind.NoOperation)
        {
            Current = new TcpOption(_rest[..1], hasBadLength: false);
            _rest = kind is TcpOptionKind.EndOfOptions ? [] : _rest[1..];
            return true;
        }

        var length = _rest.Length > 1 ? _rest[1] : 0;
        var hasBadLength = length < 2 || length > _rest.Length;
        Current = new TcpOption(hasBadLength ? _rest : _rest[..length], hasBadLength);
        _rest = hasBadLength ? [] : _rest[length..];
        return true;
    }
}
