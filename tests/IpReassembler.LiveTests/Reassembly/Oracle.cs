using IpReassembler.Reassembly;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>Holds our cache against the kernel: the same fragments to both, and no difference in what is delivered, its headers, or the books.</summary>
internal sealed class Oracle(KernelReassembler kernel, OverlapPolicy policy)
{
    // The kernel's counters are read and the sentinel awaited once for so many trials.
    private const int BatchLength = 64;

    /// <summary>Trials so far.</summary>
    public int Count { get; private set; }

    /// <summary>Datagrams that the kernel delivered in them.</summary>
    public long Delivered { get; private set; }

    /// <summary>Tries one after the other, and stops at the first difference.</summary>
    /// <returns>The difference, with no fragment in it that is not needed; null if there is none.</returns>
    public Difference? Find(IEnumerable<Trial> trials)
    {
        foreach (var batch in trials.Chunk(BatchLength))
        {
            var (answer, ours) = Ask([.. batch.Select(trial => trial.Fragments)]);
            Count += batch.Length;
            Delivered += answer.Books.Delivered;
            if (!answer.AgreesWith(ours))
            {
                var found = Array.Find(batch, trial => !Agree(trial.Fragments))
                    ?? throw new BrokenNetworkException($"{batch.Length} trials from \"{batch[0].Name}\" on differ together, and none of them differs alone");
                return Shrink(found);
            }
        }

        return null;
    }

    private bool Agree(FragmentSketch[] fragments)
    {
        var (answer, ours) = Ask([fragments]);
        return answer.AgreesWith(ours);
    }

    private Difference Shrink(Trial found)
    {
        var least = Shrinker.Shrink(found.Fragments, shorter => !Agree(shorter));
        var (answer, ours) = Ask([least]);
        return new Difference(found, least, answer, ours);
    }

    private (HostAnswer Kernel, HostAnswer Ours) Ask(FragmentSketch[][] trials)
    {
        KernelCase[] cases = [.. trials.Select(fragments => kernel.Case(FragmentSketch.Pieces(fragments)))];
        return (kernel.Ask(cases), OurReassembler.Ask(policy, cases));
    }
}
