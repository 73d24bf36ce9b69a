using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>The frames of another source that a filter expression lets through. Their numbers stay those of the other source.</summary>
public sealed class FilteredSource : IFrameSource
{
    private readonly IFrameSource _source;
    private readonly string _expression;
    private readonly Dictionary<LinkType, PacketFilter> _filters = [];
    private PacketFilter? _last;

    /// <summary>Puts the expression between the source and whoever reads it, and owns the source from then on.</summary>
    /// <param name="source">Where the frames come from. Each link type in it gets a program of its own.</param>
    /// <param name="expression">The expression (pcap-filter(7)).</param>
    /// <exception cref="PacketFilterException">The expression is wrong for a link type that the source has announced.</exception>
    /// <exception cref="CaptureDeviceException">libpcap is missing.</exception>
    public FilteredSource(IFrameSource source, string expression)
    {
        ArgumentNullException.ThrowIfNull(source);
        LibpcapLibrary.Require();
        (_source, _expression) = (source, expression);
        foreach (var one in source.Interfaces)
        {
            FilterFor(one.Link);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<CaptureInterface> Interfaces => _source.Interfaces;

    /// <inheritdoc/>
    public CaptureDamage? Damage => _source.Damage;

    /// <inheritdoc/>
    public long BytesRead => _source.BytesRead;

    /// <inheritdoc/>
    public long? Length => _source.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> Comments => _source.Comments;

    /// <inheritdoc/>
    public Int128? TimeBeyondRange => _source.TimeBeyondRange;

    /// <inheritdoc/>
    /// <exception cref="PacketFilterException">The expression is wrong for a link type that appeared only now.</exception>
    public ReadResult Read(out CapturedFrame frame)
    {
        ReadResult result;
        do
        {
            result = _source.Read(out frame);
        }
        while (result == ReadResult.Frame && !FilterFor(frame.Link).Matches(frame));
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        foreach (var filter in _filters.Values)
        {
            filter.Dispose();
        }
    }

    private PacketFilter FilterFor(LinkType link)
    {
        if (_last?.Link == link)
        {
            return _last;
        }

        if (!_filters.TryGetValue(link, out var filter))
        {
            if (!PacketFilter.TryCompile(_expression, link, out filter, out var error))
            {
                throw new PacketFilterException($"the filter '{_expression}' cannot be used on frames of type {link}: {error}");
            }

            _filters.Add(link, filter);
        }

        return _last = filter;
    }
}
