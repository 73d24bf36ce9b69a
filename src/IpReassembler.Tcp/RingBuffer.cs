using System.Buffers;
using System.Diagnostics;
using System.Numerics;

namespace IpReassembler.Tcp;

/// <summary>Bytes in a circle: the ones in front are taken off, more are written behind, and nothing is moved.</summary>
/// <remarks>Knows no sequence numbers: offsets count from the byte in front. Memory is taken when it is written to, twice as much each time.</remarks>
/// <param name="maxLength">The most bytes that lie between the front and the end of what was written.</param>
internal sealed class RingBuffer(int maxLength)
{
    private const int FirstCapacity = 16_384;

    private byte[] _bytes = [];
    private int _capacity;
    private int _front;

    /// <summary>The most bytes it can hold.</summary>
    public int MaxLength => maxLength;

    /// <summary>Writes bytes at an offset; those between stay what they are.</summary>
    public void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        Debug.Assert(offset >= 0 && offset + bytes.Length <= maxLength, "the owner watches the limit");
        if (offset + bytes.Length > _capacity)
        {
            Grow(offset + bytes.Length);
        }

        var at = (_front + offset) & (_capacity - 1);
        var upToEnd = Math.Min(bytes.Length, _capacity - at);
        bytes[..upToEnd].CopyTo(_bytes.AsSpan(at));
        bytes[upToEnd..].CopyTo(_bytes);
    }

    /// <summary>Copies bytes that were written out.</summary>
    public void Read(int offset, Span<byte> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        Debug.Assert(offset >= 0 && offset + destination.Length <= _capacity, "only what was written is read");
        var at = (_front + offset) & (_capacity - 1);
        var upToEnd = Math.Min(destination.Length, _capacity - at);
        _bytes.AsSpan(at, upToEnd).CopyTo(destination);
        _bytes.AsSpan(0, destination.Length - upToEnd).CopyTo(destination[upToEnd..]);
    }

    /// <summary>Takes bytes off the front.</summary>
    public void Discard(int count) => _front = _capacity == 0 ? 0 : (_front + count) & (_capacity - 1);

    /// <summary>Gives the memory back; what was in it is gone.</summary>
    public void Release()
    {
        if (_capacity > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            (_bytes, _capacity, _front) = ([], 0, 0);
        }
    }

    private void Grow(int needed)
    {
        var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(needed, FirstCapacity));
        var bytes = ArrayPool<byte>.Shared.Rent(capacity);
        // All of the circle, so that the front is at 0: which bytes of it mean something only the owner knows.
        Read(0, bytes.AsSpan(0, _capacity));
        Release();
        (_bytes, _capacity) = (bytes, capacity);
    }
}
