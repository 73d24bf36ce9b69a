using Piece = IpReassembler.Tests.Reassembly.Piece;

namespace IpReassembler.Tests.Cli;

/// <summary>A capture of hand-made fragments, itself made by hand: pcap, microseconds, Ethernet.</summary>
internal static class PieceCapture
{
    public static byte[] Of(IEnumerable<Piece> pieces)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0]);
        foreach (var piece in pieces)
        {
            var frame = piece.ToEthernet();
            writer.Write((uint)piece.Seconds);
            writer.Write(0);
            writer.Write(frame.Length);
            writer.Write(frame.Length);
            writer.Write(frame);
        }

        writer.Flush();
        return stream.ToArray();
    }
}
