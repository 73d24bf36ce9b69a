namespace IpReassembler.Packets;

/// <summary>Why bytes were refused: one list for everything in this assembly that reads bytes.</summary>
public enum PacketDefect
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>There are fewer bytes than the smallest header of this kind has.</summary>
    TooShort,

    /// <summary>The header says that it is longer than the bytes there are.</summary>
    HeaderCutShort,

    /// <summary>The header says that it is shorter than the smallest header of this kind: an IHL or a TCP data offset below 5.</summary>
    HeaderLengthTooSmall,

    /// <summary>The length field counts the header and is smaller than it: IPv4's total length, UDP's length.</summary>
    LengthTooSmall,

    /// <summary>The version in the first four bits is not the one that was announced.</summary>
    VersionMismatch,

    /// <summary>The link-layer header ends before it says what follows it.</summary>
    LinkHeaderCutShort,

    /// <summary>The frame carries something other than IP: ARP, spanning tree, an encrypted or unknown protocol.</summary>
    NotIp,

    /// <summary>The frame begins with a link-layer header that is not known here.</summary>
    UnknownLinkType,

    /// <summary>An IPv6 jumbogram (RFC 2675): its payload is longer than the 65,535 bytes that anything here can hold.</summary>
    Jumbogram,

    /// <summary>More IPv6 extension headers than <see cref="Ipv6Packet.MaxExtensionHeaders"/>, or more bytes of them in front of a fragment than <see cref="Ipv6Packet.MaxFragmentHeaderLength"/>.</summary>
    HeaderChainTooLong,
}
