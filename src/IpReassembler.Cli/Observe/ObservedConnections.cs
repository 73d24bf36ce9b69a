using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>The TCP connections that were seen, with which of them carried most.</summary>
internal sealed class ObservedConnections
{
    // A few hundred bytes each. Who opens more is not told of each, and those that are kept come first.
    private const int MostKept = 4096;

    private readonly Dictionary<(ObservedEndpoint, ObservedEndpoint), ObservedConnection> _open = [];
    private readonly List<ObservedConnection> _all = [];

    /// <summary>How many there were.</summary>
    public int Count => _all.Count;

    /// <summary>The one with the most payload bytes, the first of several; null when there was none.</summary>
    public ObservedConnection? Largest => _all.MaxBy(one => one.Bytes);

    /// <summary>Takes a whole packet; what is no TCP segment is passed over.</summary>
    /// <param name="protocol">Its transport.</param>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="payload">All of its payload.</param>
    /// <param name="at">When it came.</param>
    public void Add(byte protocol, IpAddress from, IpAddress to, ReadOnlySpan<byte> payload, Timestamp at)
    {
        if (protocol != TransportChecksum.Tcp || !TcpSegment.TryParse(payload, out var segment, out _))
        {
            return;
        }

        var (source, destination) = (new ObservedEndpoint(from, segment.SourcePort), new ObservedEndpoint(to, segment.DestinationPort));
        var payloadLength = payload.Length - segment.HeaderLength;
        var isNew = !_open.TryGetValue((source, destination), out var connection)
            // Ports are used again: a SYN behind the end opens another connection.
            || (connection.IsClosing && segment.ControlBits.HasFlag(TcpControlBits.Syn));
        if (!isNew)
        {
            connection!.Add(segment, payloadLength, at);
        }
        else if (_all.Count < MostKept)
        {
            connection = new ObservedConnection(source, destination, segment, payloadLength, at);
            _all.Add(connection);
            (_open[(source, destination)], _open[(destination, source)]) = (connection, connection);
        }
    }
}
