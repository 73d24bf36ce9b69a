namespace IpReassembler.Transfer;

/// <summary>What a peer sent and nobody has used yet: messages without a length come in pieces, and several in one.</summary>
/// <param name="connection">Where they come from.</param>
internal sealed class CommandInput(Connection connection)
{
    /// <summary>The longest line.</summary>
    public const int LongestLine = 4096;

    private const byte LineEnd = (byte)'\n';

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _start;
    private int _end;

    /// <summary>The bytes that are there.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Uses bytes.</summary>
    public void Advance(int count) => _start += count;

    /// <summary>Waits for more bytes.</summary>
    /// <returns>False when the peer has ended its side.</returns>
    /// <exception cref="TransferException">Nothing came in time, or there is no room for more of it.</exception>
    public async ValueTask<bool> FillAsync()
    {
        Bytes.Span.CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            throw new TransferException(TransferFault.Protocol, $"a line has more than {LongestLine} bytes");
        }

        var count = await connection.ReadAsync(_buffer.AsMemory(_end));
        _end += count;
        return count > 0;
    }

    /// <summary>Reads a line.</summary>
    /// <returns>Its bytes without the line end, good until the next call; null when the peer ended in front of it.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync()
    {
        int length;
        for (var searched = 0; (length = Bytes.Span[searched..].IndexOf(LineEnd)) < 0;)
        {
            searched = Bytes.Length;
            if (!await FillAsync())
            {
                return searched == 0 ? null : throw CutShort();
            }
        }

        length = Bytes.Span.IndexOf(LineEnd);
        var line = Bytes[..length];
        Advance(length + 1);
        return line.Span is [.., (byte)'\r'] ? line[..^1] : line;
    }

    /// <summary>The peer ended its side in the middle of a message.</summary>
    public static TransferException CutShort() => new(TransferFault.Integrity, "the connection ended in the middle of a message");
}
