using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace IpReassembler.Tests.Capture;

/// <summary>Builds capture files byte by byte, in either byte order, sound or not.</summary>
public sealed class CaptureBytes(bool isBigEndian)
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => _bytes.ToArray();

    public CaptureBytes Add(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public CaptureBytes U16(params int[] values)
    {
        Span<byte> bytes = stackalloc byte[2];
        foreach (var value in values)
        {
            if (isBigEndian)
            {
                BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
            }
            _bytes.AddRange(bytes);
        }
        return this;
    }

    public CaptureBytes U32(params uint[] values)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in values)
        {
            if (isBigEndian)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
            }
            _bytes.AddRange(bytes);
        }
        return this;
    }

    public CaptureBytes U64(ulong value) => isBigEndian ? U32((uint)(value >> 32), (uint)value) : U32((uint)value, (uint)(value >> 32));

    /// <summary>A pcap file header.</summary>
    public CaptureBytes Pcap(uint magic = 0xA1B2C3D4, int major = 2, int minor = 4, uint snapLength = 65535, uint link = 1) =>
        U32(magic).U16(major, minor).U32(0, 0, snapLength, link);

    /// <summary>A pcap record with as many bytes as it says.</summary>
    public CaptureBytes Record(uint seconds, uint fraction, byte[] bytes, uint? original = null) =>
        U32(seconds, fraction, (uint)bytes.Length, original ?? (uint)bytes.Length).Add(bytes);

    /// <summary>A pcapng block around a body, which is padded.</summary>
    public CaptureBytes Block(uint type, Action<CaptureBytes> fill)
    {
        var body = new CaptureBytes(isBigEndian);
        fill(body);
        body.Pad();
        var length = (uint)body._bytes.Count + 12;
        return U32(type, length).Add(body.ToArray()).U32(length);
    }

    /// <summary>A pcapng section header.</summary>
    public CaptureBytes Section(int major = 1, ulong length = ulong.MaxValue, params (int Code, byte[] Value)[] options) =>
        Block(0x0A0D0D0A, body => body.U32(0x1A2B3C4D).U16(major, 0).U64(length).Options(options));

    /// <summary>A pcapng interface description.</summary>
    public CaptureBytes Interface(int link = 1, uint snapLength = 0, params (int Code, byte[] Value)[] options) =>
        Block(1, body => body.U16(link, 0).U32(snapLength).Options(options));

    /// <summary>A pcapng enhanced packet.</summary>
    public CaptureBytes Packet(uint number, ulong ticks, byte[] bytes, uint? original = null, params (int Code, byte[] Value)[] options) =>
        Block(6, body => body.U32(number, (uint)(ticks >> 32), (uint)ticks, (uint)bytes.Length, original ?? (uint)bytes.Length)
            .Add(bytes).Pad().Options(options));

    /// <summary>pcapng options and their end mark; nothing at all when there are none.</summary>
    public CaptureBytes Options(params (int Code, byte[] Value)[] options)
    {
        foreach (var (code, value) in options)
        {
            U16(code, value.Length).Add(value).Pad();
        }
        return options.Length == 0 ? this : U32(0);
    }

    public CaptureBytes Pad()
    {
        while (_bytes.Count % 4 != 0)
        {
            _bytes.Add(0);
        }
        return this;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        // What the reader asks for when it meets its first packed file must be asked before the runtime packs one.
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }
        return packed.ToArray();
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Bytes that differ from place to place.</summary>
    public static byte[] Count(int length, int first = 0)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)(first + i);
        }
        return bytes;
    }
}
