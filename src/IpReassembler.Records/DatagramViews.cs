using System.Runtime.InteropServices;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>What the hosts of all compared policies made of one datagram: a snapshot of <see cref="Datagram.Views"/>, good for ever.</summary>
public sealed class DatagramViews
{
    private readonly List<byte[]> _payloads = [];

    /// <summary>Views that were put together elsewhere.</summary>
    public DatagramViews(IReadOnlyList<PolicyRecord> policies)
    {
        Policies = policies;
        foreach (var delivery in policies.SelectMany(policy => policy.Deliveries))
        {
            _ = Shared(_payloads, delivery.Payload);
        }

        // Those that delivered come first; otherwise the order of the policies decides.
        var groups = new List<List<PolicyRecord>>();
        foreach (var policy in policies.OrderBy(policy => policy.DeliveryCount == 0))
        {
            if (groups.Find(group => group[0].EndsLike(policy)) is { } alike)
            {
                alike.Add(policy);
            }
            else
            {
                groups.Add([policy]);
            }
        }

        Groups = groups;
        Agree = policies.All(policy => policy.DeliversLike(policies[0]));
    }

    /// <summary>What each policy did, in the order in which they were compared.</summary>
    public IReadOnlyList<PolicyRecord> Policies { get; }

    /// <summary>Policies that cannot be told apart by what they did; those that delivered something come first.</summary>
    public IReadOnlyList<IReadOnlyList<PolicyRecord>> Groups { get; }

    /// <summary>Whether all of them delivered the same bytes, or all of them nothing.</summary>
    public bool Agree { get; }

    /// <summary>Every payload that differs from the others, in the order of <see cref="Policies"/>.</summary>
    public IReadOnlyList<byte[]> Payloads => _payloads;

    /// <summary>In which form JSON carries the payloads.</summary>
    public PayloadForm Form { get; init; } = PayloadForm.Sha256;

    /// <summary>About how many bytes of memory it takes.</summary>
    public long Price => 1000 + _payloads.Sum(payload => (long)payload.Length)
        + Policies.Sum(policy => 200L + policy.Deliveries.Sum(delivery => 100 + (16L * delivery.Supplied.Count)));

    /// <summary>Copies what the cache lends: equal payloads once.</summary>
    public static DatagramViews From(Datagram datagram, PayloadForm form = PayloadForm.Sha256)
    {
        var shared = new List<byte[]>();
        return new DatagramViews([.. datagram.Views.Select(view => new PolicyRecord
        {
            Policy = view.Policy.Name,
            State = view.State,
            KilledFrame = view.KilledFrame,
            Missing = [.. view.Missing],
            DeliveryCount = view.DeliveryCount,
            Deliveries = [.. view.Deliveries.Select(delivery => new DeliveryRecord(
                delivery.Frame, Shared(shared, delivery.Payload), delivery.Checksum, delivery.Supplied.ToArray()))],
        })]) { Form = form };
    }

    private static byte[] Shared(List<byte[]> shared, ReadOnlySpan<byte> payload)
    {
        foreach (var known in CollectionsMarshal.AsSpan(shared))
        {
            if (payload.SequenceEqual(known))
            {
                return known;
            }
        }

        shared.Add(payload.ToArray());
        return shared[^1];
    }
}
