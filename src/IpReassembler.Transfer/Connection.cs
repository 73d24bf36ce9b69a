using System.Net;
using System.Net.Sockets;

namespace IpReassembler.Transfer;

/// <summary>One TCP connection to a peer that is not trusted: every wait has an end, and every buffer a size.</summary>
/// <remarks>
/// It has one reader and one writer at a time. Disposed before <see cref="End"/> or <see cref="FinishAsync"/> it is
/// reset, so that the peer does not take what came for the whole.
/// </remarks>
public sealed partial class Connection : IDisposable
{
    /// <summary>The bytes that are read or written at once.</summary>
    public const int BufferSize = 128 << 10;

    // What one wait for a writer is about: see TransferLimits.IdleTimeout.
    private const int LargestWrite = 64 << 10;

    private readonly Socket _socket;
    private readonly TimeProvider _clock;
    private readonly IdleAlarm _alarm;
    private readonly PeerProgress _progress;
    private readonly RateLimit? _readRate;
    private readonly RateLimit? _writeRate;
    private readonly SemaphoreSlim? _places;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _hasPlace;

    /// <summary>Takes over a connected socket, and closes it in the end.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="limits">What the peer may ask for.</param>
    /// <param name="clock">Measures waits and rates.</param>
    /// <param name="cancel">Ends every wait, with <see cref="OperationCanceledException"/>.</param>
    public Connection(Socket socket, TransferLimits limits, TimeProvider clock, CancellationToken cancel)
        : this(socket, limits, clock, places: null, cancel)
    {
    }

    /// <summary>As one of many that share places: it takes one with the first byte in either direction, so that a peer that says nothing has none.</summary>
    internal Connection(Socket socket, TransferLimits limits, TimeProvider clock, SemaphoreSlim? places, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(clock);
        (_socket, Limits, _clock, _places, Cancel) = (socket, limits, clock, places, cancel);
        socket.NoDelay = true;
        // One socket speaks both families: an IPv4 peer is shown as one.
        Peer = socket.RemoteEndPoint is not IPEndPoint peer ? "a peer that has gone"
            : new IPEndPoint(peer.Address.IsIPv4MappedToIPv6 ? peer.Address.MapToIPv4() : peer.Address, peer.Port).ToString();
        (_alarm, _progress) = (new IdleAlarm(limits.IdleTimeout, clock, cancel), new PeerProgress(limits.IdleTimeout));
        (_readRate, _writeRate) = limits.Rate is { } rate ? (new RateLimit(rate), new RateLimit(rate)) : (null, null);
    }

    /// <summary>Who it is: <c>192.0.2.1:5001</c>.</summary>
    public string Peer { get; }

    /// <summary>What the peer may ask for.</summary>
    public TransferLimits Limits { get; }

    /// <summary>Ends every wait.</summary>
    public CancellationToken Cancel { get; }

    /// <summary>Connects to a server, by name or address.</summary>
    /// <exception cref="TransferException">Nobody is there, or nobody answers in time.</exception>
    public static async Task<Connection> OpenAsync(string host, int port, TransferLimits limits, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(limits);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var alarm = clock.CreateTimer(_ => wait.Cancel(), null, limits.IdleTimeout, Timeout.InfiniteTimeSpan);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, wait.Token);
            return new Connection(socket, limits, clock, cancel);
        }
        catch (Exception failed) when (failed is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancel.ThrowIfCancellationRequested();
            throw failed is SocketException refused
                ? new TransferException(TransferFault.Network, $"cannot connect to {host} port {port}: {TransferException.Explain(refused)}", failed)
                : new TransferException(TransferFault.Timeout, $"cannot connect to {host} port {port}: no answer in {Show(limits.IdleTimeout)}", failed);
        }
    }

    /// <summary>The next byte is the first of a message: how slowly others came before is forgotten, and it may be waited for by itself.</summary>
    public void BeginMessage() => _progress.Begin();

    /// <summary>Waits until something came, and copies it.</summary>
    /// <param name="into">At least one byte.</param>
    /// <returns>How many bytes were copied; 0 when the peer has ended its side.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> into)
    {
        if (_start < _end)
        {
            var count = Math.Min(into.Length, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(into.Span);
            _start += count;
            return count;
        }

        // A large piece goes straight to where it is wanted; small ones are cut from one large read.
        if (into.Length >= LargestWrite)
        {
            return await ReceiveAsync(into);
        }

        if (_buffer.Length == 0)
        {
            _buffer = new byte[LargestWrite];
        }

        (_start, _end) = (0, await ReceiveAsync(_buffer));
        return _end == 0 ? 0 : await ReadAsync(into);
    }

    /// <summary>Fills the whole of <paramref name="into"/>.</summary>
    /// <param name="into">Where to.</param>
    /// <param name="what">What these bytes are, for the message when they do not come.</param>
    public async ValueTask ReadExactlyAsync(Memory<byte> into, string what)
    {
        for (var done = 0; done < into.Length;)
        {
            var count = await ReadAsync(into[done..]);
            if (count == 0)
            {
                throw new TransferException(TransferFault.Integrity, $"the peer ended the connection after {done} of the {into.Length} bytes of {what}");
            }

            done += count;
        }
    }

    /// <summary>Sends all of these bytes.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await TakePlace();
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(bytes.Length, Math.Min(LargestWrite, _writeRate?.Piece ?? LargestWrite))];
            var count = await _alarm.Wait(_socket.SendAsync(piece, SocketFlags.None, _alarm.Token));
            bytes = bytes[count..];
            await Slow(_writeRate, count);
        }
    }

    /// <summary>A length of time for a message.</summary>
    internal static string Show(TimeSpan time) =>
        time.TotalSeconds >= 1 ? $"{time.TotalSeconds:0.#} s" : $"{time.TotalMilliseconds:0.#} ms";

    private async ValueTask<int> ReceiveAsync(Memory<byte> into)
    {
        if (_places is not null && !_hasPlace)
        {
            // Returns when there is something to read, and leaves it there.
            await _alarm.Wait(_socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, _alarm.Token));
            await TakePlace();
        }

        var piece = _readRate is null ? into : into[..Math.Min(into.Length, _readRate.Piece)];
        var since = _clock.GetTimestamp();
        var count = await _alarm.Wait(_socket.ReceiveAsync(piece, SocketFlags.None, _alarm.Token));
        _progress.Note(_clock.GetElapsedTime(since), count);
        await Slow(_readRate, count);
        return count;
    }

    private async ValueTask TakePlace()
    {
        if (_places is not null && !_hasPlace)
        {
            await _places.WaitAsync(Cancel);
            _hasPlace = true;
        }
    }

    private async ValueTask Slow(RateLimit? rate, int count)
    {
        if (rate?.Take(count, _clock.GetElapsedTime(0)) is { } pause && pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, _clock, Cancel);
        }
    }
}
