using System.CommandLine;
using System.CommandLine.Completions;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>The options of every verb that reassembles.</summary>
/// <param name="depth">How deep the verb looks unless the user says otherwise.</param>
internal sealed class EngineOptions(DepthRule depth = DepthRule.All)
{
    private readonly Option<OverlapPolicy?> _policy = Options.Of<OverlapPolicy?>(
        "--policy", [], "NAME", "Who wins shared bytes: " + string.Join(", ", OverlapPolicy.All.Select(policy => policy.Name)) + " [linux]",
        ParsePolicy);

    private readonly Option<Duration?> _timeout = Options.Of<Duration?>(
        "--timeout", [], "T|none", "How long a datagram may take from its first fragment [30s; IPv6 60s]", text => Options.ParseDuration(text));

    private readonly Option<string?> _targets = new("--targets")
    {
        Description = "Hosts with a policy and timeout of their own, by destination: lines of NETWORK POLICY [TIMEOUT]",
        HelpName = "FILE",
    };

    private readonly Option<DepthRule?> _depth = Options.Of<DepthRule?>(
        "--depth", [], "outer|all", $"Reassemble the outermost packets only, or those inside tunnels too [{(depth == DepthRule.All ? "all" : "outer")}]",
        Options.ParseWord<DepthRule?>(("outer", DepthRule.Outer), ("all", DepthRule.All)));

    private readonly Option<KeyFields?> _key = Options.Of<KeyFields?>(
        "--key", [], "FIELDS", "What tells datagrams apart: src,dst,proto,id and any of vlan,iface,tunnel [src,dst,proto,id,vlan]",
        text => KeyFieldNames.TryParse(text, out var fields, out var error) ? fields : throw new FormatException(error));

    private readonly Option<long?> _maxMemory = Options.Of<long?>(
        "--max-memory", [], "BYTES", "The most memory for waiting datagrams, at least 1M [256M]", text => Options.ParseBytes(text) is var bytes and >= 1 << 20
            ? bytes
            : throw new FormatException("a cache needs at least 1M: one datagram of 65,535 bytes in pieces of 8 takes nearly that"));

    private readonly Option<long?> _maxDatagrams = Options.Of<long?>(
        "--max-datagrams", [], "N", "The most datagrams that wait at once [65536]", text => Options.ParseNumber(1, 1 << 24)(text));

    private readonly Option<long?> _maxFragments = Options.Of<long?>(
        "--max-fragments", [], "N", "The most fragments of one datagram [8192]", text => Options.ParseNumber(1, 65_536)(text));

    private readonly Option<long?> _minFragment = Options.Of<long?>(
        "--min-fragment", [], "N", "Flag fragments of less than N payload bytes, unless they are the last [off]", text => Options.ParseNumber(1, 65_515)(text));

    private readonly Option<OnOff?> _verify = Options.Of<OnOff?>(
        "--verify", [], "on|off", "Check the transport checksum of whole datagrams [on]", Options.ParseWord<OnOff?>(("on", OnOff.On), ("off", OnOff.Off)));

    private readonly Option<LengthZero?> _lengthZero = Options.Of<LengthZero?>(
        "--length-zero", [], "segment|error", "An IP length of 0: an offloaded segment, or an error [segment]",
        Options.ParseWord<LengthZero?>(("segment", LengthZero.Segment), ("error", LengthZero.Error)));

    public void AddTo(Command verb)
    {
        _policy.CompletionSources.Add(_ => OverlapPolicy.All.Select(policy => new CompletionItem(policy.Name)));
        foreach (Option option in new Option[] { _policy, _timeout, _targets, _depth, _key, _maxMemory, _maxDatagrams, _maxFragments, _minFragment, _verify, _lengthZero })
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>A policy by its name, or by another name for it.</summary>
    public static OverlapPolicy ParsePolicy(string name)
    {
        if (OverlapPolicy.TryFind(name, out var policy))
        {
            return policy;
        }

        var names = OverlapPolicy.All.Select(known => known.Name).ToArray();
        var others = OverlapPolicy.All.SelectMany(known => known.Aliases.Select(alias => (Alias: alias, known.Name))).ToArray();
        throw new FormatException(
            $"there is {string.Join(", ", names)}, and {string.Join(", ", others.Select(other => $"{other.Alias} for {other.Name}"))}"
            + Nearest.Hint(name, [.. names, .. others.Select(other => other.Alias)]));
    }

    /// <summary>The options that decide what is found, as far as they were given and as a shell takes them, so that a command that is suggested finds the same.</summary>
    public string Words(ParseResult parsed) => string.Join(' ', new Option[] { _policy, _timeout, _targets, _depth, _key, _maxMemory, _maxDatagrams, _maxFragments, _verify, _lengthZero }
        .Where(option => parsed.GetResult(option) is { Tokens.Count: > 0 })
        .Select(option => $"{option.Name} {Shell.Quote(parsed.GetResult(option)!.Tokens[^1].Value)}"));

    public ReassemblyOptions Read(ParseResult parsed)
    {
        var defaults = new ReassemblyOptions();
        var options = new ReassemblyOptions
        {
            Policy = parsed.GetValue(_policy) ?? defaults.Policy,
            Timeout = parsed.GetValue(_timeout),
            Targets = parsed.GetValue(_targets) is { } file ? TargetFile.Read(file) : null,
            OpensTunnels = (parsed.GetValue(_depth) ?? depth) == DepthRule.All,
            Key = parsed.GetValue(_key) ?? defaults.Key,
            MaxMemory = parsed.GetValue(_maxMemory) ?? defaults.MaxMemory,
            MaxDatagrams = (int)(parsed.GetValue(_maxDatagrams) ?? defaults.MaxDatagrams),
            MaxFragments = (int)(parsed.GetValue(_maxFragments) ?? defaults.MaxFragments),
            MinFragment = (int)(parsed.GetValue(_minFragment) ?? defaults.MinFragment),
            VerifyChecksums = parsed.GetValue(_verify) != OnOff.Off,
            RefuseLengthZero = parsed.GetValue(_lengthZero) == LengthZero.Error,
        };
        var least = ReassemblyOptions.LeastMemory(options.MaxFragments);
        return options.MaxMemory >= least ? options : throw new ToolException(
            ExitCode.Usage,
            Invariant($"--max-memory and --max-fragments contradict each other: the list of {options.MaxFragments} fragments alone takes most of {least >> 10}K. Allow that much memory, or fewer fragments."));
    }
}
