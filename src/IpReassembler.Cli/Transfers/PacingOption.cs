using System.CommandLine;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary><c>--pace</c>: how much is done for peers that take one read for one message.</summary>
internal static class PacingOption
{
    /// <param name="what">What such a peer reads at once.</param>
    public static Option<Pacing?> Create(string what) => Options.Of<Pacing?>(
        "--pace", [], "ack|none", $"ack: wait until what was sent is acknowledged, for peers that take one read for one {what} [ack]",
        Options.ParseWord<Pacing?>(("ack", Pacing.Acknowledged), ("none", Pacing.None)));
}
