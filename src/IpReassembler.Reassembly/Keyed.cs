namespace IpReassembler.Reassembly;

/// <summary>Something that is found by what the fragments of a datagram share.</summary>
public abstract class Keyed
{
    private DatagramKey _key;

    private protected Keyed()
    {
    }

    /// <summary>What its fragments share.</summary>
    public DatagramKey Key
    {
        get => _key;
        internal set => _key = value;
    }

    /// <summary>The keyed hash of <see cref="Key"/>, kept so that moving it costs no hashing.</summary>
    internal uint Hash { get; set; }

    /// <summary>Whether this is its key.</summary>
    internal bool IsNamed(in DatagramKey key) => _key.Names(key);
}
