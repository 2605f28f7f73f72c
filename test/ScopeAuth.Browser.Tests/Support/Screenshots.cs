using Microsoft.Playwright;
using ScopeAuth.Tests.House;

namespace ScopeAuth.Browser.Tests.Support;

/// <summary>The pictures of docs/images, which are taken only when somebody asks: SCOPEAUTH_WRITE_SCREENSHOTS=1.</summary>
internal static class Screenshots
{
    private static readonly bool AreAskedFor = Environment.GetEnvironmentVariable("SCOPEAUTH_WRITE_SCREENSHOTS") == "1";

    /// <summary>The page from top to bottom, but at most so many pixels of it.</summary>
    public static async Task TakeAsync(IPage page, string name, int maxHeight)
    {
        if (!AreAskedFor) return;
        var (width, height) = (await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
        await page.ScreenshotAsync(new()
        {
            Path = Repository.PathTo("docs", "images", name),
            FullPage = true,
            Clip = new() { Width = width, Height = Math.Min(height, maxHeight) },
            Scale = ScreenshotScale.Css,
        });
    }
}
