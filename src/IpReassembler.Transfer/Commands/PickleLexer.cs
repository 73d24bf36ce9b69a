using System.Buffers.Binary;
using System.Diagnostics;

namespace IpReassembler.Transfer;

/// <summary>Cuts a stream of pickle bytes into opcodes with their arguments, however the bytes come in.</summary>
/// <remarks>Room for an argument is made as its bytes come, never from the length that a peer claims.</remarks>
internal sealed class PickleLexer(PickleLimits limits)
{
    private const byte LineEnd = (byte)'\n';

    private Part _part = Part.Opcode;
    private byte[] _argument = [];
    private int _have;
    private int _need;

    private enum Part
    {
        Opcode,
        Length,
        Content,
        Line,
    }

    private enum Form
    {
        Refused,
        Fixed,
        Counted,
        Line,
    }

    /// <summary>Bytes read of the pickle.</summary>
    public int Length { get; private set; }

    /// <summary>The opcode read last, or the byte that is none.</summary>
    public PickleOpcode Opcode { get; private set; }

    /// <summary>Its argument, without the length or the line end that bounds it. Good until the next call.</summary>
    public ReadOnlySpan<byte> Argument => _argument.AsSpan(0, _have);

    /// <summary>Reads one opcode with its whole argument.</summary>
    /// <param name="bytes">What came; what is used is cut off.</param>
    /// <param name="defect">Why the answer is <see cref="PickleReadStatus.Refused"/>.</param>
    public PickleReadStatus Next(ref ReadOnlySpan<byte> bytes, out PickleDefect defect)
    {
        defect = PickleDefect.None;
        if (_part == Part.Opcode)
        {
            if (bytes.IsEmpty)
            {
                return PickleReadStatus.Incomplete;
            }

            if (Length == limits.MaxLength)
            {
                defect = PickleDefect.TooLong;
                return PickleReadStatus.Refused;
            }

            Opcode = (PickleOpcode)bytes[0];
            bytes = bytes[1..];
            Length++;
            (var form, _need) = ArgumentOf(Opcode);
            (_have, _part) = (0, form switch { Form.Line => Part.Line, Form.Counted => Part.Length, _ => Part.Content });
            if (form == Form.Refused)
            {
                defect = Enum.IsDefined(Opcode) ? PickleDefect.OpcodeNotAllowed : PickleDefect.OpcodeUnknown;
                return PickleReadStatus.Refused;
            }
        }

        if (_part == Part.Length)
        {
            if (!Collect(ref bytes, _need, ref defect))
            {
                return StatusOf(defect);
            }

            var claimed = ReadLength(Argument);
            if (claimed > (ulong)(limits.MaxLength - Length))
            {
                defect = PickleDefect.TooLong;
                return PickleReadStatus.Refused;
            }

            if (Opcode is PickleOpcode.Long1 or PickleOpcode.Long4 && claimed > (ulong)limits.MaxIntegerLength)
            {
                defect = PickleDefect.IntegerTooLong;
                return PickleReadStatus.Refused;
            }

            (_have, _need, _part) = (0, (int)claimed, Part.Content);
        }

        if (!(_part == Part.Line ? CollectLine(ref bytes, ref defect) : Collect(ref bytes, _need, ref defect)))
        {
            return StatusOf(defect);
        }

        _part = Part.Opcode;
        return PickleReadStatus.Complete;
    }

    /// <summary>The argument, to keep: without a copy where the buffer is exactly as long.</summary>
    public byte[] TakeArgument()
    {
        if (_have < _argument.Length)
        {
            return Argument.ToArray();
        }

        var taken = _argument;
        (_argument, _have) = ([], 0);
        return taken;
    }

    private static PickleReadStatus StatusOf(PickleDefect defect) => defect == PickleDefect.None ? PickleReadStatus.Incomplete : PickleReadStatus.Refused;

    // Only these opcodes are read. Every other one is refused here, before its argument is looked at.
    private static (Form Form, int Width) ArgumentOf(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.Mark or PickleOpcode.Stop or PickleOpcode.None or PickleOpcode.Newtrue or PickleOpcode.Newfalse
            or PickleOpcode.EmptyList or PickleOpcode.List or PickleOpcode.Append or PickleOpcode.Appends
            or PickleOpcode.EmptyTuple or PickleOpcode.Tuple or PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3
            or PickleOpcode.Memoize => (Form.Fixed, 0),
        PickleOpcode.Proto or PickleOpcode.Binint1 or PickleOpcode.Binput or PickleOpcode.Binget => (Form.Fixed, 1),
        PickleOpcode.Binint2 => (Form.Fixed, 2),
        PickleOpcode.Binint or PickleOpcode.LongBinput or PickleOpcode.LongBinget => (Form.Fixed, 4),
        PickleOpcode.Frame => (Form.Fixed, 8),
        PickleOpcode.ShortBinunicode or PickleOpcode.ShortBinbytes or PickleOpcode.Long1 => (Form.Counted, 1),
        PickleOpcode.Binunicode or PickleOpcode.Binbytes or PickleOpcode.Long4 => (Form.Counted, 4),
        PickleOpcode.Binunicode8 or PickleOpcode.Binbytes8 => (Form.Counted, 8),
        PickleOpcode.Int or PickleOpcode.Long or PickleOpcode.Unicode or PickleOpcode.Put or PickleOpcode.Get => (Form.Line, 0),
        _ => (Form.Refused, 0),
    };

    private static ulong ReadLength(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
    };

    private bool CollectLine(ref ReadOnlySpan<byte> bytes, ref PickleDefect defect)
    {
        var end = bytes.IndexOf(LineEnd);
        var isWhole = Collect(ref bytes, (end < 0 ? bytes.Length : end) + _have, ref defect) && end >= 0;
        if (!isWhole)
        {
            return false;
        }

        bytes = bytes[1..];
        Length++;
        return true;
    }

    // True when the argument has as many bytes as are needed.
    private bool Collect(ref ReadOnlySpan<byte> bytes, int need, ref PickleDefect defect)
    {
        var taken = bytes[..Math.Min(need - _have, bytes.Length)];
        if (taken.Length > limits.MaxLength - Length)
        {
            defect = PickleDefect.TooLong;
            return false;
        }

        if (_have + taken.Length > _argument.Length)
        {
            var room = (int)Math.Min(need, Math.Max(_have + taken.Length, 2L * _argument.Length));
            Debug.Assert(room >= _have + taken.Length, "what came fits");
            Array.Resize(ref _argument, room);
        }

        taken.CopyTo(_argument.AsSpan(_have));
        _have += taken.Length;
        Length += taken.Length;
        bytes = bytes[taken.Length..];
        return _have == need;
    }
}
