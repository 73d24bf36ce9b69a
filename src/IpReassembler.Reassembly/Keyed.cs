namespace IpReassembler.Reassembly;

/// <summary>Something that is found by what the fragments of a datagram share.</summary>
public abstract class Keyed
{
    private protected Keyed()
    {
    }

    /// <summary>What its fragments share.</summary>
    public DatagramKey Key { get; internal set; }

    /// <summary>The keyed hash of <see cref="Key"/>, kept so that moving it costs no hashing.</summary>
    internal uint Hash { get; set; }
}
