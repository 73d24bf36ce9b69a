using System.CommandLine;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>The options of every verb that reassembles.</summary>
internal sealed class EngineOptions
{
    private readonly Option<OverlapPolicy?> _policy = Options.Of<OverlapPolicy?>(
        "--policy", [], "NAME", "Who wins shared bytes: " + string.Join(", ", OverlapPolicy.All.Select(policy => policy.Name)) + " [linux]",
        ParsePolicy);

    private readonly Option<Duration?> _timeout = Options.Of<Duration?>(
        "--timeout", [], "T|none", "How long a datagram may take from its first fragment [30s]", text => Options.ParseDuration(text));

    private readonly Option<long?> _maxMemory = Options.Of<long?>(
        "--max-memory", [], "BYTES", "The most memory for waiting datagrams, at least 1M [256M]", text => Options.ParseBytes(text) is var bytes and >= 1 << 20
            ? bytes
            : throw new FormatException("a cache needs at least 1M"));

    private readonly Option<long?> _maxDatagrams = Options.Of<long?>(
        "--max-datagrams", [], "N", "The most datagrams that wait at once [65536]", text => Options.ParseNumber(1, 1 << 24)(text));

    private readonly Option<long?> _maxFragments = Options.Of<long?>(
        "--max-fragments", [], "N", "The most fragments of one datagram [8192]", text => Options.ParseNumber(1, 65_536)(text));

    private readonly Option<OnOff?> _verify = Options.Of<OnOff?>(
        "--verify", [], "on|off", "Check the transport checksum of whole datagrams [on]", Options.ParseWord<OnOff?>(("on", OnOff.On), ("off", OnOff.Off)));

    private readonly Option<LengthZero?> _lengthZero = Options.Of<LengthZero?>(
        "--length-zero", [], "segment|error", "An IP length of 0: an offloaded segment, or an error [segment]",
        Options.ParseWord<LengthZero?>(("segment", LengthZero.Segment), ("error", LengthZero.Error)));

    public void AddTo(Command verb)
    {
        foreach (Option option in new Option[] { _policy, _timeout, _maxMemory, _maxDatagrams, _maxFragments, _verify, _lengthZero })
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

    public ReassemblyOptions Read(ParseResult parsed)
    {
        var defaults = new ReassemblyOptions();
        return new ReassemblyOptions
        {
            Policy = parsed.GetValue(_policy) ?? defaults.Policy,
            Timeout = parsed.GetValue(_timeout),
            MaxMemory = parsed.GetValue(_maxMemory) ?? defaults.MaxMemory,
            MaxDatagrams = (int)(parsed.GetValue(_maxDatagrams) ?? defaults.MaxDatagrams),
            MaxFragments = (int)(parsed.GetValue(_maxFragments) ?? defaults.MaxFragments),
            VerifyChecksums = parsed.GetValue(_verify) != OnOff.Off,
            RefuseLengthZero = parsed.GetValue(_lengthZero) == LengthZero.Error,
        };
    }
}
