using System.Text;

namespace IpReassembler.Tcp;

/// <summary>A text that is served, in UTF-8.</summary>
internal sealed class ServedText(string text) : ServedContent("", "text/plain; charset=utf-8")
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    /// <inheritdoc/>
    public override long Length => _bytes.Length;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        var rest = _bytes.AsSpan((int)Math.Min(offset, _bytes.Length));
        var count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination);
        return count;
    }
}
