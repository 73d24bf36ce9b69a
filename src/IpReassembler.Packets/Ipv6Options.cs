namespace IpReassembler.Packets;

/// <summary>The options of a hop-by-hop or destination options header one after the other.</summary>
/// <remarks>An option whose length cannot be believed takes all that is left and is the last one: where the next would begin, nobody can know.</remarks>
public ref struct Ipv6Options
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads <paramref name="bytes"/>, which may hold anything: the header without its first two bytes.</summary>
    public Ipv6Options(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>The option that <see cref="MoveNext"/> found.</summary>
    public Ipv6Option Current { get; private set; }

    /// <summary>The enumerator is a copy that begins where this one stands.</summary>
    public readonly Ipv6Options GetEnumerator() => this;

    /// <summary>Goes to the next option; false when there is none.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        // The only option that is one byte: it has no length.
        var length = (Ipv6OptionKind)_rest[0] is Ipv6OptionKind.Pad1 ? 1 : _rest.Length > 1 ? _rest[1] + 2 : int.MaxValue;
        var hasBadLength = length > _rest.Length;
        Current = new Ipv6Option(hasBadLength ? _rest : _rest[..length], hasBadLength);
        _rest = hasBadLength ? [] : _rest[length..];
        return true;
    }
}
