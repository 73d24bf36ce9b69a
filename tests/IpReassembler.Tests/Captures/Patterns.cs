using System.Text;

namespace IpReassembler.Tests.Captures;

/// <summary>Published fragment patterns whose result tells which system rebuilt them: each piece is one letter, repeated.</summary>
internal static class Patterns
{
    /// <summary>The six fragments of Active Mapping (Shankar and Paxson, 2003).</summary>
    public static IEnumerable<byte[]> ActiveMapping(string source, string destination, int identification) =>
        Letters(source, destination, identification, "1@0+24 2@32+16 3@48+24 4@8+32 5@48+24 6@72+24");

    /// <summary>The seventeen fragments of Target-Based Fragmentation Reassembly (Novak, 2005).</summary>
    public static IEnumerable<byte[]> Novak(string source, string destination, int identification) =>
        Letters(
            source, destination, identification,
            "A@0+24 B@32+16 C@48+24 D@80+8 E@104+16 F@120+24 G@144+16 H@160+16 I@176+8 "
            + "J@8+32 K@48+24 L@72+24 M@96+24 N@128+8 O@152+8 P@160+8 Q@176+16");

    // "B@32+16" is 16 times the letter B at offset 32; the last piece of the text is the last of the datagram.
    private static IEnumerable<byte[]> Letters(string source, string destination, int identification, string text)
    {
        var datagram = new CutDatagram(source, destination, Protocol.Icmp, identification, []);
        var pieces = text.Split(' ');
        foreach (var piece in pieces)
        {
            var numbers = piece[2..].Split('+');
            var bytes = Encoding.ASCII.GetBytes(new string(piece[0], int.Parse(numbers[1])));
            yield return datagram.Packet(int.Parse(numbers[0]), more: piece != pieces[^1], bytes);
        }
    }
}
