using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace IpReassembler.Transfer;

/// <summary>
/// Reads one pickle of Python, protocols 0 to 5, as its bytes come: lists, tuples, <c>str</c>, <c>bytes</c>, <c>int</c>, <c>bool</c>
/// and <c>None</c>. Every opcode that could name, make or call anything else is refused, so a peer can send data and nothing but data.
/// </summary>
/// <remarks>
/// A pickle has no length in front; it ends with the opcode STOP. Opcodes push values on a stack, and gather what lies above a mark
/// into a list or a tuple. The memo holds values under numbers, so that a pickle can mention them again.
/// </remarks>
internal sealed class PickleReader
{
    private const int HighestProtocol = 5;

    private readonly PickleLimits _limits;
    private readonly PickleLexer _lexer;
    private readonly List<PickleValue> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<int, PickleValue> _memo = [];
    private int _pushes;

    /// <summary>A reader for one pickle.</summary>
    public PickleReader(PickleLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.MaxLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.MaxLength, Array.MaxLength);
        _limits = limits;
        _lexer = new PickleLexer(limits);
    }

    /// <summary>How far the pickle was read.</summary>
    public PickleReadStatus Status { get; private set; }

    /// <summary>What it holds, once <see cref="Status"/> is <see cref="PickleReadStatus.Complete"/>.</summary>
    public PickleValue? Value { get; private set; }

    /// <summary>Why <see cref="Status"/> is <see cref="PickleReadStatus.Refused"/>.</summary>
    public PickleDefect Defect { get; private set; }

    /// <summary>Bytes read, from 0 to <see cref="PickleLimits.MaxLength"/>.</summary>
    public int Length => _lexer.Length;

    /// <summary>Reads on.</summary>
    /// <param name="bytes">The bytes that came next, of any number.</param>
    /// <returns>How many of them belong to this pickle; what follows its end is left.</returns>
    public int Accept(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (Status == PickleReadStatus.Incomplete)
        {
            var step = _lexer.Next(ref rest, out var defect);
            if (step == PickleReadStatus.Incomplete)
            {
                break;
            }

            if (step == PickleReadStatus.Complete)
            {
                defect = Execute(_lexer.Opcode);
            }

            if (defect != PickleDefect.None)
            {
                (Status, Defect) = (PickleReadStatus.Refused, defect);
            }
        }

        return bytes.Length - rest.Length;
    }

    /// <summary>What is wrong, in words; empty when nothing is.</summary>
    public string Explain()
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"byte {Length - 1}");
        var opcode = NameOf(_lexer.Opcode);
        return Defect switch
        {
            PickleDefect.None => "",
            PickleDefect.OpcodeNotAllowed => $"{place}: the opcode {opcode} is not allowed; list, tuple, str, bytes, int, bool and None are read, nothing else",
            PickleDefect.OpcodeUnknown => string.Create(CultureInfo.InvariantCulture, $"{place}: 0x{(byte)_lexer.Opcode:x2} is no opcode of a pickle"),
            PickleDefect.ProtocolUnknown => $"{place}: the protocol is above {HighestProtocol}",
            PickleDefect.TooLong => string.Create(CultureInfo.InvariantCulture, $"{place}: longer than {_limits.MaxLength} bytes"),
            PickleDefect.TooManyValues => string.Create(CultureInfo.InvariantCulture, $"{place}: more than {_limits.MaxValues} values"),
            PickleDefect.TooDeep => string.Create(CultureInfo.InvariantCulture, $"{place}: more than {_limits.MaxDepth} lists and tuples in each other"),
            PickleDefect.IntegerTooLong => string.Create(CultureInfo.InvariantCulture, $"{place}: an integer of more than {_limits.MaxIntegerLength} bytes"),
            PickleDefect.TextNotUnicode => $"{place}: the text of {opcode} is not Unicode",
            PickleDefect.NumberNotDecimal => $"{place}: {opcode} without a decimal number",
            PickleDefect.StackEmpty => $"{place}: {opcode} lacks what it works on",
            PickleDefect.NeverStored => $"{place}: {opcode} fetches what was never stored",
            PickleDefect.ListClosed => $"{place}: {opcode} fills a list that is already part of another value",
            _ => $"{place}: it ends without one value",
        };
    }

    /// <summary>The name that Python's <c>pickletools</c> gives an opcode, such as STACK_GLOBAL.</summary>
    internal static string NameOf(PickleOpcode opcode)
    {
        var name = new StringBuilder();
        foreach (var letter in opcode.ToString())
        {
            name.Append(char.IsUpper(letter) && name.Length > 0 ? "_" : "").Append(char.ToUpperInvariant(letter));
        }

        return name.ToString();
    }

    private PickleDefect Execute(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.Proto => _lexer.Argument[0] <= HighestProtocol ? PickleDefect.None : PickleDefect.ProtocolUnknown,
        PickleOpcode.Frame => PickleDefect.None, // A hint for how much to read at once; every argument in it is bounded anyway.
        PickleOpcode.Stop => Stop(),
        PickleOpcode.Mark => Mark(),
        PickleOpcode.None => Push(new PickleValue.None()),
        PickleOpcode.Newtrue => Push(new PickleValue.Boolean(true)),
        PickleOpcode.Newfalse => Push(new PickleValue.Boolean(false)),
        PickleOpcode.Binint1 or PickleOpcode.Binint2 => Push(new PickleValue.Integer(new BigInteger(_lexer.Argument, isUnsigned: true))),
        PickleOpcode.Binint or PickleOpcode.Long1 or PickleOpcode.Long4 => Push(new PickleValue.Integer(new BigInteger(_lexer.Argument))),
        PickleOpcode.Int or PickleOpcode.Long => PushDecimal(opcode),
        PickleOpcode.Unicode => PickleEscapes.TryDecode(_lexer.Argument, out var text) ? Push(new PickleValue.Text(text)) : PickleDefect.TextNotUnicode,
        PickleOpcode.Binunicode or PickleOpcode.ShortBinunicode or PickleOpcode.Binunicode8 =>
            Utf8.IsValid(_lexer.Argument) ? Push(new PickleValue.Text(Encoding.UTF8.GetString(_lexer.Argument))) : PickleDefect.TextNotUnicode,
        PickleOpcode.Binbytes or PickleOpcode.ShortBinbytes or PickleOpcode.Binbytes8 => Push(new PickleValue.Bytes(_lexer.TakeArgument())),
        PickleOpcode.EmptyList => Push(new PickleValue.List()),
        PickleOpcode.Append => AppendFrom(_stack.Count - 1),
        PickleOpcode.Appends => _marks.TryPop(out var mark) ? AppendFrom(mark) : PickleDefect.StackEmpty,
        PickleOpcode.EmptyTuple => Gather(_stack.Count, isTuple: true),
        PickleOpcode.Tuple1 => Gather(_stack.Count - 1, isTuple: true),
        PickleOpcode.Tuple2 => Gather(_stack.Count - 2, isTuple: true),
        PickleOpcode.Tuple3 => Gather(_stack.Count - 3, isTuple: true),
        PickleOpcode.Tuple or PickleOpcode.List => _marks.TryPop(out var mark) ? Gather(mark, opcode == PickleOpcode.Tuple) : PickleDefect.StackEmpty,
        PickleOpcode.Memoize => Store(_memo.Count),
        PickleOpcode.Binput or PickleOpcode.LongBinput => Store(Index()),
        PickleOpcode.Binget or PickleOpcode.LongBinget => Fetch(Index()),
        PickleOpcode.Put => TryReadDecimal(out var number) ? Store(number) : PickleDefect.NumberNotDecimal,
        _ => TryReadDecimal(out var number) ? Fetch(number) : PickleDefect.NumberNotDecimal, // Get
    };

    private PickleDefect Stop()
    {
        if (_stack.Count != 1 || _marks.Count > 0)
        {
            return PickleDefect.NotOneValue;
        }

        (Value, Status) = (_stack[0], PickleReadStatus.Complete);
        return PickleDefect.None;
    }

    private PickleDefect Mark()
    {
        _marks.Push(_stack.Count);
        return ++_pushes > _limits.MaxValues ? PickleDefect.TooManyValues : PickleDefect.None;
    }

    private PickleDefect Push(PickleValue value)
    {
        _stack.Add(value);
        return ++_pushes > _limits.MaxValues ? PickleDefect.TooManyValues
            : value.Depth > _limits.MaxDepth ? PickleDefect.TooDeep
            : value.Weight > _limits.MaxLength ? PickleDefect.TooLong
            : PickleDefect.None;
    }

    // Python writes True as I01 and False as I00 in protocols 0 and 1, and an L behind the digits of LONG.
    private PickleDefect PushDecimal(PickleOpcode opcode)
    {
        var digits = _lexer.Argument;
        if (opcode == PickleOpcode.Int && digits is [(byte)'0', (byte)'0' or (byte)'1'])
        {
            return Push(new PickleValue.Boolean(digits[1] == '1'));
        }

        digits = opcode == PickleOpcode.Long && digits is [.. var number, (byte)'L'] ? number : digits;
        // A byte is worth 2.41 decimal digits; one place is the sign's.
        return digits.Length > (_limits.MaxIntegerLength * 5 / 2) + 1 ? PickleDefect.IntegerTooLong
            : BigInteger.TryParse(Encoding.Latin1.GetString(digits), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? Push(new PickleValue.Integer(value))
            : PickleDefect.NumberNotDecimal;
    }

    private bool TryReadDecimal(out uint number) => uint.TryParse(_lexer.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private uint Index() => _lexer.Argument is [var one] ? one : BinaryPrimitives.ReadUInt32LittleEndian(_lexer.Argument);

    private PickleDefect AppendFrom(int start)
    {
        if (!IsAboveMark(start - 1) || _stack[start - 1] is not PickleValue.List list)
        {
            return PickleDefect.StackEmpty;
        }

        for (var i = start; i < _stack.Count; i++)
        {
            if (list.IsClosed || ReferenceEquals(_stack[i], list))
            {
                return PickleDefect.ListClosed;
            }

            Close(_stack[i]);
            list.Append(_stack[i]);
        }

        _stack.RemoveRange(start, _stack.Count - start);
        return list.Depth > _limits.MaxDepth ? PickleDefect.TooDeep : list.Weight > _limits.MaxLength ? PickleDefect.TooLong : PickleDefect.None;
    }

    private PickleDefect Gather(int start, bool isTuple)
    {
        if (!IsAboveMark(start))
        {
            return PickleDefect.StackEmpty;
        }

        var items = _stack.GetRange(start, _stack.Count - start);
        items.ForEach(Close);
        _stack.RemoveRange(start, items.Count);
        return Push(isTuple ? new PickleValue.Tuple(items) : new PickleValue.List(items));
    }

    // What lies below a mark belongs to an unfinished list or tuple.
    private bool IsAboveMark(int index) => index >= (_marks.TryPeek(out var mark) ? mark : 0);

    private static void Close(PickleValue value)
    {
        if (value is PickleValue.List list)
        {
            list.IsClosed = true;
        }
    }

    private PickleDefect Store(long index)
    {
        if (!IsAboveMark(_stack.Count - 1))
        {
            return PickleDefect.StackEmpty;
        }

        if (index >= _limits.MaxValues)
        {
            return PickleDefect.TooManyValues;
        }

        _memo[(int)index] = _stack[^1];
        return PickleDefect.None;
    }

    private PickleDefect Fetch(long index) =>
        index < _limits.MaxValues && _memo.TryGetValue((int)index, out var value) ? Push(value) : PickleDefect.NeverStored;
}
