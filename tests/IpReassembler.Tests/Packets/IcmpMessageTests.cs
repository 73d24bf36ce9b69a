using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class IcmpMessageTests
{
    [Fact]
    public void What_the_header_writes_is_read_back()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var payload = Bytes.Random(seed, seed);
            var bytes = new byte[8 + seed];
            IcmpHeader.Echo(isReply: seed % 2 == 0, identifier: 0xbeef, sequenceNumber: 3).WriteTo(bytes, payload);
            payload.CopyTo(bytes, 8);
            Assert.True(IcmpMessage.TryParse(bytes, out var message, out _));
            Assert.Equal(seed % 2 == 0 ? IcmpType.EchoReply : IcmpType.EchoRequest, message.Type);
            Assert.Equal((0, 0xbeef, 3, false), (message.Code, message.Identifier, message.SequenceNumber, message.IsError));
            Assert.Equal(payload, message.Payload);
            Assert.Equal(ChecksumState.Ok, TransportChecksum.Verify(1, Bytes.Alice, Bytes.Bob, bytes));
        }
    }

    [Fact]
    public void Fragmentation_needed_names_the_next_mtu()
    {
        Assert.True(IcmpMessage.TryParse(Bytes.Hex("03 04 0000 0000 05dc 4500"), out var message, out _));
        Assert.Equal((IcmpType.DestinationUnreachable, 4, 1500, true), (message.Type, message.Code, message.NextHopMtu, message.IsError));
        Assert.Equal(Bytes.Hex("4500"), message.Payload);
    }

    [Fact]
    public void Every_prefix_of_a_header_is_refused()
    {
        for (var length = 0; length < 8; length++)
        {
            Assert.False(IcmpMessage.TryParse(new byte[length], out _, out var defect));
            Assert.Equal(PacketDefect.TooShort, defect);
        }
    }
}
