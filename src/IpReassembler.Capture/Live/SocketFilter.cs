using System.Net.Sockets;

namespace IpReassembler.Capture;

/// <summary>A filter program that the kernel runs on what comes to a socket: socket(7), linux/filter.h.</summary>
internal static unsafe class SocketFilter
{
    private const int SOL_SOCKET = 1;
    private const int SO_ATTACH_FILTER = 26;
    private const int SO_LOCK_FILTER = 44;

    /// <summary>Lets nothing pass.</summary>
    public static Libpcap.bpf_insn[] Nothing { get; } = [Return(0)];

    /// <summary>Lets IPv4 packets pass that carry a transport header with this destination port. The kernel has joined fragments by then.</summary>
    public static Libpcap.bpf_insn[] DestinationPort(int port) =>
    [
        // X = 4 * IHL; A = the port behind it.
        new() { code = 0xb1, k = 0 },
        new() { code = 0x48, k = 2 },
        new() { code = 0x15, jt = 0, jf = 1, k = (uint)port },
        Return(uint.MaxValue),
        Return(0),
    ];

    /// <summary>Attaches a program and locks it.</summary>
    /// <exception cref="SocketException">The kernel refuses.</exception>
    public static void Attach(Socket socket, Libpcap.bpf_insn[] program)
    {
        fixed (Libpcap.bpf_insn* instructions = program)
        {
            var filter = new Libpcap.bpf_program { bf_len = (uint)program.Length, bf_insns = instructions };
            // struct sock_fprog counts in 16 bits; the bytes behind them are padding.
            socket.SetRawSocketOption(SOL_SOCKET, SO_ATTACH_FILTER, new ReadOnlySpan<byte>(&filter, sizeof(Libpcap.bpf_program)));
        }

        socket.SetRawSocketOption(SOL_SOCKET, SO_LOCK_FILTER, BitConverter.GetBytes(1));
    }

    private static Libpcap.bpf_insn Return(uint length) => new() { code = 0x06, k = length };
}
