using System.ComponentModel;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScopeAuth.Samples.Tests.Support;

/// <summary>A real Chromium without a window, driven by its own protocol. It waits for what it is told to happen and never for time to pass.</summary>
/// <remarks>
/// The protocol is JSON over a WebSocket (DevTools protocol, domains Target, Page, Runtime, Input and Log). A library for it would bring 800 MB of Node.js.
/// </remarks>
internal sealed class Browser : IAsyncDisposable
{
    private const string Program = "chromium";
    private const string Listening = "DevTools listening on ";

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonObject> _events = [];
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private Task _output = Task.CompletedTask;
    private string? _session;
    private int _lastId;

    private Browser(Process process, DirectoryInfo profile)
    {
        (_process, _profile) = (process, profile);
        _limit.CancelAfter(TimeSpan.FromMinutes(5));      // a machine that is busy building may need minutes to start it
    }

    /// <summary>What the page complained about: scripts and styles that its policy forbids, addresses that did not answer.</summary>
    public IEnumerable<string> Complaints =>
        _events.Where(occurred => (string?)occurred["method"] == "Log.entryAdded")
            .Select(occurred => $"{occurred["params"]!["entry"]!["text"]} {occurred["params"]!["entry"]!["url"]}")
            .Where(complaint => !complaint.Contains("favicon.ico", StringComparison.Ordinal));

    public static async Task<Browser> StartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("scopeauth-chromium-");
        var browser = new Browser(Launch(profile.FullName), profile);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    public async Task GoToAsync(Uri address)
    {
        await CallAsync("Page.navigate", new() { ["url"] = address.AbsoluteUri });
        await WaitForAsync("Page.loadEventFired");
    }

    /// <summary>Clicks with the mouse in the middle of an element, wherever it is.</summary>
    public async Task ClickAsync(string selector)
    {
        var found = await EvaluateAsync($$"""
            (() => { const e = document.querySelector({{JsonSerializer.Serialize(selector)}}); if (!e) return null; e.scrollIntoView({ block: "center" });
            const r = e.getBoundingClientRect(); return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })()
            """);
        Assert.True(found is not null, $"There is no '{selector}'.");
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
        {
            await CallAsync("Input.dispatchMouseEvent", new()
            {
                ["type"] = type,
                ["x"] = (double)found["x"]!,
                ["y"] = (double)found["y"]!,
                ["button"] = "left",
                ["clickCount"] = 1,
            });
        }
    }

    /// <summary>Clicks on what leads to another page, and waits until that is there.</summary>
    public async Task FollowAsync(string selector)
    {
        _events.RemoveAll(occurred => (string?)occurred["method"] == "Page.loadEventFired");
        await ClickAsync(selector);
        await WaitForAsync("Page.loadEventFired");
    }

    /// <summary>Puts text into a field, as if it were pasted there.</summary>
    public Task FillAsync(string selector, string text) =>
        ReadAsync($"document.querySelector({JsonSerializer.Serialize(selector)}).value = {JsonSerializer.Serialize(text)}");

    /// <summary>Shows pages from now on as on a screen of another size, and to somebody who prefers light or dark.</summary>
    public async Task ShowAsync(int width, int height, bool dark)
    {
        await CallAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        var scheme = new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" };
        await CallAsync("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(scheme) });
    }

    /// <summary>Runs no script of any page from now on; what a test asks is answered all the same.</summary>
    public Task SwitchScriptsOffAsync() => CallAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = true });

    /// <summary>A picture of the page from top to bottom, at most so many pixels of it.</summary>
    public async Task<byte[]> TakePageScreenshotAsync(int maxHeight)
    {
        var size = (await CallAsync("Page.getLayoutMetrics", []))["cssContentSize"]!;
        var clip = new JsonObject
        {
            ["x"] = 0,
            ["y"] = 0,
            ["width"] = (double)size["width"]!,
            ["height"] = Math.Min((double)size["height"]!, maxHeight),
            ["scale"] = 1,
        };
        return Convert.FromBase64String((string)(await CallAsync("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true, ["clip"] = clip }))["data"]!);
    }

    public async Task<string?> ReadAsync(string script) => (string?)await EvaluateAsync($"String({script})");

    /// <summary>The same for a script that answers later.</summary>
    public async Task<string?> ReadWhenDoneAsync(string promise)
    {
        var answer = await CallAsync("Runtime.evaluate", new() { ["expression"] = promise, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return (string?)answer["result"]!["value"];
    }

    public async Task<byte[]> TakeScreenshotAsync() => Convert.FromBase64String(
        (string)(await CallAsync("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true }))["data"]!);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _output;
        _process.Dispose();
        _limit.Dispose();
        _profile.Delete(recursive: true);
    }

    private static Process Launch(string profile)
    {
        string[] flags =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--window-size=1280,1400", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ];
        try
        {
            return Process.Start(new ProcessStartInfo(Program, flags) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = profile })!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"The tests of the pages need Chromium, and there is no command '{Program}'. Run build/test.sh, which installs it.");
        }
    }

    private async Task ConnectAsync()
    {
        string? line;
        do line = await _process.StandardError.ReadLineAsync(_limit.Token) ?? throw new InvalidOperationException("Chromium ended before it listened.");
        while (!line.StartsWith(Listening, StringComparison.Ordinal));
        // Nobody reads what it says from now on, and a full pipe would stop it.
        _output = Task.WhenAll(
            _process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None),
            _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None));

        await _socket.ConnectAsync(new(line[Listening.Length..].Trim()), _limit.Token);
        var target = await CallAsync("Target.createTarget", new() { ["url"] = "about:blank" });
        _session = (string?)(await CallAsync("Target.attachToTarget", new() { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true }))["sessionId"];
        await CallAsync("Page.enable", []);
        await CallAsync("Log.enable", []);
    }

    private async Task<JsonNode?> EvaluateAsync(string script)
    {
        var answer = await CallAsync("Runtime.evaluate", new() { ["expression"] = script, ["returnByValue"] = true });
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"];
    }

    private async Task<JsonObject> CallAsync(string method, JsonObject parameters)
    {
        var id = ++_lastId;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session is not null) call["sessionId"] = _session;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, endOfMessage: true, _limit.Token);
        while (true)
        {
            var message = await ReceiveAsync();
            if ((int?)message["id"] != id) _events.Add(message);
            else return message["result"] as JsonObject ?? throw new InvalidOperationException($"{method}: {message.ToJsonString()}");
        }
    }

    private async Task WaitForAsync(string method)
    {
        while (_events.RemoveAll(occurred => (string?)occurred["method"] == method) == 0) _events.Add(await ReceiveAsync());
    }

    private async Task<JsonObject> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), _limit.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!.AsObject();
    }
}
