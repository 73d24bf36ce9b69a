using System.Text;

namespace IpReassembler.Transfer;

/// <summary>Turns a name from the network into one that can only mean a file in the folder it is stored in.</summary>
public static class SafeName
{
    /// <summary>The most bytes of a name: what file systems take.</summary>
    public const int LongestName = 255;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    // Windows gives these names to devices in every folder, whatever stands behind a dot.
    private static readonly HashSet<string> Devices = new(
        new[] { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" }.Concat("0123456789¹²³".SelectMany(digit => new[] { "COM" + digit, "LPT" + digit })),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands behind the last <c>/</c> or <c>\</c>, if it is a good name.</summary>
    /// <exception cref="TransferException">It is none; the message says why.</exception>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        string whole;
        try
        {
            whole = Strict.GetString(utf8);
        }
        catch (DecoderFallbackException failed)
        {
            throw new TransferException(TransferFault.Protocol, $"the name {Convert.ToHexStringLower(utf8[..Math.Min(utf8.Length, 32)])} (hexadecimal) is not UTF-8", failed);
        }

        var name = whole[(whole.LastIndexOfAny(['/', '\\']) + 1)..];
        return FaultOf(whole, name) is { } fault ? throw new TransferException(TransferFault.Protocol, $"the name {Quoted(whole)} is refused: {fault}") : name;
    }

    private static string? FaultOf(string whole, string name) =>
        whole.Any(char.IsControl) ? "it has a control character"
        : name.Length == 0 ? "it is empty"
        : name is "." or ".." ? "it means a folder"
        : Strict.GetByteCount(name) > LongestName ? $"it is longer than {LongestName} bytes"
        : Devices.Contains(name.Split('.')[0].TrimEnd(' ')) ? "it means a device on Windows"
        : name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 ? "this system has no such names"
        : OperatingSystem.IsWindows() && name[^1] is ('.' or ' ') ? "Windows would drop its end"
        : null;

    private static string Quoted(string name) =>
        "'" + string.Concat(name.Take(80).Select(letter => char.IsControl(letter) ? '?' : letter)) + (name.Length > 80 ? "…'" : "'");
}
