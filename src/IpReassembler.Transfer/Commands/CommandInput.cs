namespace IpReassembler.Transfer;

/// <summary>What a peer sent and nobody has used yet: messages without a length come in pieces, and several in one.</summary>
/// <param name="connection">Where they come from.</param>
/// <param name="clock">Measures a message, which from its first byte to its last may take no longer than one wait; null where messages may be long.</param>
internal sealed class CommandInput(Connection connection, TimeProvider? clock)
{
    /// <summary>The longest line.</summary>
    public const int LongestLine = 4096;

    private const byte LineEnd = (byte)'\n';

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _start;
    private int _end;
    private long? _begun;

    /// <summary>The bytes that are there.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Uses bytes.</summary>
    public void Advance(int count) => _start += count;

    /// <summary>The next byte is the first of a message.</summary>
    public void BeginMessage() => _begun = _start < _end ? clock?.GetTimestamp() : null;

    /// <summary>Waits for more bytes.</summary>
    /// <returns>False when the peer has ended its side.</returns>
    /// <exception cref="TransferException">Nothing came in time, the message takes too long, or there is no room for more of it.</exception>
    public async ValueTask<bool> FillAsync()
    {
        if (_begun is { } begun && clock!.GetElapsedTime(begun) > connection.Limits.IdleTimeout)
        {
            throw new TransferException(
                TransferFault.Timeout, $"it took more than {Connection.Show(connection.Limits.IdleTimeout)} for one message");
        }

        Bytes.Span.CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            throw new TransferException(TransferFault.Protocol, $"a line has more than {LongestLine} bytes");
        }

        var count = await connection.ReadAsync(_buffer.AsMemory(_end));
        _end += count;
        _begun ??= clock?.GetTimestamp();
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
