using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

public class RateLimitTests
{
    [Fact]
    public void A_second_of_bytes_takes_a_second()
    {
        var limit = new RateLimit(1000);
        var now = TimeSpan.FromHours(1);
        for (var sent = 0; sent < 10_000; sent += limit.Piece)
        {
            now += limit.Take(limit.Piece, now);
        }

        // A tenth of a second is given in advance.
        Assert.Equal(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(9.9), now);
    }

    [Fact]
    public void What_was_not_used_is_not_saved()
    {
        var limit = new RateLimit(1000);
        limit.Take(100, TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromSeconds(0.9), limit.Take(1000, TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1000, 100)]
    [InlineData(long.MaxValue, Connection.BufferSize)]
    public void A_piece_is_a_tenth_of_a_second(long rate, int piece) => Assert.Equal(piece, new RateLimit(rate).Piece);
}
