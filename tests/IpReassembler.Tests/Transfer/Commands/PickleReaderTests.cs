using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

public class PickleReaderTests
{
    private static readonly PickleLimits Limits = new() { MaxLength = 10_000, MaxValues = 100, MaxDepth = 4 };

    [Theory]
    [MemberData(nameof(PickleSamples.All), MemberType = typeof(PickleSamples))]
    public void Reads_what_python_writes(int protocol, string pickle, string value)
    {
        var bytes = PickleSamples.Bytes(pickle);
        var reader = Read([.. bytes, .. "the next request"u8]);
        Assert.Equal(PickleReadStatus.Complete, reader.Status);
        Assert.Equal(value, reader.Value!.ToString());
        Assert.Equal(bytes.Length, reader.Length);
        Assert.True(protocol < 2 || bytes[1] == protocol);
    }

    [Theory]
    [MemberData(nameof(PickleSamples.All), MemberType = typeof(PickleSamples))]
    public void Waits_at_every_prefix_and_reads_byte_by_byte(int protocol, string pickle, string value)
    {
        _ = protocol;
        var bytes = PickleSamples.Bytes(pickle);
        var slow = new PickleReader(Limits);
        for (var length = 0; length < bytes.Length; length++)
        {
            var reader = Read(bytes.AsSpan(0, length));
            Assert.Equal(PickleReadStatus.Incomplete, reader.Status);
            Assert.Equal(length, reader.Length);
            Assert.Null(reader.Value);
            Assert.Equal(PickleReadStatus.Incomplete, slow.Status);
            Assert.Equal(1, slow.Accept(bytes.AsSpan(length, 1)));
        }

        Assert.Equal(value, slow.Value!.ToString());
        Assert.Equal(0, slow.Accept("more"u8));
    }

    [Theory]
    [InlineData("N.", "None")]
    [InlineData("I01\n.", "True")]
    [InlineData("I1\n.", "1")]
    [InlineData("L-7L\n.", "-7")]
    [InlineData("L7\n.", "7")]
    [InlineData(@"\x8a\x00.", "0")]
    [InlineData(@"\x8b\x02\x00\x00\x00\xff\x7f.", "32767")]
    [InlineData(@"\x8d\x02\x00\x00\x00\x00\x00\x00\x00\xc3\xa9.", "'\u00e9'")]
    [InlineData(@"\x8e\x01\x00\x00\x00\x00\x00\x00\x00\x00.", @"b'\x00'")]
    [InlineData(@"B\x00\x00\x00\x00.", "b''")]
    [InlineData("(t.", "()")]
    [InlineData("(l.", "[]")]
    [InlineData("](NNe.", "[None, None]")]
    [InlineData("](e.", "[]")]
    [InlineData(@"Nr\x05\x00\x00\x00j\x05\x00\x00\x00\x86.", "(None, None)")]
    [InlineData("Np99\ng99\n\\x86.", "(None, None)")]
    [InlineData("Nq\\x00Nq\\x00h\\x00\\x87.", "(None, None, None)")]
    [InlineData(@"V\\\\u0041\n.", @"'\\\\u0041'")] // two backslashes begin no escape
    [InlineData(@"VA\\u0042\\U00000043\\\n.", @"'ABC\\'")]
    [InlineData(@"X\x05\x00\x00\x00\x1b[2J'.", @"""\x1b[2J'""")] // what would clear a terminal is spelled out
    public void Reads_every_allowed_opcode(string pickle, string value) => Assert.Equal(value, Read(PickleSamples.Bytes(pickle)).Value?.ToString());

    public static TheoryData<PickleOpcodeName> Refused =>
        [.. Enum.GetValues<PickleOpcode>().Except(Allowed).Select(opcode => new PickleOpcodeName((byte)opcode, PickleReader.NameOf(opcode)))];

    public sealed record PickleOpcodeName(byte Opcode, string Name);

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_every_other_opcode_by_its_name(PickleOpcodeName refused)
    {
        var reader = Read([.. "(NNN"u8, refused.Opcode, .. "os\nsystem\n...................."u8]);
        Assert.Equal(PickleDefect.OpcodeNotAllowed, reader.Defect);
        Assert.Contains($"byte 4: the opcode {refused.Name} is not allowed", reader.Explain(), StringComparison.Ordinal);
        Assert.Null(reader.Value);
    }

    [Fact]
    public void Knows_the_names_that_python_knows() => Assert.Equal(
        "ADDITEMS BINFLOAT BINPERSID BINSTRING BUILD BYTEARRAY8 DICT DUP EMPTY_DICT EMPTY_SET EXT1 EXT2 EXT4 FLOAT FROZENSET GLOBAL INST NEWOBJ NEWOBJ_EX "
        + "NEXT_BUFFER OBJ PERSID POP POP_MARK READONLY_BUFFER REDUCE SETITEM SETITEMS SHORT_BINSTRING STACK_GLOBAL STRING",
        string.Join(' ', Refused.Select(row => row.Data.Name).Order(StringComparer.Ordinal)));

    [Fact]
    public void Refuses_every_byte_that_is_no_opcode()
    {
        foreach (var one in Enumerable.Range(0, 256).Select(value => (byte)value).Where(value => !Enum.IsDefined((PickleOpcode)value)))
        {
            var reader = Read([one]);
            Assert.Equal(PickleDefect.OpcodeUnknown, reader.Defect);
            Assert.Contains($"0x{one:x2} is no opcode", reader.Explain(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(@"cos\nsystem\n(Vls\ntR.", "OpcodeNotAllowed")]
    [InlineData(@"\x80\x04\x95\x0c\x00\x00\x00\x00\x00\x00\x00\x8c\x02os\x8c\x04open\x93.", "OpcodeNotAllowed")]
    [InlineData(@"\x80\x06N.", "ProtocolUnknown")]
    [InlineData(@"X\xff\xff\xff\xff", "TooLong")]
    [InlineData(@"\x8d\xff\xff\xff\xff\xff\xff\xff\xff", "TooLong")]
    [InlineData(@"\x8e\x00\x00\x00\x00\x00\x00\x00\x80", "TooLong")]
    [InlineData(@"\x8b\xff\xff\xff\xff", "TooLong")]
    [InlineData(@"\x8b\x01\x01\x00\x00", "IntegerTooLong")]
    [InlineData("I\n.", "NumberNotDecimal")]
    [InlineData("I0x10\n.", "NumberNotDecimal")]
    [InlineData("I1 \n.", "NumberNotDecimal")]
    [InlineData("LL\n.", "NumberNotDecimal")]
    [InlineData("Np-1\n.", "NumberNotDecimal")]
    [InlineData("Np\n.", "NumberNotDecimal")]
    [InlineData(@"X\x01\x00\x00\x00\xff.", "TextNotUnicode")]
    [InlineData(@"\x8c\x03\xed\xb2\x80.", "TextNotUnicode")]
    [InlineData(@"V\\u12\n.", "TextNotUnicode")]
    [InlineData(@"V\\ud800\n.", "TextNotUnicode")]
    [InlineData(@"V\\UFFFFFFFF\n.", "TextNotUnicode")]
    [InlineData(".", "NotOneValue")]
    [InlineData("NN.", "NotOneValue")]
    [InlineData("(N.", "NotOneValue")]
    [InlineData("N(.", "NotOneValue")]
    [InlineData("a", "StackEmpty")]
    [InlineData("Na", "StackEmpty")]
    [InlineData("]a", "StackEmpty")]
    [InlineData("](a", "StackEmpty")]
    [InlineData("NNa", "StackEmpty")]
    [InlineData("e", "StackEmpty")]
    [InlineData("(e", "StackEmpty")]
    [InlineData("N(e", "StackEmpty")]
    [InlineData("]((e", "StackEmpty")]
    [InlineData("t", "StackEmpty")]
    [InlineData("l", "StackEmpty")]
    [InlineData(@"\x85", "StackEmpty")]
    [InlineData(@"N(\x85", "StackEmpty")]
    [InlineData(@"N(N\x86", "StackEmpty")]
    [InlineData(@"NN\x87", "StackEmpty")]
    [InlineData(@"\x94", "StackEmpty")]
    [InlineData(@"(\x94", "StackEmpty")]
    [InlineData(@"N(q\x00", "StackEmpty")]
    [InlineData(@"h\x00", "NeverStored")]
    [InlineData("Np1\ng2\n", "NeverStored")]
    [InlineData(@"j\xff\xff\xff\xff", "NeverStored")]
    [InlineData(@"Nr\xff\xff\xff\xff", "TooManyValues")]
    [InlineData(@"]q\x00h\x00a", "ListClosed")] // a list that contains itself
    [InlineData(@"]q\x00]h\x00ah\x00\x86h\x00Na", "ListClosed")]
    [InlineData(@"]q\x00]q\x01h\x00ah\x00h\x01a", "ListClosed")] // two lists that contain each other
    [InlineData(@"]q\x00(h\x00th\x00Na", "ListClosed")]
    [InlineData("]]]]]aaaa.", "TooDeep")]
    [InlineData(@"N\x85\x85\x85\x85\x85", "TooDeep")]
    public void Says_what_is_wrong(string pickle, string defect)
    {
        var reader = Read(PickleSamples.Bytes(pickle));
        Assert.Equal(PickleReadStatus.Refused, reader.Status);
        Assert.Equal(defect, reader.Defect.ToString());
        Assert.NotEmpty(reader.Explain());
        Assert.Equal(0, reader.Accept("N."u8)); // it stays so
    }

    [Fact]
    public void Holds_its_limits_exactly()
    {
        Assert.Equal("[[[[]]]]", Read("]]]]aaa."u8).Value!.ToString());
        Assert.Equal(100, ((PickleValue.List)Read([.. "]("u8, .. Many("N", 98), .. "e."u8]).Value!).Items.Count + 2);
        Assert.Equal(PickleDefect.TooManyValues, Read([.. "]("u8, .. Many("N", 99)]).Defect);
        Assert.Equal(PickleDefect.TooManyValues, Read(Many("(", 101)).Defect);
        Assert.Equal(PickleDefect.TooManyValues, Read([.. "N"u8, .. Many(@"\x94", 101)]).Defect);

        var text = new string('x', 10_000 - 1 - 4 - 1);
        var whole = PickleSamples.Bytes(@"X\x0a\x27\x00\x00" + text + ".");
        Assert.Equal(PickleReadStatus.Complete, Read(whole).Status);
        Assert.Equal(PickleDefect.TooLong, Read(PickleSamples.Bytes(@"X\x0b\x27\x00\x00" + text + "x.")).Defect);
        Assert.Equal(PickleDefect.TooLong, Read([.. "V"u8, .. Many("x", 10_000)]).Defect);
        Assert.Equal(PickleDefect.IntegerTooLong, Read([.. "I"u8, .. Many("9", 700), .. "\n"u8]).Defect);
    }

    [Fact]
    public void Counts_what_is_repeated()
    {
        // Nine lists, each of them ten times the one before: a few hundred bytes that stand for a thousand million values.
        var bomb = "](" + string.Concat(Enumerable.Repeat("N", 10)) + "e" + string.Concat(Enumerable.Range(0, 8).Select(i => $"\\x94](" + string.Concat(Enumerable.Repeat($"h\\x{i:x2}", 10)) + "e"));
        var reader = new PickleReader(new PickleLimits { MaxLength = 1_000_000, MaxValues = 1000 });
        reader.Accept(PickleSamples.Bytes(bomb));
        Assert.Equal(PickleDefect.TooLong, reader.Defect);
    }

    [Fact]
    public void Makes_room_for_what_came_not_for_what_is_claimed()
    {
        var reader = new PickleReader(new PickleLimits { MaxLength = 1 << 30 });
        var before = GC.GetAllocatedBytesForCurrentThread();
        reader.Accept(PickleSamples.Bytes(@"\x8e\x00\x00\x00\x30\x00\x00\x00\x00abc"));
        Assert.Equal(PickleReadStatus.Incomplete, reader.Status);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void Survives_what_chance_makes_of_good_pickles()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var samples = PickleSamples.All.Select(row => PickleSamples.Bytes(row.Data.Item2)).ToArray();
        var limits = new PickleLimits { MaxLength = 4096, MaxValues = 200, MaxDepth = 8 };
        var (complete, refused) = (0, 0);
        for (var round = 0; round < LongRuns.Rounds(50_000, 1_000_000); round++)
        {
            var bytes = samples[random.Next(samples.Length)].ToArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : samples[0][random.Next(samples[0].Length)]);
            }

            var reader = new PickleReader(limits);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var at = 0; at < bytes.Length && reader.Status == PickleReadStatus.Incomplete;)
            {
                var length = random.Next(1, bytes.Length - at + 1);
                at += reader.Accept(bytes.AsSpan(at, length));
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 100_000, $"seed {seed}, round {round}: {allocated} bytes");
            complete += reader.Status == PickleReadStatus.Complete ? 1 : 0;
            refused += reader.Status == PickleReadStatus.Refused ? 1 : 0;
            Assert.True(reader.Status != PickleReadStatus.Complete || reader.Value!.ToString()!.Length > 0);
            Assert.True(reader.Status != PickleReadStatus.Refused || reader.Explain().Length > 0);
        }

        Assert.True(complete > 1000 && refused > 1000, $"seed {seed}: {complete} complete, {refused} refused");
    }

    private static readonly PickleOpcode[] Allowed =
    [
        PickleOpcode.Mark, PickleOpcode.Stop, PickleOpcode.Int, PickleOpcode.Binint, PickleOpcode.Binint1, PickleOpcode.Binint2, PickleOpcode.Long,
        PickleOpcode.Long1, PickleOpcode.Long4, PickleOpcode.None, PickleOpcode.Newtrue, PickleOpcode.Newfalse, PickleOpcode.Unicode,
        PickleOpcode.Binunicode, PickleOpcode.ShortBinunicode, PickleOpcode.Binunicode8, PickleOpcode.Binbytes, PickleOpcode.ShortBinbytes,
        PickleOpcode.Binbytes8, PickleOpcode.EmptyList, PickleOpcode.List, PickleOpcode.Append, PickleOpcode.Appends, PickleOpcode.EmptyTuple,
        PickleOpcode.Tuple, PickleOpcode.Tuple1, PickleOpcode.Tuple2, PickleOpcode.Tuple3, PickleOpcode.Put, PickleOpcode.Binput,
        PickleOpcode.LongBinput, PickleOpcode.Get, PickleOpcode.Binget, PickleOpcode.LongBinget, PickleOpcode.Memoize, PickleOpcode.Proto,
        PickleOpcode.Frame,
    ];

    private static byte[] Many(string literal, int count) => PickleSamples.Bytes(string.Concat(Enumerable.Repeat(literal, count)));

    private static PickleReader Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PickleReader(Limits);
        reader.Accept(bytes);
        return reader;
    }
}
