using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>The frames that pass one or more interfaces now.</summary>
/// <remarks>
/// <para>
/// The kernel gathers frames for some milliseconds before it hands them over. So frames of different interfaces come in the order of their
/// times only as far as they were handed over together, and may stand back from it by those milliseconds.
/// </para>
/// <para>One thread reads. Any thread may call <see cref="CountStatistics"/>, <see cref="Stop"/> and <see cref="Dispose"/>, also while a read waits, and as often as it likes.</para>
/// </remarks>
public sealed class LiveSource : IFrameSource
{
    /// <summary>The longest a frame may lie in the kernel before a read sees it, while the reader keeps up.</summary>
    /// <remarks>The kernel hands over what it gathered after 10 ms, give or take a tick of its timer.</remarks>
    public static readonly Duration LongestDelay = Duration.FromMilliseconds(5 * PcapOpener.GatheringMilliseconds);

    // How long a wait may last before it looks whether it shall stop, and how often a silent interface beside a busy one is asked.
    private const int LongestNapMilliseconds = 50;
    private const int AskedEvery = 64;

    private readonly LiveDevice[] _devices;
    private readonly PollSet? _pollSet;
    private readonly LiveOptions _options;
    private long _number;

    // The interface that the last frame came from.
    private int _lent;
    private volatile bool _isStopped;
    private bool _isEnded;

    private LiveSource(LiveDevice[] devices, LiveOptions options)
    {
        (_devices, _options) = (devices, options);
        _pollSet = PollSet.TryCreate([.. devices.Select(one => one.FileDescriptor)]);
    }

    /// <summary>What libpcap says of itself, such as <c>libpcap version 1.10.3 (with TPACKET_V3)</c>; null where it is not installed.</summary>
    public static unsafe string? LibraryVersion => LibpcapLibrary.IsInstalled ? Libpcap.Text(Libpcap.pcap_lib_version()) : null;

    /// <inheritdoc/>
    public IReadOnlyList<CaptureInterface> Interfaces => [.. _devices.Select(one => one.Interface)];

    /// <summary>The interface that vanished or failed, and why; null until a read has said <see cref="ReadResult.Damaged"/>.</summary>
    public CaptureDamage? Damage { get; private set; }

    /// <summary>The captured bytes of all frames so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Nobody knows how long it will last.</summary>
    public long? Length => null;

    /// <summary>What could not be done as asked, and was done otherwise.</summary>
    public IReadOnlyList<string> Warnings => [.. _devices.Select(one => one.Warning).OfType<string>()];

    /// <summary>Opens interfaces and begins to listen.</summary>
    /// <param name="names">Their names, at least one; on Linux <c>any</c> listens to all.</param>
    /// <param name="options">How to listen; null for the defaults.</param>
    /// <exception cref="CaptureDeviceException">One of them cannot be opened; the message says what helps.</exception>
    /// <exception cref="PacketFilterException">The filter expression is wrong.</exception>
    public static LiveSource Open(IReadOnlyList<string> names, LiveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentOutOfRangeException.ThrowIfZero(names.Count, nameof(names));
        options ??= new LiveOptions();
        options.Check();
        var devices = new List<LiveDevice>();
        try
        {
            foreach (var name in names)
            {
                devices.Add(LiveDevice.Open(name, options));
            }

            return new LiveSource([.. devices], options);
        }
        catch
        {
            devices.ForEach(one => one.Dispose());
            throw;
        }
    }

    /// <summary>Reads the next frame, or waits until one comes, for <see cref="LiveOptions.IdleAfter"/> at most.</summary>
    /// <param name="frame">
    /// The frame, lent until the next call or <see cref="Dispose"/>. After <see cref="ReadResult.Idle"/> an empty one whose timestamp says up to when
    /// everything was delivered: the cache may be told that so much time has passed.
    /// </param>
    public ReadResult Read(out CapturedFrame frame)
    {
        if (!_isEnded && _devices.Length == 1)
        {
            var only = _devices[0];
            if (!_isStopped && only.TryHold())
            {
                var isFetched = only.TryFetch();
                only.Release();
                if (isFetched)
                {
                    return Lend(0, out frame);
                }
            }
        }

        return ReadSlowly(out frame);
    }

    /// <summary>What the kernel counted until now, over all interfaces; after <see cref="Dispose"/>, until then.</summary>
    public LiveStatistics CountStatistics()
    {
        var sum = default(LiveStatistics);
        foreach (var device in _devices)
        {
            device.Count();
            sum += device.Statistics;
        }

        return sum;
    }

    /// <summary>Ends the capture: a read that waits returns, and every later one says <see cref="ReadResult.End"/>.</summary>
    public void Stop()
    {
        _isStopped = true;
        foreach (var device in _devices)
        {
            device.Break();
        }
    }

    /// <summary>Closes the interfaces.</summary>
    public void Dispose()
    {
        _isStopped = true;
        foreach (var device in _devices)
        {
            device.Count();
            device.Dispose();
        }
    }

    // Several interfaces, or one that had nothing.
    private ReadResult ReadSlowly(out CapturedFrame frame)
    {
        frame = default;
        var held = 0;
        try
        {
            while (!_isEnded && !_isStopped && held < _devices.Length && _devices[held].TryHold())
            {
                held++;
            }

            if (held < _devices.Length)
            {
                _isEnded = true;
                return ReadResult.End;
            }

            return TryLendEarliest(out frame) || (Wait() && TryLendEarliest(out frame)) ? ReadResult.Frame : Rest(out frame);
        }
        finally
        {
            for (var i = 0; i < held; i++)
            {
                _devices[i].Release();
            }
        }
    }

    private bool TryLendEarliest(out CapturedFrame frame)
    {
        var earliest = -1;
        var isAnyReady = Array.Exists(_devices, one => one.HasFrame);
        for (var i = 0; i < _devices.Length; i++)
        {
            var device = _devices[i];
            var isAsked = !device.HasFrame && device.Failure is null && (!isAnyReady || i == _lent || _number % AskedEvery == 0);
            if (isAsked)
            {
                device.TryFetch();
            }

            if (device.HasFrame && (earliest < 0 || device.Time < _devices[earliest].Time))
            {
                earliest = i;
            }
        }

        if (earliest < 0)
        {
            frame = default;
            return false;
        }

        Lend(earliest, out frame);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadResult Lend(int place, out CapturedFrame frame)
    {
        _lent = place;
        _devices[place].Show(++_number, place, out frame);
        BytesRead += frame.Bytes.Length;
        return ReadResult.Frame;
    }

    // No frame: one of the interfaces has failed, the end was asked for, or nothing came.
    private ReadResult Rest(out CapturedFrame frame)
    {
        frame = default;
        if (_isStopped)
        {
            _isEnded = true;
            return ReadResult.End;
        }

        if (Array.Find(_devices, one => one.Failure is not null) is { } failed)
        {
            _isEnded = true;
            Damage = new CaptureDamage(failed.Interface.Name!, null, failed.Failure!);
            return ReadResult.Damaged;
        }

        var now = _options.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch;
        frame = new CapturedFrame([], _devices[0].Interface.Link, new Timestamp(now.Ticks * 100) + new Duration(-LongestDelay.Nanoseconds));
        return ReadResult.Idle;
    }

    // Whether it is worth to look for a frame again.
    private bool Wait()
    {
        for (var left = (int)(_options.IdleAfter.Nanoseconds / 1_000_000); left > 0 && !_isStopped; left -= LongestNapMilliseconds)
        {
            var nap = Math.Min(left, LongestNapMilliseconds);
            if (_pollSet is null)
            {
                // Windows, and devices that cannot be waited for: look again after a while.
                Thread.Sleep(Math.Min(nap, PcapOpener.GatheringMilliseconds));
                return true;
            }

            if (_pollSet.Wait(nap))
            {
                return true;
            }
        }

        return false;
    }
}
