using System.IO.Compression;

namespace IpReassembler.Capture;

/// <summary>Opens capture files by what they contain, never by their names, and makes new ones.</summary>
public static class CaptureFile
{
    /// <summary>The runtime's switch for noticing that packed data end too early. It holds for the process, and only what was set first counts.</summary>
    private const string StrictUnpacking = "System.IO.Compression.UseStrictValidation";

    /// <summary>The most memory that the buffers of many files opened at once should take together.</summary>
    private const int BuffersTogether = 64 << 20;

    private const int SmallestBuffer = 16 << 10;

    /// <summary>
    /// The buffer each file should have where so many are open at once: the usual 1 MiB for up to 64 files, 64 MiB shared by more,
    /// and not less than 16 KiB each. A packed file has two.
    /// </summary>
    public static int BufferLengthFor(int fileCount) =>
        Math.Clamp(BuffersTogether / Math.Max(fileCount, 1), SmallestBuffer, ByteWindow.UsualLength);

    /// <summary>Opens the file at <paramref name="path"/>: pcap or pcapng, packed with gzip or not.</summary>
    /// <param name="path">The file; a named pipe will do.</param>
    /// <param name="bufferLength">How many bytes are read at a time, and held. <see cref="BufferLengthFor"/> says how many where many files are open at once.</param>
    /// <exception cref="CaptureFormatException">The file is not a capture that can be read.</exception>
    public static CaptureReader Open(string path, int bufferLength = ByteWindow.UsualLength)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // Without a buffer of its own the stream reads straight into ours.
        return Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0), path, bufferLength);
    }

    /// <summary>Opens a capture on a stream, which may be a pipe, and owns it from then on.</summary>
    /// <param name="stream">The stream; read from where it stands.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="bufferLength">How many bytes are read at a time, and held.</param>
    /// <exception cref="CaptureFormatException">The stream is not a capture that can be read.</exception>
    public static CaptureReader Open(Stream stream, string name, int bufferLength = ByteWindow.UsualLength)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferLength, 1024);
        try
        {
            return Open(new ByteWindow(stream, bufferLength), name);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Begins the file at <paramref name="path"/>, which appears there only with <see cref="IFrameSink.Complete"/>.</summary>
    public static IFrameSink CreateWriter(string path, CaptureWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new CaptureWriterOptions();
        return CreateWriter(AtomicFileStream.Create(path), options with { Format = FormatFor(path, options.Format) });
    }

    /// <summary>The format that the file at <paramref name="path"/> is written in: the one asked for, or what its name says.</summary>
    public static CaptureFormat FormatFor(string path, CaptureFormat? asked = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return asked ?? (path.EndsWith(".pcap", StringComparison.OrdinalIgnoreCase) ? CaptureFormat.Pcap : CaptureFormat.Pcapng);
    }

    /// <summary>Begins a capture on a stream, such as standard output, and owns it from then on.</summary>
    public static IFrameSink CreateWriter(Stream stream, CaptureWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new CaptureWriterOptions();
        return options.Format switch
        {
            CaptureFormat.Pcap => new PcapWriter(stream, isNanosecond: false),
            CaptureFormat.PcapNanosecond => new PcapWriter(stream, isNanosecond: true),
            _ => new PcapngWriter(stream, options),
        };
    }

    private static CaptureReader Open(ByteWindow window, string name)
    {
        window.Fill(4);
        if (window.Bytes is [0x1F, 0x8B, ..])
        {
            // Otherwise a packed file that was cut short would look whole when the cut lies between two records.
            if (!AppContext.TryGetSwitch(StrictUnpacking, out _))
            {
                AppContext.SetSwitch(StrictUnpacking, true);
            }
            window = new ByteWindow(new GZipStream(new WindowStream(window), CompressionMode.Decompress), window.Capacity) { Packed = window };
            window.Fill(4);
        }
        if (window.Bytes is [0x0A, 0x0D, 0x0D, 0x0A, ..])
        {
            return new PcapngReader(window, name);
        }
        if (window.Bytes.Length >= 4 && PcapFileHeader.IsMagic(window.Bytes))
        {
            return new PcapReader(window, name);
        }
        if (window.Failure is not null)
        {
            throw new CaptureFormatException($"{name} is packed with gzip and does not unpack to a capture: {window.Failure}. Copy it again.");
        }
        window.Fill(ForeignFormat.LookedAt);
        throw ForeignFormat.Refuse(window.Bytes, name);
    }
}
