namespace IpReassembler.LiveTests.Report;

/// <summary>The report as its readers see it: in a real browser, with a real mouse.</summary>
public sealed class ReportPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ipreasm-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_mix_capture_is_searched_opened_and_zoomed()
    {
        using var page = await Open("mix.pcap");

        Assert.Equal("213 packets · 213 fragments · 38 datagrams · policy linux, timeout 30 s", await page.Ask("document.getElementById('subtitle').textContent"));
        Assert.Equal("29 4 1 1 1 1 1", await page.Ask("[...document.querySelectorAll('#outcomes b')].map(b => b.textContent).join(' ')"));

        // Search, as a user types it.
        await page.Click("#search");
        await page.Type("verdict:spliced");
        Assert.Equal("1 of 38", await page.Ask("document.getElementById('found').textContent"));
        Assert.Equal("#193", await page.Ask("[...document.querySelectorAll('#rows tbody button')].map(b => b.textContent).join(' ')"));

        // Open it, and close it with a key.
        await page.Click("#rows tbody button");
        await page.Until("document.getElementById('detail').open");
        Assert.Equal("Datagram #193: spliced", await page.Ask("document.getElementById('detail-title').textContent"));
        Assert.Equal("6", await page.Ask("String(document.querySelectorAll('#detail-body svg g').length)"));
        Assert.Contains("duplicate-conflicting", await page.Ask("document.getElementById('detail-body').textContent"), StringComparison.Ordinal);
        Assert.Contains("What other systems would have rebuilt", await page.Ask("document.getElementById('detail-body').textContent"), StringComparison.Ordinal);
        Assert.Equal("#193", await page.Ask("location.hash"));
        await page.Press("Escape", 27);
        await page.Until("!document.getElementById('detail').open");

        // Zoom with the mouse, and back.
        await page.DragAcross("#timeline", 0.5, 0.7);
        Assert.Matches(@"^\d+(\.\d+)? s to \d+(\.\d+)? s: \d+ datagrams$", await page.Ask("document.getElementById('zoomed').textContent"));
        await page.Click("#zoom-out");
        Assert.Equal("", await page.Ask("document.getElementById('zoomed').textContent"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_advice_leads_to_its_datagrams_and_a_card_to_those_of_its_outcome()
    {
        using var page = await Open("mix.pcap");

        await page.Click("#advice button");
        await page.Until("document.getElementById('detail').open");
        Assert.Contains("#193", await page.Ask("document.getElementById('detail-title').textContent"), StringComparison.Ordinal);
        await page.Click("#close");
        await page.Click("#outcomes button:nth-child(2)");
        Assert.Equal("#151 #155 #160 #165", await page.Ask("[...document.querySelectorAll('#rows tbody button')].map(b => b.textContent).join(' ')"));

        // Down a row with the keys, and in.
        await page.Ask("document.querySelector('#rows tbody button').focus()");
        await page.Press("ArrowDown", 40);
        Assert.Equal("#155", await page.Ask("document.activeElement.textContent"));
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1400)]
    public async Task Nothing_sticks_out_of_a_narrow_or_a_wide_window_in_either_theme(int width)
    {
        using var page = await Open("mix.pcap", width);
        foreach (var scheme in new[] { "dark", "light" })
        {
            await page.Prefer(scheme);
            await page.Until($"document.documentElement.dataset.theme === '{scheme}'");
            Assert.Equal("true", await page.Ask("String(document.documentElement.scrollWidth <= document.documentElement.clientWidth)"));
        }

        await page.Click("#theme");
        Assert.Equal("dark", await page.Ask("document.documentElement.dataset.theme"));
        await page.Ask("openDatagram(byName.get('185'))");
        Assert.Equal("true", await page.Ask("String(document.getElementById('detail').getBoundingClientRect().right <= innerWidth)"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task What_a_title_says_is_not_run()
    {
        const string Title = "</title></script><script>document.title='run'</script><img src=x onerror=alert(1)>&{{data}}";
        using var page = await Open("mix.pcap", 1000, "--title", Title);

        Assert.Equal(Title, await page.Ask("document.getElementById('title').textContent"));
        Assert.Equal(Title, await page.Ask("document.title"));
        Assert.Equal("0", await page.Ask("String(document.images.length)"));
        Assert.Empty(page.Complaints);
    }

    private async Task<Browser> Open(string capture, int width = 1400, params string[] more)
    {
        Browser.Require();
        var file = Path.Combine(_folder.FullName, "report.html");
        var run = Ipreasm.Run(["report", "-r", CaptureFolder.PathOf(capture), "-o", file, .. more]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return await Browser.Open(file, width, 900);
    }
}
