using System.Security.Cryptography;

namespace IpReassembler.Records;

/// <summary>A reassembled payload, without the IP header, in the form a record carries.</summary>
/// <param name="Form">What <paramref name="Text"/> is.</param>
/// <param name="Length">The payload's length in bytes: 0 to 65,535.</param>
/// <param name="Text">Empty for <see cref="PayloadForm.None"/>.</param>
public readonly record struct PayloadText(PayloadForm Form, int Length, string Text)
{
    /// <summary>Copies what the form needs; the payload may be gone afterwards.</summary>
    public static PayloadText Of(ReadOnlySpan<byte> payload, PayloadForm form) => new(form, payload.Length, form switch
    {
        PayloadForm.Sha256 => Convert.ToHexStringLower(SHA256.HashData(payload)),
        PayloadForm.Hex => Convert.ToHexStringLower(payload),
        PayloadForm.Base64 => Convert.ToBase64String(payload),
        _ => "",
    });
}
