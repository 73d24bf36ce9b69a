using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>
/// What all fragments of one datagram share: the four fields of RFC 791 section 2.3, the three of RFC 8200 section 4.5, and as much of where
/// they were seen as was asked for.
/// </summary>
/// <remarks>
/// Without the protocol, a UDP and an ICMP fragment that share an identification would be spliced into one, in IPv4; IPv6 names a datagram
/// without it, and believes the first fragment's alone. Without the VLANs, two customers' private networks would be spliced. Kept as seven words, because it is built, hashed and
/// compared for every fragment.
/// <code>
///   name:   version (8) | tunnel depth (8) | protocol (8) | identification (32)
///   origin: interface (32) | tunnel (32)
/// </code>
/// </remarks>
public record struct DatagramKey
{
    private ulong _sourceHigh;
    private ulong _sourceLow;
    private ulong _destinationHigh;
    private ulong _destinationLow;
    private ulong _name;
    private ulong _origin;
    private VlanTags _vlans;

    /// <summary>A key from its parts.</summary>
    /// <param name="source">The sender.</param>
    /// <param name="destination">The receiver; of the same version.</param>
    /// <param name="identification">16 bits in IPv4, 32 in IPv6.</param>
    /// <param name="protocol">IPv4's Protocol; 0 in IPv6.</param>
    /// <param name="vlans">The VLANs the frames are tagged with.</param>
    /// <param name="depth">The tunnel depth: 0 to 255.</param>
    public DatagramKey(IpAddress source, IpAddress destination, uint identification, byte protocol, VlanTags vlans, int depth)
    {
        (_sourceHigh, _sourceLow) = (source.High, source.Low);
        (_destinationHigh, _destinationLow) = (destination.High, destination.Low);
        _name = Name(source.Version, depth, protocol, identification);
        _vlans = vlans;
    }

    /// <summary>Writes the key of a fragment into the caller's variable, word by word; see <see cref="IpFragment"/> for why.</summary>
    /// <param name="fragment">The fragment.</param>
    /// <param name="fields">Which of the fields that need not be there are; the others are left zero.</param>
    /// <param name="key">The key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Of(scoped in IpFragment fragment, KeyFields fields, out DatagramKey key)
    {
        if (fragment.Version == IpVersion.V4)
        {
            key._sourceHigh = key._destinationHigh = 0;
            key._sourceLow = fragment.Source.Low;
            key._destinationLow = fragment.Destination.Low;
            key._name = Name(IpVersion.V4, fragment.Depth, fragment.Protocol, fragment.Identification);
        }
        else
        {
            var (source, destination) = (fragment.Source, fragment.Destination);
            key._sourceHigh = source.High;
            key._sourceLow = source.Low;
            key._destinationHigh = destination.High;
            key._destinationLow = destination.Low;
            key._name = Name(IpVersion.V6, fragment.Depth, protocol: 0, fragment.Identification);
        }

        key._vlans = (fields & KeyFields.Vlans) != 0 ? fragment.Vlans : VlanTags.None;
        key._origin = (fields & (KeyFields.Interface | KeyFields.Tunnel)) == 0 ? 0
            : ((fields & KeyFields.Interface) != 0 ? (ulong)(uint)fragment.Interface << 32 : 0) | ((fields & KeyFields.Tunnel) != 0 ? fragment.Tunnel : 0);
    }

    /// <summary>The sender. Its version is the key's.</summary>
    public IpAddress Source
    {
        readonly get => Address(_sourceHigh, _sourceLow);
        init
        {
            (_sourceHigh, _sourceLow) = (value.High, value.Low);
            _name = Name(value.Version, Depth, Protocol, Identification);
        }
    }

    /// <summary>The receiver.</summary>
    public IpAddress Destination
    {
        readonly get => Address(_destinationHigh, _destinationLow);
        init => (_destinationHigh, _destinationLow) = (value.High, value.Low);
    }

    /// <summary>What the sender gave all pieces: 16 bits in IPv4, 32 in IPv6.</summary>
    public uint Identification
    {
        readonly get => (uint)_name;
        init => _name = Name(Version, Depth, Protocol, value);
    }

    /// <summary>IPv4's Protocol; always 0 in IPv6, see <see cref="Datagram.Protocol"/>.</summary>
    public byte Protocol
    {
        readonly get => (byte)(_name >> 32);
        init => _name = Name(Version, Depth, value, Identification);
    }

    /// <summary>0 for the outermost IP header of a frame; one more inside each tunnel.</summary>
    public int Depth
    {
        readonly get => (byte)(_name >> 40);
        init => _name = Name(Version, value, Protocol, Identification);
    }

    /// <summary>The version of the addresses.</summary>
    public readonly IpVersion Version => (IpVersion)(byte)(_name >> 48);

    /// <summary>The interface the frames were captured on; 0 where <see cref="KeyFields.Interface"/> is not part of keys.</summary>
    public int Interface
    {
        readonly get => (int)(_origin >> 32);
        init => _origin = ((ulong)(uint)value << 32) | Tunnel;
    }

    /// <summary>The tunnel the packets came out of; 0 outside of all, and where <see cref="KeyFields.Tunnel"/> is not part of keys.</summary>
    public uint Tunnel
    {
        readonly get => (uint)_origin;
        init => _origin = (_origin & ~(ulong)uint.MaxValue) | value;
    }

    /// <summary>The VLANs the frames are tagged with; none where <see cref="KeyFields.Vlans"/> is not part of keys.</summary>
    public VlanTags Vlans
    {
        readonly get => _vlans;
        init => _vlans = value;
    }

    /// <summary>Whether the two name one datagram.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Equals(DatagramKey other) => Names(other);

    /// <summary>The same without a copy: a key that has just been built word by word is compared word by word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly bool Names(in DatagramKey other) =>
        _sourceLow == other._sourceLow && _destinationLow == other._destinationLow && _name == other._name
        && _vlans == other._vlans && _origin == other._origin && _sourceHigh == other._sourceHigh && _destinationHigh == other._destinationHigh;

    /// <inheritdoc/>
    public readonly override int GetHashCode() => HashCode.Combine(_sourceHigh, _sourceLow, _destinationHigh, _destinationLow, _name, _origin, _vlans);

    /// <summary>A keyed hash of it; see <see cref="KeyedHash"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly uint Hash(KeyedHash hash)
    {
        var found = Version == IpVersion.V4
            ? hash.Of(_sourceLow | (_destinationLow << 32), _name)
            : hash.Of(hash.Of(_sourceHigh, _sourceLow) ^ ((ulong)hash.Of(_destinationHigh, _destinationLow) << 32), _name);
        if (_vlans != VlanTags.None)
        {
            // By itself: folded into the name, tags could be chosen that undo what tells the names apart.
            found = hash.Of(found, _vlans.Packed);
        }

        return _origin == 0 ? found : hash.Of(found, _origin);
    }

    private readonly IpAddress Address(ulong high, ulong low) => Version == IpVersion.V4 ? IpAddress.V4((uint)low) : IpAddress.V6(high, low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Name(IpVersion version, int depth, byte protocol, uint identification) =>
        ((ulong)version << 48) | ((ulong)(byte)depth << 40) | ((ulong)protocol << 32) | identification;
}
