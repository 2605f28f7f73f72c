using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(ScopeAuth.Browser.Tests.Support.Chromium))]

namespace ScopeAuth.Browser.Tests.Support;

/// <summary>One Chromium for all tests of a run, Debian's, without a window; each test has contexts of its own in it, which share nothing.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // Nothing here is measured: only what never happens should end a test, however busy the machine is.
    private const float LongestWait = 60_000;
    private const float LongestStart = 300_000;

    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _driver;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var program = Array.Find(Programs, File.Exists)
            ?? throw new InvalidOperationException("The tests of the pages need Chromium, and it is not installed. Run build/test.sh, which installs it.");
        Assertions.SetDefaultExpectTimeout(LongestWait);
        _driver = await Playwright.CreateAsync();
        // Chromium refuses its sandbox to root, and a build machine is often nobody else; it opens our own pages alone.
        _browser = await _driver.Chromium.LaunchAsync(new() { ExecutablePath = program, ChromiumSandbox = false, Timeout = LongestStart });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _driver?.Dispose();
    }

    internal async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options)
    {
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(LongestWait);
        context.SetDefaultNavigationTimeout(LongestWait);
        return context;
    }
}
