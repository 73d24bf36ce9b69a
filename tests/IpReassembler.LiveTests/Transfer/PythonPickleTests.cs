using System.Numerics;
using IpReassembler.Transfer;

namespace IpReassembler.LiveTests.Transfer;

/// <summary>Python's own <c>pickle</c> at the other end, in both directions.</summary>
public class PythonPickleTests
{
    private const string Write = """
        import pickle, random, sys
        seed, count = int(sys.argv[1]), int(sys.argv[2])
        chance = random.Random(seed)
        letters = "abc '\"\\\n\r\t\0\x1a\x1b\x7fãé€\u2028\U0001f600"
        def text(): return "".join(chance.choice(letters) for _ in range(chance.choice([0, 1, 5, 300])))
        def number(): return chance.choice([0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, -2**31, 2**31, 2**63, -2**63]) if chance.random() < .5 else chance.getrandbits(chance.randrange(1, 2000)) * chance.choice([1, -1])
        def value(depth, binary):
            kind = chance.randrange(9 if depth < 6 else 6)
            if kind == 0: return None
            if kind == 1: return chance.random() < .5
            if kind == 2: return number()
            if kind == 3 and binary: return bytes(chance.randrange(256) for _ in range(chance.choice([0, 1, 5, 300])))
            if kind <= 5: return text()
            items = [value(depth + 1, binary) for _ in range(chance.choice([0, 1, 2, 3, 4]))]
            if chance.random() < .3: items += items
            return items if chance.random() < .5 else tuple(items)
        for _ in range(count):
            protocol = chance.randrange(6)
            one = value(0, protocol >= 3)
            print(pickle.dumps(one, protocol).hex(), ascii(one), sep="\t")
        """;

    private const string Read = """
        import pickle, sys
        for line in open(sys.argv[1]): print(ascii(pickle.loads(bytes.fromhex(line))))
        """;

    [Fact]
    public void Reads_what_python_writes()
    {
        Assert.SkipUnless(Run.CanFind("python3"), "python3 is not installed");
        var seed = Random.Shared.Next();
        var run = Run.Of("python3", "-c", Write, $"{seed}", "3000");
        Assert.True(run.ExitCode == 0, run.Error);
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(3000, lines.Length);
        foreach (var fields in lines.Select(line => line.Split('\t', 2)))
        {
            var pickle = Convert.FromHexString(fields[0]);
            var reader = new PickleReader(new PickleLimits { MaxLength = 1 << 20, MaxIntegerLength = 1000 });
            Assert.Equal(pickle.Length, reader.Accept(pickle));
            Assert.True(reader.Status == PickleReadStatus.Complete, $"seed {seed}: {reader.Explain()}: {fields[0]}");
            Assert.Equal(fields[1], Ascii(reader.Value!.ToString()!));
        }
    }

    [Fact]
    public void Python_reads_what_is_written()
    {
        Assert.SkipUnless(Run.CanFind("python3"), "python3 is not installed");
        PickleValue[] values =
        [
            new PickleValue.None(), new PickleValue.Boolean(true), new PickleValue.Boolean(false), new PickleValue.Text("ação 'x' \"y\" \U0001f600"),
            new PickleValue.Bytes(Enumerable.Range(0, 256).Select(one => (byte)one).ToArray()), new PickleValue.Text(new string('x', 70_000)),
            .. Enumerable.Range(0, 300).Select(bits => new PickleValue.Integer(BigInteger.Pow(-2, bits) + (bits % 3) - 1)),
            new PickleValue.List(), new PickleValue.Tuple(), new PickleValue.Tuple(new PickleValue.None()),
            new PickleValue.List(new PickleValue.Tuple(new PickleValue.Text("a"), new PickleValue.List(new PickleValue.None())), new PickleValue.Text("b")),
        ];
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, values.Select(value => Convert.ToHexStringLower(PickleWriter.ToBytes(value))));
            var run = Run.Of("python3", "-c", Read, file);
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(values.Select(value => Ascii(value.ToString()!)), run.Output.TrimEnd('\n').Split('\n'));
        }
        finally
        {
            File.Delete(file);
        }
    }

    // As Python's ascii() does with what repr() leaves.
    private static string Ascii(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value switch
    {
        < 0x80 => rune.ToString(),
        < 0x100 => $"\\x{rune.Value:x2}",
        < 0x10000 => $"\\u{rune.Value:x4}",
        _ => $"\\U{rune.Value:x8}",
    }));
}
