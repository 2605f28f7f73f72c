using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ScopeAuth.Browser.Tests.Support;

/// <summary>A test that looks at pages. If it fails, what every page showed last is attached to it, as a picture and as text.</summary>
public abstract class BrowserTest(Chromium chromium) : IAsyncLifetime
{
    private readonly List<IBrowserContext> _contexts = [];
    private readonly ConcurrentQueue<string> _complaints = new();

    /// <summary>What pages complained about: scripts and styles that their policy forbids, faults of scripts, addresses that did not answer.</summary>
    protected IEnumerable<string> Complaints => _complaints.Where(complaint => !complaint.Contains("favicon.ico", StringComparison.Ordinal));

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed) await AttachWhatWasSeenAsync();
        foreach (var context in _contexts) await context.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A page in a context of its own: no cookie of another one, another screen, another taste.</summary>
    protected async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var context = await chromium.NewContextAsync(options ?? new());
        _contexts.Add(context);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _complaints.Enqueue($"{message.Text} {message.Location}");
        };
        page.PageError += (_, fault) => _complaints.Enqueue(fault);
        return page;
    }

    private async Task AttachWhatWasSeenAsync()
    {
        var number = 0;
        foreach (var page in _contexts.SelectMany(context => context.Pages))
        {
            number++;
            TestContext.Current.AddAttachment($"page-{number}.html", $"<!-- {page.Url} -->\n{await page.ContentAsync()}");
            TestContext.Current.AddAttachment($"page-{number}.png", await page.ScreenshotAsync(new() { FullPage = true }), "image/png");
        }
    }
}
