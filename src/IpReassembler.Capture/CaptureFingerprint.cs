using System.Buffers.Text;
using System.Security.Cryptography;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Two digests of all frames seen: readers that agree on both saw the same packets.</summary>
/// <remarks>Holds 128 KiB, whatever it is fed, and allocates nothing per frame.</remarks>
public sealed class CaptureFingerprint : IDisposable
{
    // Hashing frame by frame would cost more for the calls than for the bytes.
    private const int BufferLength = 1 << 16;

    // The longest line: a time of 128 bits (at most 40 characters), two lengths of at most 20, and what stands between.
    private const int LongestLine = 96;

    private readonly IncrementalHash _index = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _bytes = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _indexBuffer = new byte[BufferLength];
    private readonly byte[] _bytesBuffer = new byte[BufferLength];
    private int _indexLength;
    private int _bytesLength;

    /// <summary>Adds one frame.</summary>
    /// <param name="frame">The frame just read.</param>
    /// <param name="source">Where it was read from: it knows the times that do not fit into a <see cref="Timestamp"/>.</param>
    public void Add(in CapturedFrame frame, IFrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (_indexLength > BufferLength - LongestLine)
        {
            FlushIndex();
        }
        AddTime(frame, source);
        AddText(" "u8);
        AddNumber(frame.Bytes.Length);
        AddText(" "u8);
        AddNumber(frame.OriginalLength);
        AddText("\n"u8);
        AddBytes(frame.Bytes);
    }

    /// <summary>SHA-256 over the lines <c>"&lt;ns since 1970, or -&gt; &lt;captured length&gt; &lt;original length&gt;\n"</c> of all frames, in lower-case hex.</summary>
    public string ComputeIndexSha256()
    {
        FlushIndex();
        return Convert.ToHexStringLower(_index.GetCurrentHash());
    }

    /// <summary>SHA-256 over the captured bytes of all frames in order, in lower-case hex.</summary>
    public string ComputeBytesSha256()
    {
        FlushBytes();
        return Convert.ToHexStringLower(_bytes.GetCurrentHash());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        _bytes.Dispose();
    }

    private void AddTime(in CapturedFrame frame, IFrameSource source)
    {
        var time = frame.Timestamp.Nanoseconds;
        if (!frame.HasTimestamp)
        {
            AddText("-"u8);
        }
        else if (time is long.MinValue or long.MaxValue && source.TimeBeyondRange is { } exact)
        {
            exact.TryFormat(_indexBuffer.AsSpan(_indexLength), out var length, default, null);
            _indexLength += length;
        }
        else
        {
            AddNumber(time);
        }
    }

    private void AddNumber(long number)
    {
        Utf8Formatter.TryFormat(number, _indexBuffer.AsSpan(_indexLength), out var length);
        _indexLength += length;
    }

    private void AddText(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_indexBuffer.AsSpan(_indexLength));
        _indexLength += text.Length;
    }

    private void AddBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BufferLength - _bytesLength)
        {
            FlushBytes();
        }
        if (bytes.Length > BufferLength)
        {
            _bytes.AppendData(bytes);
            return;
        }
        bytes.CopyTo(_bytesBuffer.AsSpan(_bytesLength));
        _bytesLength += bytes.Length;
    }

    private void FlushIndex()
    {
        _index.AppendData(_indexBuffer.AsSpan(0, _indexLength));
        _indexLength = 0;
    }

    private void FlushBytes()
    {
        _bytes.AppendData(_bytesBuffer.AsSpan(0, _bytesLength));
        _bytesLength = 0;
    }
}
