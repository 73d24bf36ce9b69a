using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace IpReassembler.LiveTests.Report;

/// <summary>A Chromium without a window, and one page in it, driven over the DevTools protocol as a user's mouse and keys would.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("ipreasm-browser-");
    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _end = new(Patience);
    private int _sent;

    private Browser() => _process = Process.Start(new ProcessStartInfo(
        "chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", "about:blank"])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>What the page complained about so far: exceptions, what it wrote on its console, and what the browser refused it.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Ends the test as skipped, with the reason, on a machine without Chromium.</summary>
    public static void Require() => Assert.SkipUnless(Run.CanFind("chromium"), "chromium is not installed (Debian: apt-get install chromium)");

    /// <summary>Opens a file in a page of this size.</summary>
    public static async Task<Browser> Open(string file, int width, int height)
    {
        var browser = new Browser();
        await browser.Connect();
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await browser.Send(domain + ".enable");
        }

        await browser.Resize(width, height);
        await browser.Send("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
        await browser.Until("document.readyState === 'complete'");
        return browser;
    }

    /// <summary>Makes the page as wide as a screen or a telephone.</summary>
    public Task<JsonNode> Resize(int width, int height) => Send(
        "Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    /// <summary>Makes the page believe that its user prefers a theme.</summary>
    public Task<JsonNode> Prefer(string scheme) => Send("Emulation.setEmulatedMedia", new JsonObject
    {
        ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
    });

    /// <summary>The value of an expression in the page, as text.</summary>
    public async Task<string> Ask(string expression)
    {
        var answer = await Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
        return answer["exceptionDetails"] is { } wrong ? throw new InvalidOperationException(wrong.ToJsonString()) : answer["result"]?["value"]?.ToString() ?? "";
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task Until(string expression)
    {
        while (await Ask($"String(Boolean({expression}))") != "true")
        {
            _end.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Moves the mouse to the middle of an element and clicks.</summary>
    public async Task Click(string selector)
    {
        var (x, y) = await Middle(selector);
        await Drag(x, y, x, y);
    }

    /// <summary>Presses the mouse at one place of an element and lets it go at another: parts of its width.</summary>
    public async Task DragAcross(string selector, double from, double to)
    {
        var (x, y) = await Middle(selector);
        var width = double.Parse(await Ask($"String(document.querySelector({Quote(selector)}).getBoundingClientRect().width)"), System.Globalization.CultureInfo.InvariantCulture);
        await Drag(x + (width * (from - 0.5)), y, x + (width * (to - 0.5)), y);
    }

    /// <summary>Types text where the focus is.</summary>
    public Task<JsonNode> Type(string text) => Send("Input.insertText", new JsonObject { ["text"] = text });

    /// <summary>Presses a key and lets it go.</summary>
    public async Task Press(string key, int code)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            await Send("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _end.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }

    private static string Quote(string text) => JsonValue.Create(text).ToJsonString();

    private async Task<(double X, double Y)> Middle(string selector)
    {
        var place = await Ask($"(() => {{ const one = document.querySelector({Quote(selector)}); one.scrollIntoView({{ block: 'center' }}); const box = one.getBoundingClientRect(); return `${{box.x + box.width / 2}} ${{box.y + box.height / 2}}`; }})()");
        var parts = place.Split(' ').Select(part => double.Parse(part, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return (parts[0], parts[1]);
    }

    private async Task Drag(double fromX, double fromY, double toX, double toY)
    {
        await Mouse("mouseMoved", fromX, fromY);
        await Mouse("mousePressed", fromX, fromY);
        await Mouse("mouseMoved", toX, toY);
        await Mouse("mouseReleased", toX, toY);
    }

    private Task<JsonNode> Mouse(string type, double x, double y) => Send("Input.dispatchMouseEvent", new JsonObject
    {
        ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = type == "mouseMoved" ? "none" : "left", ["buttons"] = type == "mouseReleased" ? 0 : 1, ["clickCount"] = 1,
    });

    private async Task Connect()
    {
        // The browser says where it listens: on a port of loopback that the kernel chose.
        const string Says = "DevTools listening on ";
        string? line;
        while ((line = await _process.StandardError.ReadLineAsync(_end.Token)) is not null && !line.StartsWith(Says, StringComparison.Ordinal))
        {
        }

        var address = new Uri(line![Says.Length..]);
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var web = new HttpClient();
        var pages = JsonNode.Parse(await web.GetStringAsync(new Uri($"http://{address.Authority}/json/list"), _end.Token))!.AsArray();
        await _socket.ConnectAsync(new Uri(pages.Single(page => page!["type"]!.ToString() == "page")!["webSocketDebuggerUrl"]!.ToString()), _end.Token);
    }

    private async Task<JsonNode> Send(string method, JsonObject? parameters = null)
    {
        var id = ++_sent;
        var request = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, true, _end.Token);
        while (true)
        {
            var message = await Receive();
            if (message["id"]?.GetValue<int>() == id)
            {
                return message["result"] ?? throw new InvalidOperationException($"{method}: {message["error"]?.ToJsonString()}");
            }

            var isRequest = message["method"]?.ToString() == "Network.requestWillBeSent" && !message["params"]!["request"]!["url"]!.ToString().StartsWith("file:", StringComparison.Ordinal);
            if (isRequest || message["method"]?.ToString() is "Runtime.exceptionThrown" or "Runtime.consoleAPICalled" or "Log.entryAdded")
            {
                Complaints.Add(message.ToJsonString());
            }
        }
    }

    private async Task<JsonNode> Receive()
    {
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), _end.Token);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }
}
