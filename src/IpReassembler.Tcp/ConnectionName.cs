namespace IpReassembler.Tcp;

/// <summary>What tells a connection from all others: its two ends (RFC 9293 section 3.4).</summary>
/// <param name="Local">Our end.</param>
/// <param name="Remote">The other end.</param>
public readonly record struct ConnectionName(TcpEndpoint Local, TcpEndpoint Remote)
{
    /// <summary>Seeded anew in each process, because whoever connects chooses what is hashed.</summary>
    public override int GetHashCode() => HashCode.Combine(Local.Address.Low, Local.Port, Remote.Address.High, Remote.Address.Low, Remote.Port);

    /// <summary><c>192.0.2.1:80 - 198.51.100.2:40000</c>.</summary>
    public override string ToString() => $"{Local} - {Remote}";
}
