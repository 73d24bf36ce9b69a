using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Sends frames out of an interface as they are, link-layer header and all.</summary>
/// <remarks>
/// Linux delivers nothing that is sent so on a loopback interface, although it takes it: use <see cref="RawIpv4Sink"/> there.
/// Times and comments are not looked at; whoever wants a pace keeps it. What was sent cannot be taken back, so <see cref="Complete"/> does nothing.
/// </remarks>
public sealed unsafe class InterfaceSink : IFrameSink
{
    private readonly PcapHandle _handle;
    private readonly string _name;

    private InterfaceSink(PcapHandle handle, string name)
    {
        (_handle, _name) = (handle, name);
        Link = DataLinkType.ToLinkType(Libpcap.pcap_datalink(handle));
    }

    /// <summary>What every frame must begin with.</summary>
    public LinkType Link { get; }

    /// <summary>Opens an interface for sending.</summary>
    /// <exception cref="CaptureDeviceException">It cannot be opened; the message says what helps.</exception>
    public static InterfaceSink Open(string name)
    {
        // Nothing is read here: frames that come in shall not cost memory, or the time to copy them.
        var handle = PcapOpener.Open(name, new LiveOptions { SnapLength = 64, BufferLength = 1 << 16, Promiscuous = false }, out _);
        try
        {
            PcapOpener.SetFilter(handle, name, "less 1");
            return new InterfaceSink(handle, name);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Sends one frame.</summary>
    /// <exception cref="InvalidOperationException">The frame has another link type than the interface.</exception>
    /// <exception cref="CaptureDeviceException">The system did not take it: it is too long, the queue is full, the interface is gone.</exception>
    public void Write(in CapturedFrame frame, string? comment = null)
    {
        if (frame.Link != Link)
        {
            throw new InvalidOperationException($"{_name} sends frames of type {Link}, and frame {frame.Number} is {frame.Link}.");
        }

        int sent;
        fixed (byte* bytes = frame.Bytes)
        {
            sent = Libpcap.pcap_inject(_handle, bytes, (nuint)frame.Bytes.Length);
        }

        if (sent != frame.Bytes.Length)
        {
            var fault = OperatingSystem.IsLinux() && InterfaceControl.ReadMtu(_name) is null ? CaptureDeviceFault.NoSuchDevice : CaptureDeviceFault.Other;
            throw new CaptureDeviceException(fault, $"{_name} did not take frame {frame.Number} of {frame.Bytes.Length} bytes: {_handle.Error}");
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
