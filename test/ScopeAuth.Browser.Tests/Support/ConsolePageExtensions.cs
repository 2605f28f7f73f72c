using Microsoft.Playwright;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Browser.Tests.Support;

/// <summary>What is done on more than one page of the console, or by more than one test.</summary>
internal static class ConsolePageExtensions
{
    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static async Task FillServerAsync(this IPage page, string name, string issuer, string organization)
    {
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Issuer URI").FillAsync(issuer);
        await page.GetByLabel("Audience URI").FillAsync("https://api.example");
        await page.Locator("[name=ClientIds]").FillAsync("*");
        await page.GetByLabel("Organisations").FillAsync(organization);
    }

    /// <summary>A server of a test is on this machine, and has no certificate.</summary>
    public static async Task AllowLoopbackAsync(this IPage page)
    {
        await page.Locator("details.more-settings > summary").ClickAsync();
        await page.GetByLabel("Plain http to loopback addresses").CheckAsync();
        await page.GetByLabel("May be at a private address").CheckAsync();
    }

    /// <summary>What a link leads to when it is kept as a file.</summary>
    public static async Task<string> DownloadAsync(this IPage page, string link)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }

    /// <summary>Reads the page again until it shows this.</summary>
    public static Task UntilShownAsync(this IPage page, ILocator what) => Eventually.IsAsync(
        async () =>
        {
            if (await what.CountAsync() > 0) return true;
            await page.ReloadAsync();
            return false;
        },
        isShown => isShown,
        $"on the page, {what}");
}
