using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>The words of a trace.</summary>
internal static class TraceWords
{
    private static readonly (TcpControlBits Bit, string Name)[] Names =
    [
        (TcpControlBits.Syn, "SYN"), (TcpControlBits.Fin, "FIN"), (TcpControlBits.Reset, "RST"), (TcpControlBits.Acknowledgment, "ACK"),
    ];

    /// <summary>The name of a value as it is written in a file: <c>fast-retransmit</c>, <c>fin-wait-1</c>.</summary>
    public static string Of(Enum value) => string.Concat(value.ToString().Select(
        (letter, place) => place > 0 && (char.IsUpper(letter) || char.IsDigit(letter)) ? "-" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));

    /// <summary>The control bits that matter: <c>SYN+ACK</c>.</summary>
    public static string Of(TcpControlBits bits) => string.Join('+', Names.Where(one => (bits & one.Bit) != 0).Select(one => one.Name));
}
