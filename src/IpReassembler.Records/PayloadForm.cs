namespace IpReassembler.Records;

/// <summary>In which form a record carries the reassembled payload.</summary>
public enum PayloadForm
{
    /// <summary>Not at all: only its length.</summary>
    None,

    /// <summary>The SHA-256 of it, in lower-case hexadecimal.</summary>
    Sha256,

    /// <summary>All of it, in lower-case hexadecimal.</summary>
    Hex,

    /// <summary>All of it, in base 64 with padding (RFC 4648 section 4).</summary>
    Base64,
}
