using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace IpReassembler.Transfer;

/// <summary>Sends one measurement: numbered datagrams at an even rate, then word of how many there were.</summary>
public sealed class UdpSender : IDisposable
{
    /// <summary>A pause of the machine, or of this process, is made up for this long; what was missed before is not sent in a burst.</summary>
    private const double MaxCatchUp = 0.05;

    private const int EndCopies = 5;
    private static readonly TimeSpan EndPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly UdpSendOptions _options;
    private readonly TimeProvider _time;
    private readonly Socket _socket;
    private readonly byte[] _datagram;
    private readonly uint _run = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private long _sent;
    private long _refused;
    private string? _failure;

    /// <summary>Opens a socket.</summary>
    /// <exception cref="SocketException">The target cannot be reached at all, or a setting is not possible.</exception>
    public UdpSender(UdpSendOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, UdpProbe.MinLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Size, UdpProbe.MaxLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Rate ?? 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Count ?? 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Dscp);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Dscp, 63);
        (_options, _time) = (options, time);
        _datagram = new byte[options.Size];
        _socket = new Socket(options.Target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            UdpSocketOptions.SetDontFragment(_socket, options.DontFragment);
            UdpSocketOptions.SetDscp(_socket, options.Dscp);
            _socket.Connect(options.Target); // so that word of an unreachable port reaches us
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Where the datagrams come from.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Sends until count or duration is reached, the end is asked for, which is no error, or the network fails.</summary>
    public async Task<UdpSendReport> SendAsync(CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        var interval = _options.Rate is { } rate ? 1 / rate : 0;
        var (next, last) = (0.0, TimeSpan.Zero);
        while (!cancellation.IsCancellationRequested && _sent < (_options.Count ?? UdpProbe.MaxSequence))
        {
            var now = _time.GetElapsedTime(start);
            if (now >= (_options.Duration ?? TimeSpan.MaxValue))
            {
                break;
            }

            if (now.TotalSeconds < next)
            {
                await WaitAsync(TimeSpan.FromSeconds(next) - now, cancellation);
                continue;
            }

            if (!await TrySendAsync(new UdpProbe(_run, UdpProbeKind.Data, _sent, Now()), _datagram))
            {
                break;
            }

            _sent++;
            last = now;
            next = Math.Max(next, now.TotalSeconds - MaxCatchUp) + interval;
        }

        await SendEndAsync();
        return new UdpSendReport { Run = _run, Sent = _sent, Size = _options.Size, Refused = _refused, Duration = last, Failure = _failure };
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    private async Task SendEndAsync()
    {
        for (var copy = 0; copy < EndCopies; copy++)
        {
            var end = new UdpProbe(_run, UdpProbeKind.End, _sent, Now());
            if (!await TrySendAsync(end, _datagram.AsMemory(0, UdpProbe.MinLength)))
            {
                return;
            }

            await Task.Delay(EndPause, _time, CancellationToken.None);
        }
    }

    private async ValueTask<bool> TrySendAsync(UdpProbe probe, Memory<byte> datagram)
    {
        probe.Write(datagram.Span);
        while (true)
        {
            try
            {
                await _socket.SendAsync(datagram, SocketFlags.None);
                return true;
            }
            catch (SocketException failed) when (failed.SocketErrorCode == SocketError.ConnectionRefused)
            {
                // The answer to an earlier datagram, given in place of sending this one. Each answer is given once.
                _refused++;
            }
            catch (SocketException failed)
            {
                _failure ??= failed.SocketErrorCode == SocketError.MessageSize ? DescribeTooLong() : failed.Message;
                return false;
            }
        }
    }

    private string DescribeTooLong()
    {
        var headers = UdpSocketOptions.HeaderLength(_socket);
        var reason = $"{_options.Size} bytes do not fit in one packet, and fragmenting it is not allowed";
        return UdpSocketOptions.PathMtu(_socket) is { } mtu
            ? $"{reason}: with {headers} bytes of headers it is {_options.Size + headers}, and the path MTU is {mtu}. At most {mtu - headers} bytes fit"
            : reason;
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken cancellation)
    {
        // The timer has steps of a millisecond; rates above a thousand a second go out in small bursts.
        var wait = Task.Delay(time < ShortestWait ? ShortestWait : time, _time, cancellation);
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private long Now() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
