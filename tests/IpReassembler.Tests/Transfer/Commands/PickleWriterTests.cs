using System.Numerics;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

public class PickleWriterTests
{
    public static TheoryData<string> Values => [.. Samples.Select(value => value.ToString()!)];

    [Theory]
    [MemberData(nameof(Values))]
    public void What_is_written_is_read_again(string shown)
    {
        var value = Samples.Single(sample => sample.ToString() == shown);
        var reader = new PickleReader(new PickleLimits { MaxLength = 10_000 });
        reader.Accept(PickleWriter.ToBytes(value));
        Assert.Equal(shown, reader.Value!.ToString());
        Assert.Equal(value.GetType(), reader.Value.GetType());
    }

    [Fact]
    public void A_request_is_these_bytes() => Assert.Equal(
        PickleSamples.Bytes(@"\x80\x04](X\x06\x00\x00\x00LISTARNe."),
        PickleWriter.ToBytes(new PickleValue.List(new PickleValue.Text("LISTAR"), new PickleValue.None())));

    internal static PickleValue[] Samples { get; } =
    [
        new PickleValue.None(), new PickleValue.Boolean(true), new PickleValue.Boolean(false),
        new PickleValue.Text(""), new PickleValue.Text("ação 'de' \"graça\" \U0001f600 \u001b\u200e\n"), new PickleValue.Bytes(Enumerable.Range(0, 256).Select(i => (byte)i).ToArray()),
        .. new[] { 0, 1, -1, 255, 256, int.MaxValue, int.MinValue, 1L << 31, -(1L << 31) - 1, long.MinValue }.Select(number => new PickleValue.Integer(number)),
        new PickleValue.Integer(BigInteger.Pow(-3, 999)),
        new PickleValue.List(), new PickleValue.Tuple(), new PickleValue.Tuple(new PickleValue.None()),
        new PickleValue.List(new PickleValue.Tuple(new PickleValue.Text("a.txt"), new PickleValue.Bytes("x"u8.ToArray())), new PickleValue.List(new PickleValue.None())),
    ];
}
