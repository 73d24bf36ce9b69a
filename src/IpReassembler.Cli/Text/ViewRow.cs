using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>One line of the table of views: who, and what was delivered, or why nothing was.</summary>
/// <param name="Label">The policies, joined by commas.</param>
/// <param name="Delivery">What they delivered; null for nothing.</param>
/// <param name="Reason">Why nothing was delivered; empty when something was.</param>
internal sealed record ViewRow(string Label, DeliveryRecord? Delivery, string Reason)
{
    private const int RangesShown = 2;

    // Those who look only at bytes they lack do not notice that the last of them were there already.
    private const string IgnoredEnd = "it has every byte, but ignored the fragment with the end";

    /// <summary>The rows of a datagram: one for each delivery of each group of policies that end alike.</summary>
    public static IReadOnlyList<ViewRow> Of(DatagramRecord record, Style style) => [.. record.Views!.Groups.SelectMany(group =>
    {
        var label = string.Join(", ", group.Select(policy => policy.Policy));
        return group[0].Deliveries.Count == 0
            ? [new ViewRow(label, null, Why(record, group[0], style))]
            : group[0].Deliveries.Select((delivery, place) => new ViewRow(place == 0 ? label : Invariant($"again at #{delivery.Frame}"), delivery, ""));
    })];

    /// <summary>What stands at the end of its line.</summary>
    public string Checksum => Delivery?.Checksum switch
    {
        ChecksumState.Ok => "ok",
        ChecksumState.Bad => "bad",
        _ => "",
    };

    private static string Why(DatagramRecord record, PolicyRecord policy, Style style) => policy switch
    {
        { KilledFrame: { } frame } => Invariant($"dropped: {DropCause.Noun(record, frame)} at frame {frame}"),
        { State: DatagramState.Timeout } => $"timeout after {style.Show(record.Timeout)}: {(policy.Missing.Count > 0 ? "lacked " + Missing(policy) : IgnoredEnd)}",
        { State: DatagramState.Open } => policy.Missing.Count > 0 ? "still waiting for " + Missing(policy) : "still waiting: " + IgnoredEnd,
        _ => "thrown away to keep a limit",
    };

    private static string Missing(PolicyRecord policy) =>
        string.Join(' ', policy.Missing.Take(RangesShown).Select(FieldCatalog.Inclusive)) + (policy.Missing.Count > RangesShown ? " ..." : "");
}
