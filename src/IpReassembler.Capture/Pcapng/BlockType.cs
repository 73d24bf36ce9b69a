namespace IpReassembler.Capture;

/// <summary>The block types that are read (draft-ietf-opsawg-pcapng section 4); every other type is stepped over.</summary>
internal static class BlockType
{
    /// <summary>Section Header Block (section 4.1). The number reads the same in both byte orders.</summary>
    public const uint SectionHeader = 0x0A0D0D0A;

    /// <summary>Interface Description Block (section 4.2).</summary>
    public const uint InterfaceDescription = 1;

    /// <summary>Packet Block, obsolete (appendix A): laid out like its successor but for the first eight bytes.</summary>
    public const uint ObsoletePacket = 2;

    /// <summary>Simple Packet Block (section 4.4): no time, no interface, no captured length.</summary>
    public const uint SimplePacket = 3;

    /// <summary>Interface Statistics Block (section 4.6).</summary>
    public const uint InterfaceStatistics = 5;

    /// <summary>Enhanced Packet Block (section 4.3).</summary>
    public const uint EnhancedPacket = 6;
}
