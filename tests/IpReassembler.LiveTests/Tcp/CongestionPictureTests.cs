using IpReassembler.LiveTests.Network;
using IpReassembler.LiveTests.Report;

namespace IpReassembler.LiveTests.Tcp;

/// <summary>The picture of a real transfer as its reader sees it: in a real browser.</summary>
public sealed class CongestionPictureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ipreasm-picture-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_word_can_be_read_and_every_mark_lies_in_its_panel()
    {
        NetworkNamespace.Require();
        Browser.Require();
        var file = Path.Combine(_folder.FullName, "file");
        var picture = Path.Combine(_folder.FullName, "picture.svg");
        File.WriteAllBytes(file, new byte[300_000]);
        using (var served = new ServingTool("tun", "--serve", file, "--loss", "5%", "--svg", picture))
        {
            Assert.Equal(0, served.Client("curl", "-s", "-S", "-f", "-o", Path.Combine(_folder.FullName, "fetched"), served.Url).ExitCode);
            Assert.Equal(130, served.Tool.Stop());
        }

        using var page = await Browser.Open(picture, 960, 640);

        Assert.Equal("svg", await page.Ask("document.documentElement.tagName"));
        const string Boxes = "[...document.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()])";
        Assert.Equal("", await page.Ask($"{Boxes}.filter(([, b]) => b.left < 0 || b.top < 0 || b.right > 960 || b.bottom > 640).map(([t]) => t).join()"));
        Assert.Equal("", await page.Ask(
            $"(boxes => boxes.flatMap(([t, a], i) => boxes.slice(i + 1).filter(([, b]) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom).map(([u]) => t + ' on ' + u)).join())({Boxes})"));
        Assert.Equal("0", await page.Ask("String([...document.querySelectorAll('svg > circle')].filter(c => c.cx.baseVal.value < 80 || c.cx.baseVal.value > 940 || c.cy.baseVal.value < 56 || c.cy.baseVal.value > 356).length)"));
        Assert.True(int.Parse(await page.Ask("String(document.querySelectorAll('svg > circle').length)"), System.Globalization.CultureInfo.InvariantCulture) > 200);
        Assert.Empty(page.Complaints);
    }
}
