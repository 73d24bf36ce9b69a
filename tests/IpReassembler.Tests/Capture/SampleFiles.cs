namespace IpReassembler.Tests.Capture;

/// <summary>Small sound files, one for each way a capture can be laid out.</summary>
internal static class SampleFiles
{
    public static readonly TheoryData<string> Names = ["pcap-le", "pcap-be", "pcap-ns", "modified", "pcapng-le", "pcapng-be", "pcapng-mixed", "pcap-gz", "pcapng-gz"];

    public static byte[] Make(string name) => name switch
    {
        "pcap-le" => Pcap(false, 0xA1B2C3D4),
        "pcap-be" => Pcap(true, 0xA1B2C3D4),
        "pcap-ns" => Pcap(false, 0xA1B23C4D),
        "modified" => new CaptureBytes(true).Pcap(0xA1B2CD34)
            .U32(1, 2, 3, 60).Add(CaptureBytes.Count(8)).Add(1, 2, 3)
            .U32(1, 3, 1, 1).Add(CaptureBytes.Count(8)).Add(9).ToArray(),
        "pcapng-le" => Pcapng(false),
        "pcapng-be" => Pcapng(true),
        "pcapng-mixed" => [.. Pcapng(true), .. Pcapng(false)],
        "pcap-gz" => CaptureBytes.Gzip(Pcap(false, 0xA1B2C3D4)),
        "pcapng-gz" => CaptureBytes.Gzip(Pcapng(false)),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static byte[] Pcap(bool isBigEndian, uint magic) => new CaptureBytes(isBigEndian).Pcap(magic)
        .Record(1700000000, 1, CaptureBytes.Count(20))
        .Record(1700000000, 2, [], 60)
        .Record(1700000001, 0, CaptureBytes.Count(33, 7), 1514)
        .ToArray();

    private static byte[] Pcapng(bool isBigEndian) => new CaptureBytes(isBigEndian)
        .Section(options: (1, CaptureBytes.Text("of all")))
        .Interface(1, 40, (2, CaptureBytes.Text("eth0")), (9, [9]))
        .Interface(101, 0, (3, CaptureBytes.Text("a tunnel")))
        .Packet(0, 5, CaptureBytes.Count(21), 99, (1, CaptureBytes.Text("first")), (1, CaptureBytes.Text("second")))
        .Block(4, body => body.U16(0, 0))
        .Packet(1, 7, CaptureBytes.Count(4))
        .Block(3, body => body.U32(44).Add(CaptureBytes.Count(40, 3)))
        .Block(2, body => body.U16(1, 3).U32(0, 8, 2, 2).Add(1, 2))
        .Block(5, body => body.U32(0, 0, 9).U16(5, 8).U64(17).U32(0))
        .ToArray();
}
