using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>Looks for the one datagram that a user means.</summary>
internal sealed class DatagramSearch
{
    private const int NamesShown = 5;

    private readonly Expression _selector;
    private readonly string _typed;
    private readonly bool _isFrame;
    private readonly List<string> _names = [];

    /// <summary>Reads what the user typed: a frame's number, <c>frame:198</c>, <c>id:0x320</c>, or an expression.</summary>
    public DatagramSearch(string typed)
    {
        if (File.Exists(typed))
        {
            throw new ToolException(ExitCode.Usage, $"{typed} is a file: the datagram comes first, as in ipreasm show 193 {typed}");
        }

        var (kind, value) = typed.Split(':', 2) is [var before, var after] ? (before, after) : ("", typed.TrimStart('#'));
        var expression = kind switch
        {
            "frame" => $"frames == {value}",
            "id" => $"id == {value}",
            "" when value.Length > 0 && value.All(letter => char.IsAsciiDigit(letter) || letter == '.') => $"n == {value}",
            _ => typed,
        };
        (_typed, _isFrame) = (typed, kind.Length == 0 && value.All(char.IsAsciiDigit));
        _selector = Expression.TryParse(expression, out var selector, out var error) ? selector : throw new ToolException(ExitCode.Usage, error.ToString());
    }

    /// <summary>The first datagram that matches, with its views; null when none does.</summary>
    public DatagramRecord? Found { get; private set; }

    /// <summary>Its payload as it was delivered; null when it was not.</summary>
    public byte[]? Payload { get; private set; }

    /// <summary>Reads a capture to its end.</summary>
    public void Run(CaptureInput source, ReassemblyCache cache, ReassemblyOptions options)
    {
        var tunnels = new TunnelOpener(options);
        CaptureHeader? header = null;
        while (source.Read(out var frame))
        {
            header ??= source.Describe(options);
            var outcomes = source.Feed(cache, frame, out var packet);
            do
            {
                Look(outcomes, header);
            }
            while (tunnels.TryGoOn(cache, ref packet, ref outcomes));
        }

        Look(cache.Finish(), header ?? source.Describe(options));
    }

    /// <summary>The one that matches.</summary>
    /// <exception cref="ToolException">None does, or several do.</exception>
    /// <param name="exitCode">What reading ended with.</param>
    public DatagramRecord Single(int exitCode)
    {
        if (Found is null)
        {
            var frame = _isFrame ? $"frame:{_typed.TrimStart('#')} finds the one that frame is part of; " : "";
            throw new ToolException(exitCode == ExitCode.Done ? ExitCode.Finding : exitCode, $"no datagram matches {_typed}. {frame}ipreasm list shows them all.");
        }

        if (_names.Count > 1)
        {
            var some = string.Join(' ', _names.Take(NamesShown).Select(name => "#" + name)) + (_names.Count > NamesShown ? " ..." : "");
            throw new ToolException(ExitCode.Usage, $"{_typed} matches more than one datagram: {some}. Name one of them.");
        }

        return Found;
    }

    private void Look(OutcomeSequence outcomes, CaptureHeader header)
    {
        // A payload is lent when it is complete; its record ends in the same row of outcomes.
        byte[]? payload = null;
        foreach (var outcome in outcomes)
        {
            if (outcome is { Kind: OutcomeKind.Fragment, Fate: FragmentFate.Completes })
            {
                payload = outcome.Payload.ToArray();
            }

            if (outcome is not { Kind: OutcomeKind.Ended, Datagram: { } datagram })
            {
                continue;
            }

            var record = DatagramRecord.From(datagram, header);
            if (!_selector.Evaluate(record))
            {
                continue;
            }

            _names.Add(_names.Count <= NamesShown ? record.Name : "");
            if (Found is null)
            {
                Found = datagram.Views.Count > 0 ? record with { Views = DatagramViews.From(datagram) } : record;
                Payload = datagram.State == DatagramState.Complete ? payload : null;
            }
        }
    }
}
