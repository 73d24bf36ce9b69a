using System.Buffers.Binary;
using IpReassembler.Capture;

namespace IpReassembler.Tests.Capture;

/// <summary>Bytes that anyone can send: whatever they are, reading ends, by itself and in bounds.</summary>
public class HostileInputTests
{
    public static TheoryData<string> Samples => SampleFiles.Names;

    [Theory]
    [MemberData(nameof(Samples))]
    public void Random_damage_never_throws_anything_else(string name)
    {
        var sound = SampleFiles.Make(name);
        var random = new Random(791);
        uint[] numbers = [0, 1, 3, 4, 11, 12, 16, 28, 32, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFC, uint.MaxValue];
        for (var round = 0; round < 3000; round++)
        {
            var file = (byte[])sound.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var place = random.Next(file.Length - 4);
                switch (random.Next(3))
                {
                    case 0:
                        file[place] ^= (byte)(1 << random.Next(8));
                        break;
                    case 1:
                        file[place] = (byte)random.Next(256);
                        break;
                    default:
                        // Lengths stand at multiples of four in both formats.
                        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(place & ~3), numbers[random.Next(numbers.Length)]);
                        break;
                }
            }
            try
            {
                var (frames, _) = FrameCopy.ReadAll(file);
                Assert.True(frames.Count <= sound.Length / 8 || name.EndsWith("gz", StringComparison.Ordinal));
            }
            catch (CaptureFormatException)
            {
                // Damage in the first bytes makes it no capture at all.
            }
        }
    }

    [Fact]
    public void A_length_that_lies_costs_nothing()
    {
        // A pcap file whose snapshot length allows the lie, and a pcapng block just below the limit.
        Read(new CaptureBytes(false).Pcap(snapLength: uint.MaxValue).U32(0, 0, 16 << 20, 1).Add(1, 2, 3).ToArray());
        Read(new CaptureBytes(false).Section().Interface().U32(6, 16 << 20).U32(0, 0, 0).ToArray());
        Read(new CaptureBytes(false).Section().Interface().U32(99, 0xFFFFFFFC).U32(0, 0, 0).ToArray());

        static void Read(byte[] file)
        {
            FrameCopy.ReadAll(file);
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var reader = CaptureFile.Open(new MemoryStream(file), "x");
            Assert.Equal(ReadResult.Damaged, reader.Read(out _));
            // The usual buffer and small change.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (1 << 20) + 16_384);
        }
    }

    [Fact]
    public void Stepping_over_a_long_block_holds_none_of_it()
    {
        var file = new CaptureBytes(false).Section().Interface().Block(99, body => body.Add(new byte[20 << 20])).Packet(0, 1, [1]).ToArray();
        using var reader = CaptureFile.Open(new MemoryStream(file), "x");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ReadResult.Frame, reader.Read(out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_384);
    }

    [Fact]
    public void Interfaces_without_end_are_damage()
    {
        var builder = new CaptureBytes(false).Section();
        for (var i = 0; i < 65_537; i++)
        {
            builder.U32(1, 20, 1, 0, 20);
        }
        using var reader = CaptureFile.Open(new MemoryStream(builder.ToArray()), "x");
        Assert.Equal(ReadResult.Damaged, reader.Read(out _));
        Assert.Equal(65_536, reader.Interfaces.Count);
    }

    [Fact]
    public void Names_are_cut()
    {
        var file = new CaptureBytes(false).Section().Interface(1, 0, (2, new byte[60_000].Select(_ => (byte)'n').ToArray())).ToArray();
        using var reader = CaptureFile.Open(new MemoryStream(file), "x");
        reader.Read(out _);
        Assert.Equal(CaptureInterface.LongestText, reader.Interfaces[0].Name!.Length);
    }

    [Fact]
    public void Texts_without_end_are_cut_and_cost_no_packet()
    {
        const int MostText = 1 << 20;
        var text = new byte[255].Select(_ => (byte)'n').ToArray();
        var comment = new byte[60_000].Select(_ => (byte)'c').ToArray();
        var builder = new CaptureBytes(false).Section(options: [(1, comment), (1, comment)]);
        for (var i = 0; i < 3_000; i++)
        {
            builder.Interface(1, 0, (2, text), (3, text), (11, [0, .. text]));
        }

        using var reader = CaptureFile.Open(new MemoryStream(builder.Packet(2_999, 1, [1]).ToArray()), "x");
        Assert.Equal(ReadResult.Frame, reader.Read(out _));
        Assert.Equal(2, reader.CaptureComments.Count);
        Assert.Equal(MostText, reader.CaptureComments.Sum(one => one.Length)
            + reader.Interfaces.Sum(one => (one.Name?.Length ?? 0) + (one.Description?.Length ?? 0) + (one.Filter?.Length ?? 0)));
        Assert.Equal((CaptureInterface.LongestText, null), (reader.Interfaces[0].Name!.Length, reader.Interfaces[2_999].Name));
    }
}
