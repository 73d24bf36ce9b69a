using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli.Transfers;

/// <summary>The bar looks as users of tqdm know it.</summary>
public class TransferBarTextTests
{
    private const long Mega = 1 << 20;

    [Theory]
    [InlineData(239 * Mega, 391 * Mega, 12.3, "Enviando a.bin:  61%|██████    | 239M/391M [00:12<00:07, 19.4MB/s]")]
    [InlineData(0, 391 * Mega, 0, "Enviando a.bin:   0%|          | 0/391M [00:00<?, ?B/s]")]
    [InlineData(391 * Mega, 391 * Mega, 20, "Enviando a.bin: 100%|██████████| 391M/391M [00:20<00:00, 19.6MB/s]")]
    [InlineData(0, 0L, 0, "Enviando a.bin: 100%|██████████| 0/0 [00:00<00:00, ?B/s]")]
    [InlineData(1, 4096L * Mega, 4000, "Enviando a.bin:   0%|▏         | 1/4.00G [1:06:40<2376:00:00, 0B/s]")]
    [InlineData(239 * Mega, null, 12.3, "Enviando a.bin: 239MB [00:12, 19.4MB/s]")]
    public void Bar(long done, long? size, double seconds, string expected)
    {
        var width = expected.Contains('|') ? expected.Length : 100;
        Assert.Equal(expected, TransferBarText.Of("Enviando a.bin", done, size, TimeSpan.FromSeconds(seconds), Style.Plain with { Width = width }));
    }

    [Fact]
    public void Without_unicode_it_is_ascii() =>
        Assert.Equal("a:  50%|#####     | 5/10 [00:01<00:01, 5B/s]", TransferBarText.Of("a", 5, 10, TimeSpan.FromSeconds(1), new Style(false, true, 44)));

    [Fact]
    public void No_line_is_wider_than_asked()
    {
        for (var width = Style.Narrowest; width < 150; width++)
        {
            Assert.InRange(TransferBarText.Of("Recebendo " + new string('n', 30), 5, 10, TimeSpan.FromSeconds(1), Style.Plain with { Width = width }).Length, 1, width);
        }
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1000, "0.98k")]
    [InlineData(9 * 1024, "9.00k")]
    [InlineData(99.9 * 1024, "99.9k")]
    [InlineData(100 * 1024, "100k")]
    [InlineData(5e18, "4441P")]
    public void Three_digits_and_a_unit(double bytes, string text) => Assert.Equal(text, TransferBarText.Bytes(bytes));
}
