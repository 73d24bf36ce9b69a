using System.Security.Cryptography;
using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture;

public class CaptureFingerprintTests
{
    [Fact]
    public void Digests_are_those_of_the_lines_and_the_bytes()
    {
        var late = new CaptureBytes(false).Section().Interface().Packet(0, ulong.MaxValue, CaptureBytes.Count(5), 77).ToArray();
        using var source = new MergedSource([Open(SampleFiles.Make("pcapng-le")), Open(late)]);
        using var fingerprint = new CaptureFingerprint();
        var bytes = new List<byte>();
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            fingerprint.Add(frame, source);
            bytes.AddRange(frame.Bytes);
        }
        Assert.Equal(Digest(CaptureBytes.Text("5 21 99\n7000 4 4\n- 40 44\n8000 2 2\n18446744073709551615000 5 77\n")), fingerprint.ComputeIndexSha256());
        Assert.Equal(Digest([.. bytes]), fingerprint.ComputeBytesSha256());
    }

    [Fact]
    public void Frames_longer_than_the_buffer_are_no_different()
    {
        using var nothing = Open(SampleFiles.Make("pcap-le"));
        using var fingerprint = new CaptureFingerprint();
        byte[][] frames = [CaptureBytes.Count(40_000), CaptureBytes.Count(40_000, 1), CaptureBytes.Count(65_536), CaptureBytes.Count(65_537), []];
        foreach (var frame in frames)
        {
            fingerprint.Add(new CapturedFrame(frame, LinkType.Raw, default), nothing);
        }
        Assert.Equal(Digest([.. frames.SelectMany(frame => frame)]), fingerprint.ComputeBytesSha256());
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static CaptureReader Open(byte[] file) => CaptureFile.Open(new MemoryStream(file), "x");
}
