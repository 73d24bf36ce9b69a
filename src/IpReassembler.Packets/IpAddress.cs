using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace IpReassembler.Packets;

/// <summary>An IPv4 or IPv6 address as a plain value: 128 bits wide for both families, comparable and hashable without allocation.</summary>
/// <remarks>An IPv4 address lies in the low 32 bits. It never equals an IPv6 address, not even its IPv4-mapped form.</remarks>
public readonly record struct IpAddress
{
    private IpAddress(IpVersion version, ulong high, ulong low) => (Version, High, Low) = (version, high, low);

    /// <summary>The family of the address.</summary>
    public IpVersion Version { get; }

    /// <summary>The first 64 bits of an IPv6 address; 0 for IPv4.</summary>
    public ulong High { get; }

    /// <summary>The last 64 bits of an IPv6 address; the whole of an IPv4 address.</summary>
    public ulong Low { get; }

    /// <summary>The IPv4 address with this number: 192.0.2.1 is 0xC0000201.</summary>
    public static IpAddress V4(uint address) => new(IpVersion.V4, 0, address);

    /// <summary>The IPv6 address of these two halves, most significant first.</summary>
    public static IpAddress V6(ulong high, ulong low) => new(IpVersion.V6, high, low);

    /// <summary>Reads an address in network byte order.</summary>
    /// <param name="bytes">4 bytes for IPv4, 16 for IPv6.</param>
    public static IpAddress Read(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => V4(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        16 => V6(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])),
        _ => throw new ArgumentException("An address has 4 or 16 bytes.", nameof(bytes)),
    };

    /// <inheritdoc/>
    public bool Equals(IpAddress other) => Low == other.Low && High == other.High && Version == other.Version;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, High, Low);

    /// <summary>Writes the address in network byte order.</summary>
    /// <returns>The number of bytes written: 4 or 16.</returns>
    public int WriteTo(Span<byte> destination)
    {
        if (Version == IpVersion.V4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Low);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
        return 16;
    }

    /// <summary>Reads dotted decimal (all four numbers) or RFC 4291 text.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IpAddress address)
    {
        address = default;
        // The framework also takes "1" and "127.1"; nobody who looks at captures means those.
        if (text is null || text.Contains('%') || !IPAddress.TryParse(text, out var parsed)
            || (parsed.AddressFamily == AddressFamily.InterNetwork && text.AsSpan().Count('.') != 3))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out var written);
        address = Read(bytes[..written]);
        return true;
    }

    /// <summary>Reads an address from text that is known to be one.</summary>
    /// <exception cref="FormatException">The text is not an address.</exception>
    public static IpAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an IPv4 or IPv6 address.");

    /// <summary>Dotted decimal for IPv4, RFC 5952 text for IPv6.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        return new IPAddress(bytes[..WriteTo(bytes)]).ToString();
    }
}
