using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace IpReassembler.Transfer;

/// <summary>Writes values as a pickle of protocol 4, which <c>pickle.loads</c> reads since Python 3.4.</summary>
/// <remarks>Neither frames nor the memo are used; both are optional. Nothing in the output depends on anything but the value.</remarks>
internal sealed class PickleWriter(IBufferWriter<byte> output)
{
    private const byte Protocol = 4;

    /// <summary>The bytes of a whole pickle.</summary>
    public static byte[] ToBytes(PickleValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PickleWriter(output);
        writer.Begin();
        writer.Write(value);
        writer.Put(PickleOpcode.Stop);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes what stands in front of every pickle.</summary>
    public void Begin()
    {
        Put(PickleOpcode.Proto);
        Put([Protocol]);
    }

    /// <summary>Writes an opcode that takes no argument.</summary>
    public void Put(PickleOpcode opcode) => Put([(byte)opcode]);

    /// <summary>Writes what stands in front of <c>bytes</c>; the caller sends exactly so many behind it.</summary>
    /// <param name="length">How many follow.</param>
    public void BeginBytes(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length <= uint.MaxValue)
        {
            PutCounted(PickleOpcode.Binbytes, (uint)length);
        }
        else
        {
            Put(PickleOpcode.Binbytes8);
            Span<byte> size = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(size, length);
            Put(size);
        }
    }

    /// <summary>Writes a value.</summary>
    public void Write(PickleValue value)
    {
        switch (value)
        {
            case PickleValue.None:
                Put(PickleOpcode.None);
                break;
            case PickleValue.Boolean truth:
                Put(truth.Value ? PickleOpcode.Newtrue : PickleOpcode.Newfalse);
                break;
            case PickleValue.Integer integer:
                WriteInteger(integer.Value);
                break;
            case PickleValue.Text text:
                var utf8 = Encoding.UTF8.GetBytes(text.Value);
                PutCounted(PickleOpcode.Binunicode, (uint)utf8.Length);
                Put(utf8);
                break;
            case PickleValue.Bytes bytes:
                BeginBytes(bytes.Value.Length);
                Put(bytes.Value.Span);
                break;
            case PickleValue.List list:
                Put(PickleOpcode.EmptyList);
                WriteItems(list);
                Put(PickleOpcode.Appends);
                break;
            case PickleValue.Tuple tuple:
                WriteItems(tuple);
                Put(PickleOpcode.Tuple);
                break;
            default:
                throw new ArgumentNullException(nameof(value));
        }
    }

    private void WriteItems(PickleValue.Sequence sequence)
    {
        Put(PickleOpcode.Mark);
        foreach (var item in sequence.Items)
        {
            Write(item);
        }
    }

    private void WriteInteger(BigInteger value)
    {
        if (value >= int.MinValue && value <= int.MaxValue)
        {
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(four, (int)value);
            Put(PickleOpcode.Binint);
            Put(four);
            return;
        }

        var digits = value.ToByteArray();
        PutCounted(PickleOpcode.Long4, (uint)digits.Length);
        Put(digits);
    }

    private void PutCounted(PickleOpcode opcode, uint length)
    {
        Put(opcode);
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, length);
        Put(size);
    }

    private void Put(ReadOnlySpan<byte> bytes) => output.Write(bytes);
}
