using System.Buffers.Binary;

namespace IpReassembler.Capture;

/// <summary>Collects little-endian numbers and bytes, and hands them to a stream in large pieces.</summary>
internal sealed class OutputBuffer(Stream stream) : IDisposable
{
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(1 << 16);
    private int _length;

    public void WriteUInt16(int value) => BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), (ushort)value);

    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);

    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _length)
        {
            FlushBuffer();
            if (bytes.Length > _buffer.Length)
            {
                stream.Write(bytes);
                return;
            }
        }
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Writes zeros until <paramref name="length"/> bytes, which were written just before, end at a multiple of four.</summary>
    public void WritePadding(int length) => Reserve(-length & 3).Clear();

    public void Flush()
    {
        FlushBuffer();
        stream.Flush();
    }

    public void Dispose() => stream.Dispose();

    private Span<byte> Reserve(int count)
    {
        if (count > _buffer.Length - _length)
        {
            FlushBuffer();
        }
        _length += count;
        return _buffer.AsSpan(_length - count, count);
    }

    private void FlushBuffer()
    {
        stream.Write(_buffer, 0, _length);
        _length = 0;
    }
}
