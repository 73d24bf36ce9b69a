using System.Runtime.CompilerServices;

namespace IpReassembler.Capture;

/// <summary>A stream seen through a buffer: the unread bytes that are here, and a way to get more.</summary>
/// <remarks>
/// Invariant: 0 &lt;= start &lt;= end &lt;= buffer length; the bytes in [start, end) are read but not taken.
/// The buffer begins at its usual length and doubles only when it is full of bytes that really came, so a length
/// field that lies costs nothing.
/// </remarks>
internal sealed class ByteWindow : IDisposable
{
    /// <summary>The buffer's usual length: large enough that a system call costs nothing per frame, small enough for the cache.</summary>
    public const int UsualLength = 1 << 20;

    /// <summary>The most bytes unpacked at a time, and so the most that a broken gzip file loses of what came before its break.</summary>
    private const int UnpackedPiece = 1 << 14;

    private readonly Stream _stream;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private long _endOffset;
    private bool _isAtEnd;

    public ByteWindow(Stream stream, int length)
    {
        _stream = stream;
        _buffer = GC.AllocateUninitializedArray<byte>(length);
        Length = stream is not WindowStream && stream.CanSeek ? stream.Length - stream.Position : null;
    }

    /// <summary>The unread bytes that are here. Good until the next call that fills or skips.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _buffer.AsSpan(_start, _end - _start);
    }

    /// <summary>How many bytes the buffer can hold now.</summary>
    public int Capacity => _buffer.Length;

    /// <summary>The place of the first unread byte, counted from the beginning of the stream.</summary>
    public long Offset => _endOffset - (_end - _start);

    /// <summary>Why the stream could not be unpacked further; its bytes end there.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether the bytes here come out of a gzip file.</summary>
    public bool IsUnpacked => Packed is not null;

    /// <summary>The window on the packed bytes, where this one is on the unpacked ones.</summary>
    public ByteWindow? Packed { get; init; }

    /// <summary>How many bytes of the file have come in.</summary>
    public long BytesRead => Packed?.BytesRead ?? _endOffset;

    /// <summary>The length of the file in bytes, where it is known.</summary>
    public long? Length { get => Packed is null ? field : Packed.Length; private init; }

    /// <summary>Takes <paramref name="count"/> bytes that are here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(int count) => _start += count;

    /// <summary>Makes at least <paramref name="count"/> bytes unread and here; false when the stream ends before.</summary>
    public bool Fill(int count)
    {
        while (_end - _start < count)
        {
            if (!ReadMore(count))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Takes <paramref name="count"/> bytes, here or still to come, without keeping them; false when the stream ends before.</summary>
    public bool Skip(long count)
    {
        while (count > _end - _start)
        {
            count -= _end - _start;
            _start = _end;
            if (!ReadMore(1))
            {
                return false;
            }
        }
        _start += (int)count;
        return true;
    }

    /// <summary>Drops what is here and asks for nothing more.</summary>
    public void End()
    {
        _start = _end;
        _isAtEnd = true;
    }

    public void Dispose()
    {
        _stream.Dispose();
        Packed?.Dispose();
    }

    private bool ReadMore(int wanted)
    {
        if (_start > 0 && _buffer.Length - _start < wanted)
        {
            // The rest of a record moves to the front: once a buffer, so a few hundred bytes in a million.
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }
        else if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var count = ReadStream(_buffer.AsSpan(_end));
        _end += count;
        _endOffset += count;
        return count > 0;
    }

    private int ReadStream(Span<byte> room)
    {
        // Once over is over: a terminal would have to be told twice, and a growing file would give frames after the end.
        if (_isAtEnd)
        {
            return 0;
        }
        try
        {
            // Unpacking throws away what it had in hand when it meets a broken byte: let it have little in hand.
            var count = _stream.Read(Packed is null || room.Length <= UnpackedPiece ? room : room[..UnpackedPiece]);
            _isAtEnd = count == 0;
            return count;
        }
        catch (InvalidDataException) when (Packed is not null)
        {
            Failure = Packed.Failure ?? (!Packed.Fill(1)
                ? "the gzip data are cut short, or do not match their checksum"
                : $"the gzip data are broken somewhere before byte {Packed.Offset} of the packed file");
            _isAtEnd = true;
            return 0;
        }
        catch (IOException failed) when (_endOffset > 0)
        {
            // What was read before is still good: a disk or a network share that fails is damage from here on.
            Failure = $"reading failed: {failed.Message}";
            _isAtEnd = true;
            return 0;
        }
    }
}
