using System.Text;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>Fragments over which the kernel and our cache do not agree.</summary>
/// <param name="Found">The trial in which it was found.</param>
/// <param name="Least">What is left of it when every fragment is needed.</param>
/// <param name="Kernel">What the kernel makes of the rest.</param>
/// <param name="Ours">What our cache makes of it.</param>
internal sealed record Difference(Trial Found, FragmentSketch[] Least, HostAnswer Kernel, HostAnswer Ours)
{
    public override string ToString() =>
        $"""
        {Found.Name}: the kernel and our cache differ over
            {FragmentSketch.Say(Least)}
        kernel: {Describe(Kernel)}
        ours:   {Describe(Ours)}
        It was found in
            {FragmentSketch.Say(Found.Fragments)}
        """;

    private static string Describe(HostAnswer answer) =>
        string.Join("; ", [answer.Books.ToString(), .. answer.Packets.SelectMany(packets => packets).Select(Describe)]);

    private static string Describe(byte[] packet)
    {
        const int MostShown = 120;
        var headerLength = (packet[0] & 15) * 4;
        var payload = Encoding.ASCII.GetString(packet.AsSpan(headerLength, Math.Min(MostShown, packet.Length - headerLength)));
        return $"header {Convert.ToHexStringLower(packet.AsSpan(0, headerLength))}, {packet.Length - headerLength} bytes {payload}";
    }
}
