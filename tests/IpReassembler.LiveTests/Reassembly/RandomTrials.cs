using System.Runtime.InteropServices;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>Fragment sequences by seed: datagrams cut in some way, then disordered, repeated, shifted, and told wrong ends.</summary>
internal static class RandomTrials
{
    private const int Unit = 8;

    public static IEnumerable<Trial> All(int count) => Enumerable.Range(0, count).Select(seed => new Trial($"seed {seed}", Fragments(new Random(seed))));

    private static FragmentSketch[] Fragments(Random random)
    {
        // A few bytes short of the last unit; now and then the datagram is as long as one can be, give or take.
        var units = random.Next(50) == 0 ? random.Next(8_186, 8_192) : random.Next(1, 10);
        var length = (Unit * units) - random.Next(Unit);
        var longest = Math.Max(1, random.Next(2) == 0 ? units / 2 : units);
        var fragments = Cut(random, length, longest).ToList();

        // A third of the datagrams arrive as they were cut, but for their order.
        for (var strange = random.Next(3) == 0 ? 0 : random.Next(1, 5); strange > 0; strange--)
        {
            fragments.Insert(random.Next(fragments.Count + 1), Strange(random, fragments[random.Next(fragments.Count)]));
        }

        Disorder(random, fragments);
        return [.. fragments.Select(fragment => Dress(random, fragment))];
    }

    private static IEnumerable<FragmentSketch> Cut(Random random, int length, int longest)
    {
        for (var start = 0; start < length;)
        {
            var end = Math.Min(length, start + (Unit * random.Next(1, longest + 1)));
            yield return new FragmentSketch(start, end - start, More: end < length);
            start = end;
        }
    }

    private static FragmentSketch Strange(Random random, FragmentSketch model) => random.Next(10) switch
    {
        0 or 1 => model,
        2 => model with { Length = model.Length + random.Next(1, 17) },
        3 => model with { Length = random.Next(model.Length + 1) },
        4 => model with { More = !model.More },
        5 => model with { Offset = Math.Max(0, model.Offset - Unit) },
        6 => model with { Offset = Math.Min(65_528, model.Offset + Unit) },
        7 => model with { Offset = Math.Max(0, model.Offset - Unit), Length = model.Length + (2 * Unit) },
        8 => new FragmentSketch(Unit * random.Next(12), random.Next(25), random.Next(3) > 0),
        _ => new FragmentSketch(Unit * random.Next(8_184, 8_192), random.Next(1, 17), random.Next(2) == 0),
    };

    private static void Disorder(Random random, List<FragmentSketch> fragments)
    {
        switch (random.Next(4))
        {
            case 0:
                break;
            case 1:
                fragments.Reverse();
                break;
            case 2:
                var place = random.Next(fragments.Count);
                var moved = fragments[place];
                fragments.RemoveAt(place);
                fragments.Insert(random.Next(fragments.Count + 1), moved);
                break;
            default:
                random.Shuffle(CollectionsMarshal.AsSpan(fragments));
                break;
        }
    }

    private static FragmentSketch Dress(Random random, FragmentSketch fragment)
    {
        // No packet is longer than its total length can say.
        var optionLength = random.Next(16) == 0 ? 4 * random.Next(1, 11) : 0;
        var length = Math.Min(fragment.Length, ushort.MaxValue - 60);
        return fragment with
        {
            Length = length,
            OptionLength = optionLength,
            DontFragment = random.Next(3) == 0,
            Reserved = random.Next(40) == 0,
            TimeToLive = (byte)(random.Next(8) == 0 ? random.Next(1, 256) : 64),
            TypeOfService = (byte)(random.Next(12) == 0 ? random.Next(256) : 2),
        };
    }
}
