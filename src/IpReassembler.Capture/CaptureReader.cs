using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Reads one capture file, whatever its format; <see cref="CaptureFile.Open(string, int)"/> makes the right one.</summary>
public abstract class CaptureReader : IFrameSource
{
    private readonly ByteWindow _window;
    private protected readonly List<CaptureInterface> _interfaces = [];
    private bool _isEnded;

    private protected CaptureReader(ByteWindow window, string name)
    {
        _window = window;
        Name = name;
    }

    /// <summary>The name of the file, or what the caller called the stream.</summary>
    public string Name { get; }

    /// <summary><c>pcap</c> or <c>pcapng</c>.</summary>
    public abstract string Format { get; }

    /// <summary>Whether the capture is packed with gzip.</summary>
    public bool IsGzip => _window.IsUnpacked;

    /// <summary>The comments on the whole capture (on its sections) seen so far.</summary>
    public virtual IReadOnlyList<string> CaptureComments => [];

    /// <inheritdoc/>
    public IReadOnlyList<CaptureInterface> Interfaces => _interfaces;

    /// <inheritdoc/>
    public CaptureDamage? Damage { get; private set; }

    /// <inheritdoc/>
    public long BytesRead => _window.BytesRead;

    /// <inheritdoc/>
    public long? Length => _window.Length;

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> Comments => [];

    /// <inheritdoc/>
    public virtual Int128? TimeBeyondRange => null;

    /// <inheritdoc/>
    public abstract ReadResult Read(out CapturedFrame frame);

    /// <inheritdoc/>
    public void Dispose()
    {
        _window.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The input stops between two records: the end, unless unpacking failed there.</summary>
    private protected ReadResult Finish() => _window.Failure is null || _isEnded ? End() : Break(_window.Failure);

    /// <summary>The record at the window's start cannot be read: nothing after it is trusted.</summary>
    private protected ReadResult Break(string reason) => Break(reason, _window.Offset);

    /// <summary>The record that begins at <paramref name="offset"/> cannot be read: nothing after it is trusted.</summary>
    private protected ReadResult Break(string reason, long offset)
    {
        // Where unpacking failed, that is the cause, and the half record only its trace.
        Damage = new CaptureDamage(Name, offset, _window.Failure ?? reason);
        End();
        return ReadResult.Damaged;
    }

    private ReadResult End()
    {
        _isEnded = true;
        _window.End();
        return ReadResult.End;
    }
}
