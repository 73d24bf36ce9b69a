using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace IpReassembler.Transfer;

/// <summary>Receives measurements, several at a time, and reports each when it is over.</summary>
public sealed class UdpSink : IDisposable
{
    private const int ReceiveBuffer = 4 << 20;
    private const int LongestDatagram = 65_536;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly UdpSinkOptions _options;
    private readonly TimeProvider _time;
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[LongestDatagram];
    private readonly Dictionary<RunKey, Run> _runs = [];
    private readonly Queue<RunKey> _over = [];
    private Task<SocketReceiveFromResult>? _datagram;
    private long _lookedAt;

    /// <summary>Opens the socket: what comes from now on is counted.</summary>
    /// <exception cref="SocketException">The address is in use, not this machine's, or not permitted.</exception>
    public UdpSink(UdpSinkOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time) = (options, time);
        _socket = new Socket(options.Bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = ReceiveBuffer };
        try
        {
            _socket.Bind(options.Bind);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }

        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    private readonly record struct RunKey(IPEndPoint Source, uint Number);

    private sealed class Run
    {
        public UdpRunStatistics Statistics { get; } = new();

        public long HeardAt { get; set; }
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>What came beside the measurements.</summary>
    public UdpSinkCounters Counters { get; } = new();

    /// <summary>The measurements, each when it is over. When the end is asked for, those that are under way are reported, and that is all.</summary>
    public async IAsyncEnumerable<UdpRunReport> RunsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var anyone = new IPEndPoint(LocalEndPoint.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!cancellation.IsCancellationRequested)
        {
            _datagram ??= _socket.ReceiveFromAsync(_buffer, SocketFlags.None, anyone, CancellationToken.None).AsTask();
            if (!_datagram.IsCompleted)
            {
                await Task.WhenAny(_datagram, Task.Delay(Tick, _time, cancellation));
            }

            if (_datagram.IsCompleted)
            {
                var received = await _datagram;
                _datagram = null;
                Accept(_buffer.AsSpan(0, received.ReceivedBytes), (IPEndPoint)received.RemoteEndPoint);
            }

            if (_time.GetElapsedTime(_lookedAt) >= Tick)
            {
                while (TakeFinished() is { } report)
                {
                    yield return report;
                }

                _lookedAt = _time.GetTimestamp();
            }
        }

        foreach (var (key, run) in _runs)
        {
            yield return Report(key, run);
        }

        _runs.Clear();
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    private static UdpRunReport Report(RunKey key, Run run) => run.Statistics.Report() with { Source = key.Source, Run = key.Number };

    private void Accept(ReadOnlySpan<byte> datagram, IPEndPoint source)
    {
        var received = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        switch (UdpProbe.Read(datagram, out var probe))
        {
            case UdpProbeDefect.Foreign:
                Counters.Foreign++;
                return;
            case UdpProbeDefect.Corrupt:
                Counters.Corrupt++;
                return;
        }

        var key = new RunKey(source, probe.Run);
        if (!_runs.TryGetValue(key, out var run))
        {
            if (_over.Contains(key))
            {
                Counters.Stray++;
                return;
            }

            if (_runs.Count == _options.MaxRuns)
            {
                Counters.Refused++;
                return;
            }

            _runs.Add(key, run = new Run());
        }

        run.HeardAt = _time.GetTimestamp();
        if (probe.Kind == UdpProbeKind.End)
        {
            run.Statistics.AcceptEnd(probe.Sequence);
        }
        else
        {
            run.Statistics.Accept(probe.Sequence, datagram.Length, probe.Sent, received);
        }
    }

    private UdpRunReport? TakeFinished()
    {
        var (key, run) = _runs.FirstOrDefault(run => IsOver(run.Value));
        if (run is null)
        {
            return null;
        }

        _runs.Remove(key);
        _over.Enqueue(key);
        if (_over.Count > _options.MaxRuns)
        {
            _over.Dequeue();
        }

        return Report(key, run);
    }

    // Word of the end comes a few times; what follows it within the time of grace may still close a gap.
    private bool IsOver(Run run) => _time.GetElapsedTime(run.HeardAt) >= (run.Statistics.IsEnded ? _options.Grace : _options.Silence);
}
