using System.Buffers.Binary;
using System.Security.Cryptography;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Makes initial sequence numbers that grow with time and that nobody else can guess (RFC 6528): ISN = M + F(connection, secret).</summary>
/// <param name="secret">At least 16 bytes.</param>
internal sealed class InitialNumbers(ReadOnlyMemory<byte> secret)
{
    // RFC 6528 section 3: M counts four microseconds.
    private const long Tick = 4_000;

    /// <summary>The first number of a connection that begins now.</summary>
    public SequenceNumber For(in ConnectionName name, Timestamp now) => new(unchecked((uint)(now.Nanoseconds / Tick) + Hash(name, purpose: 0)));

    /// <summary>What the clock of a connection's timestamps begins at, so that it does not tell how long the host has been up (RFC 7323 section 5.4).</summary>
    public uint ClockOffset(in ConnectionName name) => Hash(name, purpose: 1);

    /// <summary>What the identifications of packets begin at.</summary>
    public ushort Identification() => (ushort)Hash(default, purpose: 2);

    private uint Hash(in ConnectionName name, byte purpose)
    {
        Span<byte> message = stackalloc byte[37];
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        message[0] = purpose;
        Write(name.Local, message[1..]);
        Write(name.Remote, message[19..]);
        HMACSHA256.HashData(secret.Span, message, digest);
        return BinaryPrimitives.ReadUInt32BigEndian(digest);
    }

    private static void Write(in TcpEndpoint end, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, end.Address.High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], end.Address.Low);
        BinaryPrimitives.WriteUInt16BigEndian(destination[16..], (ushort)end.Port);
    }
}
