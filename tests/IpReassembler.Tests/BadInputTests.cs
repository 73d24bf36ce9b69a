using System.Buffers.Binary;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Tests.Cli;

namespace IpReassembler.Tests;

/// <summary>Bytes that anyone can send, through everything there is: no exception, no fragment lost from the books, no limit passed.</summary>
[Collection(HeavyTests.Name)]
public class BadInputTests
{
    private const int SmallFile = 20 << 10;

    public static TheoryData<string> Captures => [.. CaptureFolders.Own.Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Captures))]
    public void Every_beginning_of_a_capture_is_read_as_far_as_it_goes(string name)
    {
        var whole = File.ReadAllBytes(ToolRun.Capture(name));
        var frames = 0;
        foreach (var length in CutPoints(whole, name))
        {
            var begun = Workbench.Run(whole[..length], new ReassemblyOptions()) ?? 0;
            Assert.True(begun >= frames, $"{length} bytes of {name} have fewer frames than less of it");
            frames = begun;
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void The_tool_says_what_it_made_of_a_beginning(string name)
    {
        var whole = File.ReadAllBytes(ToolRun.Capture(name));
        var random = new Random(name.Length);
        int[] lengths = [.. Enumerable.Range(0, 48), .. Enumerable.Range(0, LongRuns.Rounds(20, 400)).Select(_ => random.Next(whole.Length)), whole.Length - 1];
        foreach (var length in lengths.Where(length => length < whole.Length))
        {
            foreach (var verb in new[] { "list --json", "summary" })
            {
                var run = ToolRun.Of(verb + " -r -", whole[..length]);
                Assert.True(run.ExitCode is ExitCode.Done or ExitCode.BadFile or ExitCode.Damaged, $"{verb}, {length} bytes of {name}: exit code {run.ExitCode}\n{run.Error}");
                Assert.True(run.ExitCode == ExitCode.Done == (run.Error.Length == 0), run.Error);
                Assert.True(run.ExitCode == ExitCode.BadFile == (run.Output.Length == 0), run.Text);
            }
        }
    }

    [Fact]
    public void Every_capture_at_hand_is_accounted_for()
    {
        Assert.NotEmpty(CaptureFolders.Own);
        foreach (var path in CaptureFolders.All)
        {
            var bytes = File.ReadAllBytes(path);
            foreach (var policy in OverlapPolicy.All)
            {
                Workbench.Run(bytes, new ReassemblyOptions { Policy = policy });
                Workbench.Run(bytes, new ReassemblyOptions { Policy = policy, MaxMemory = 1 << 20, MaxDatagrams = 3, MaxFragments = 2 });
            }
        }
    }

    [Fact]
    public void Mutations_of_captures_break_nothing()
    {
        var samples = CaptureFolders.All.Select(File.ReadAllBytes).Where(bytes => bytes.Length <= SmallFile).Select(Unpacked).ToArray();
        var rounds = LongRuns.Rounds(20_000, 200_000);
        for (var seed = 0; seed < rounds; seed++)
        {
            try
            {
                var random = new Random(seed);
                var capture = (byte[])samples[random.Next(samples.Length)].Clone();
                for (var changes = random.Next(1, 6); changes > 0; changes--)
                {
                    Mutate(capture, random);
                }

                Workbench.Run(capture, RandomOptions(random), maxFrames: 60);
            }
            catch (Exception wrong)
            {
                throw new InvalidOperationException($"seed {seed}: {wrong.Message}", wrong);
            }
        }
    }

    private static IEnumerable<int> CutPoints(byte[] whole, string name)
    {
        if (whole.Length <= SmallFile)
        {
            return Enumerable.Range(0, whole.Length + 1);
        }

        var random = new Random(name.Length);
        return Enumerable.Range(0, LongRuns.Rounds(60, 1_000)).Select(_ => random.Next(whole.Length)).Order();
    }

    private static ReassemblyOptions RandomOptions(Random random) => new()
    {
        Policy = OverlapPolicy.All[random.Next(OverlapPolicy.All.Count)],
        Timeout = random.Next(4) switch { 0 => null, 1 => new Duration(1), 2 => Duration.FromMilliseconds(random.Next(1, 100_000)), _ => Duration.Longest },
        LateEvidence = Duration.FromMilliseconds(random.Next(1, 200_000)),
        MaxMemory = 1 << 20,
        MaxDatagrams = random.Next(2) == 0 ? random.Next(1, 6) : 65_536,
        MaxFragments = random.Next(2) == 0 ? random.Next(1, 6) : 8_192,
        VerifyChecksums = random.Next(4) > 0,
        RefuseLengthZero = random.Next(4) == 0,
    };

    private static void Mutate(byte[] capture, Random random)
    {
        if (capture.Length < 8)
        {
            return;
        }

        uint[] lengths = [0, 1, 3, 4, 7, 8, 12, 16, 20, 28, 60, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffc, uint.MaxValue];
        var place = random.Next(capture.Length - 4);
        switch (random.Next(6))
        {
            case 0:
                capture[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                capture[place] = (byte)random.Next(256);
                break;
            case 2:
                BinaryPrimitives.WriteUInt16BigEndian(capture.AsSpan(place), (ushort)lengths[random.Next(lengths.Length)]);
                break;
            case 3:
                BinaryPrimitives.WriteUInt32LittleEndian(capture.AsSpan(place & ~3), lengths[random.Next(lengths.Length)]);
                break;
            case 4:
                MutateIpv6Headers(capture, place, random);
                break;
            default:
                MutateHeader(capture, place, random);
                break;
        }
    }

    // The next IPv4 header gets another field and, mostly, a checksum that agrees, so that it is believed.
    private static void MutateHeader(byte[] capture, int from, Random random)
    {
        var found = capture.AsSpan(from).IndexOfAnyInRange((byte)0x45, (byte)0x4f);
        if (found < 0 || from + found + 60 > capture.Length)
        {
            return;
        }

        var header = capture.AsSpan(from + found, (capture[from + found] & 15) * 4);
        switch (random.Next(5))
        {
            case 0:
                BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)random.Next(random.Next(2) == 0 ? 120 : 65_536));
                break;
            case 1:
                BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)((random.Next(2) * 0x2000) | random.Next(random.Next(2) == 0 ? 20 : 8_192)));
                break;
            case 2:
                header[9] = (byte)random.Next(20);
                break;
            case 3:
                BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)random.Next(4));
                break;
            default:
                header[0] = (byte)(0x40 | random.Next(16));
                break;
        }

        if (random.Next(8) > 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header[10..], 0);
            BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Compute(header));
        }
    }

    // What looks like the next IPv6 header gets another length or row of headers, or the header behind it another first field.
    private static void MutateIpv6Headers(byte[] capture, int from, Random random)
    {
        byte[] numbers = [0, 4, 17, 41, 43, 44, 47, 51, 58, 59, 60];
        var found = capture.AsSpan(from).IndexOf((byte)0x60);
        if (found < 0 || from + found + 48 > capture.Length)
        {
            return;
        }

        var headers = capture.AsSpan(from + found, 48);
        switch (random.Next(4))
        {
            case 0:
                BinaryPrimitives.WriteUInt16BigEndian(headers[4..], (ushort)random.Next(random.Next(2) == 0 ? 120 : 65_536));
                break;
            case 1:
                headers[random.Next(2) == 0 ? 6 : 40] = numbers[random.Next(numbers.Length)];
                break;
            case 2:
                headers[41] = (byte)random.Next(random.Next(2) == 0 ? 4 : 256);
                break;
            default:
                BinaryPrimitives.WriteUInt16BigEndian(headers[42..], (ushort)random.Next(random.Next(2) == 0 ? 80 : 65_536));
                break;
        }
    }

    // Damage inside a packed file mostly ends the unpacking: what is inside is the better target.
    private static byte[] Unpacked(byte[] capture)
    {
        if (capture is not [0x1f, 0x8b, ..])
        {
            return capture;
        }

        using var plain = new MemoryStream();
        using var packed = new System.IO.Compression.GZipStream(new MemoryStream(capture), System.IO.Compression.CompressionMode.Decompress);
        try
        {
            packed.CopyTo(plain);
        }
        catch (InvalidDataException)
        {
            return capture;
        }

        return plain.ToArray();
    }
}
