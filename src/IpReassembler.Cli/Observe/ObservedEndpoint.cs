using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>One end of a TCP connection.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its port.</param>
internal readonly record struct ObservedEndpoint(IpAddress Address, int Port)
{
    /// <summary>As <c>127.0.0.1:6000</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Address}:{Port}");
}
