using System.Globalization;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

/// <summary>How slowly a peer may send.</summary>
public class PeerProgressTests
{
    [Theory]
    [InlineData("60 1", null)] // the first byte may be waited for
    [InlineData("60 1, 10 1", null)] // just as long as is allowed
    [InlineData("60 1, 11 1", "only 2 bytes in 11 s")]
    [InlineData("0 1, 6 1, 6 1", "only 3 bytes in 12 s")] // waits add up
    [InlineData("0 1, 6 4000, 6 95", null)] // enough came in the time
    [InlineData("0 1, 6 4000, 6 94", "only 4095 bytes in 12 s")]
    [InlineData("0 1, 6 4000, 6 95, 11 1", null)] // and then the count begins anew, as with the first byte
    [InlineData("0 1, 6 4000, 6 95, 11 1, 11 1", "only 2 bytes in 11 s")]
    [InlineData("0 1, 11 0", null)] // an end is no slow byte
    [InlineData("0 1, 6 1, begin, 60 1", null)] // another message
    public void Is_judged(string reads, string? complaint)
    {
        var progress = new PeerProgress(TimeSpan.FromSeconds(10));
        var failed = Record.Exception(() =>
        {
            foreach (var read in reads.Split(", "))
            {
                if (read == "begin")
                {
                    progress.Begin();
                    continue;
                }

                var words = read.Split(' ');
                progress.Note(TimeSpan.FromSeconds(int.Parse(words[0], CultureInfo.InvariantCulture)), int.Parse(words[1], CultureInfo.InvariantCulture));
            }
        });
        if (complaint is null)
        {
            Assert.Null(failed);
            return;
        }

        Assert.Contains(complaint, Assert.IsType<TransferException>(failed).Message, StringComparison.Ordinal);
    }
}
