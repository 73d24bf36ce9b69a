using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

public class UdpProbeTests
{
    private static readonly UdpProbe Probe = new(0x01020304, UdpProbeKind.Data, 5, 1_700_000_000_123_456_700);

    [Fact]
    public void Is_these_bytes()
    {
        var datagram = new byte[37];
        Probe.Write(datagram);
        // The checksum was computed bit by bit elsewhere.
        Assert.Equal("49505255" + "72EAFE74" + "01020304" + "01000000" + "0000000000000005" + "17979CFE3D85CCBC" + "2526272829", Convert.ToHexString(datagram));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(39)]
    [InlineData(40)]
    [InlineData(8000)]
    [InlineData(65_507)]
    public void What_is_written_is_read_again(int length)
    {
        var datagram = new byte[length];
        Probe.Write(datagram);
        Assert.Equal(UdpProbeDefect.None, UdpProbe.Read(datagram, out var probe));
        Assert.Equal(Probe, probe);
    }

    [Fact]
    public void Every_changed_bit_and_every_cut_is_seen()
    {
        var datagram = new byte[50];
        Probe.Write(datagram);
        for (var bit = 0; bit < datagram.Length * 8; bit++)
        {
            datagram[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(bit < 32 ? UdpProbeDefect.Foreign : UdpProbeDefect.Corrupt, UdpProbe.Read(datagram, out _));
            datagram[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < datagram.Length; length++)
        {
            Assert.Equal(length < 32 ? UdpProbeDefect.Foreign : UdpProbeDefect.Corrupt, UdpProbe.Read(datagram.AsSpan(0, length), out _));
        }
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, -1)]
    [InlineData(0, UdpProbe.MaxSequence + 1)]
    public void A_kind_or_number_that_is_not_known_is_foreign(int kind, long sequence)
    {
        var datagram = new byte[32];
        new UdpProbe(1, (UdpProbeKind)kind, sequence, 0).Write(datagram);
        Assert.Equal(UdpProbeDefect.Foreign, UdpProbe.Read(datagram, out _));
    }
}
