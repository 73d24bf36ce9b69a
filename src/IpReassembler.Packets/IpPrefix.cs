using System.Globalization;

namespace IpReassembler.Packets;

/// <summary>Addresses that begin with the same bits, in the notation of RFC 4632 section 3.1: <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>. One address is a prefix of all its bits.</summary>
/// <param name="Address">An address among them.</param>
/// <param name="Length">How many leading bits they share: 0 to 32 for IPv4, 0 to 128 for IPv6.</param>
public readonly record struct IpPrefix(IpAddress Address, int Length)
{
    /// <summary>How many bits an address of a family has.</summary>
    public static int WidthOf(IpVersion version) => version == IpVersion.V4 ? 32 : 128;

    /// <summary>The same prefix, written with the lowest of its addresses.</summary>
    public IpPrefix Normalized => new(Mask(Address, Length), Length);

    /// <summary>An address with only its first bits kept, and zeros behind them.</summary>
    /// <param name="address">The address.</param>
    /// <param name="length">How many bits are kept: from 0 to all.</param>
    public static IpAddress Mask(IpAddress address, int length)
    {
        var width = WidthOf(address.Version);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, width);

        // A shift by 128 would be one by none.
        var mask = length == 0 ? UInt128.Zero : UInt128.MaxValue << (width - length);
        var bits = new UInt128(address.High, address.Low) & mask;
        return address.Version == IpVersion.V4 ? IpAddress.V4((uint)bits) : IpAddress.V6((ulong)(bits >> 64), (ulong)bits);
    }

    /// <summary>Reads an address, or an address, a slash and a length. Bits behind the length are kept as they are written.</summary>
    public static bool TryParse(string text, out IpPrefix prefix)
    {
        prefix = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IpAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return false;
        }

        var length = WidthOf(address.Version);
        if (slash >= 0 && !(int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= WidthOf(address.Version)))
        {
            return false;
        }

        prefix = new IpPrefix(address, length);
        return true;
    }

    /// <summary>The address, a slash and the length; a prefix of all bits is written as the one address it is.</summary>
    public override string ToString() =>
        Length == WidthOf(Address.Version) ? Address.ToString() : string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");
}
