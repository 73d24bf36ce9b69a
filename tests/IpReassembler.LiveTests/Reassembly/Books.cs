namespace IpReassembler.LiveTests.Reassembly;

/// <summary>What a host counts while it reassembles: a kernel in its counters, our cache in its outcomes.</summary>
/// <param name="Taken">Fragments that reassembly was asked to take.</param>
/// <param name="Delivered">Datagrams that became whole.</param>
/// <param name="Killed">Times that something was thrown away.</param>
/// <param name="Waiting">Datagrams of which something is left, that can only wait for the rest.</param>
internal readonly record struct Books(long Taken, long Delivered, long Killed, long Waiting)
{
    public static Books operator +(Books one, Books other) =>
        new(one.Taken + other.Taken, one.Delivered + other.Delivered, one.Killed + other.Killed, one.Waiting + other.Waiting);

    public override string ToString() => FormattableString.Invariant($"{Taken} taken, {Delivered} delivered, {Killed} killed, {Waiting} waiting");
}
