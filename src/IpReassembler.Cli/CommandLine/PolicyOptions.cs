using System.CommandLine;
using System.CommandLine.Completions;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>The options that only <c>policy</c> has.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<OverlapPolicy[]?> _only = Options.Of<OverlapPolicy[]?>(
        "--only", [], "NAMES", "Compare these policies, as in linux,bsd [all]", ParseNames);

    private readonly Option<string?> _extract = new("--extract")
    {
        Description = "Write every different payload of the datagrams that differ into this folder",
        HelpName = "DIR",
    };

    private readonly Option<FailOn?> _failOn = Options.Of<FailOn?>(
        "--fail-on", [], "disagreement", "Exit code 1 when some datagram comes out differently", Options.ParseWord<FailOn?>(("disagreement", FailOn.Disagreement)));

    private readonly Option<bool> _json = Options.Switch("--json", [], "JSON lines: one for each datagram on which policies may differ");

    private readonly Option<PayloadForm?> _payload = Options.Of<PayloadForm?>(
        "--payload", [], "FORM", "How --json has the payloads: sha256, hex, base64 [sha256]",
        Options.ParseWord<PayloadForm?>(("sha256", PayloadForm.Sha256), ("hex", PayloadForm.Hex), ("base64", PayloadForm.Base64)));

    private readonly Option<bool> _list = Options.Switch("--list", [], "Print every policy: its rule, who follows it, and how that is known");
    private readonly Option<bool> _quiet = Options.Switch("--quiet", ["-q"], "Only the first line");

    /// <summary>Every policy, in the order in which they are shown.</summary>
    /// <remarks>From those that keep what came first to those that keep what came last, and then those that keep nothing: so neighbours look alike.</remarks>
    public static IReadOnlyList<OverlapPolicy> Everybody { get; } =
    [
        OverlapPolicy.First, OverlapPolicy.Windows, OverlapPolicy.Solaris, OverlapPolicy.Bsd, OverlapPolicy.LinuxClassic, OverlapPolicy.BsdRight,
        OverlapPolicy.Last, OverlapPolicy.Linux, OverlapPolicy.Rfc5722,
    ];

    public void AddTo(Command verb)
    {
        _only.CompletionSources.Add(_ => OverlapPolicy.All.Select(policy => new CompletionItem(policy.Name)));
        foreach (Option option in new Option[] { _only, _extract, _failOn, _json, _payload, _list, _quiet })
        {
            verb.Options.Add(option);
        }

        Options.Require(verb, _payload, _json);
    }

    /// <summary>The policies to compare, in the order in which they are shown.</summary>
    public IReadOnlyList<OverlapPolicy> Compared(ParseResult parsed) =>
        parsed.GetValue(_only) is { Length: > 0 } only ? [.. Everybody.Where(only.Contains)] : Everybody;

    /// <summary>Where payloads go; null when nobody asked.</summary>
    public PayloadFolder? Folder(ParseResult parsed) => parsed.GetValue(_extract) is { } path ? new PayloadFolder(path) : null;

    public bool FailsOnDisagreement(ParseResult parsed) => parsed.GetValue(_failOn) == FailOn.Disagreement;

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    public PayloadForm Payload(ParseResult parsed) => parsed.GetValue(_payload) ?? PayloadForm.Sha256;

    public bool AsksForList(ParseResult parsed) => parsed.GetValue(_list);

    public bool IsQuiet(ParseResult parsed) => parsed.GetValue(_quiet);

    private static OverlapPolicy[] ParseNames(string text)
    {
        var policies = text.Split(',', StringSplitOptions.TrimEntries).Select(EngineOptions.ParsePolicy).Distinct().ToArray();
        return policies.Length > 1 ? policies : throw new FormatException("one policy has nobody to differ from; name two or more");
    }
}
