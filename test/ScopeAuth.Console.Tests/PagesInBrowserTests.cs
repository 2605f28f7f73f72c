using ScopeAuth.Console.Tests.Support;
using ScopeAuth.Samples.Tests.Support;

namespace ScopeAuth.Console.Tests;

/// <summary>Every page as it looks, in light and dark, on a desk and on a phone; alone, because other tests would change what it shows.</summary>
[CollectionDefinition(nameof(PagesInBrowserTests), DisableParallelization = true)]
[Collection(nameof(PagesInBrowserTests))]
public sealed class PagesInBrowserTests(ConsoleSample sample)
{
    // What reaches beyond the screen, unless it is in something that scrolls by itself.
    private const string TooWide = """
        document.documentElement.scrollWidth <= document.documentElement.clientWidth ? "" : [...document.querySelectorAll("body *")]
          .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth && !e.closest(".scroll, .side")).map(e => e.outerHTML.slice(0, 120)).join("\n")
        """;

    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", ""), ("servers", "servers"), ("server", "servers/okta"), ("add-server", "add-server"), ("server-form", "add-server?vendor=Okta"),
        ("roles", "roles"), ("role-form", "add-role"), ("tokens", "tokens"), ("revocations", "revocations"), ("audit", "audit"), ("explain", "explain"),
    ];

    [Theory]
    [InlineData("desktop", false)]
    [InlineData("desktop", true)]
    [InlineData("phone", false)]
    [InlineData("phone", true)]
    public async Task Every_page_can_be_used_by_everybody_and_fits_its_screen(string screen, bool dark)
    {
        await MakeTrafficAsync();
        await using var browser = await sample.EnterAsync("");
        await browser.ShowAsync(screen == "phone" ? 390 : 1280, screen == "phone" ? 844 : 900, dark);
        foreach (var (name, path) in Pages)
        {
            await browser.GoToAsync(sample.To(path));
            if (name == "explain") await ExplainAsync(browser);
            if (name == "server") await browser.FollowAsync("form[action$=validate] button");

            Assert.Empty(await Accessibility.FindFaultsAsync(browser));
            Assert.Equal($"{name}: ", $"{name}: {await browser.ReadAsync(TooWide)}");
            Assert.Equal(dark ? "rgb(15, 18, 23)" : "rgb(245, 246, 249)", await browser.ReadAsync("getComputedStyle(document.body).backgroundColor"));
            Screenshots.Keep($"console-{name}-{screen}-{(dark ? "dark" : "light")}.png", await browser.TakePageScreenshotAsync(screen == "phone" ? 1900 : 1500));
        }
        Assert.Empty(browser.Complaints);
    }

    private async Task ExplainAsync(Browser browser)
    {
        await browser.FillAsync("#token", await sample.Client.GetTokenAsync("okta", "Nobody"));
        await browser.FollowAsync("main button[type=submit]");
        Assert.Contains("NoUsableRole", await browser.ReadAsync("document.querySelector('#verdict').textContent"), StringComparison.Ordinal);
    }

    private async Task MakeTrafficAsync()
    {
        var good = await sample.Client.GetTokenAsync("okta", "FirewallAdmin");
        for (var count = 0; count < 40; count++) await sample.Client.GetAsync("/api/v1/whoami", good);
        foreach (var (method, path, token) in new[]
        {
            ("GET", "/api/v1/auditLogs", good), ("PUT", "/api/v1/urlCategories", good), ("GET", "/api/v1/whoami", good[..^8] + "AAAAAAAA"),
            ("GET", "/api/v1/whoami", await sample.Client.GetTokenAsync("zitadel", "Nobody")), ("GET", "/api/v1/whoami", "nonsense"),
        })
        {
            using var response = await sample.Client.SendAsync(method, path, token);
            Assert.False(response.IsSuccessStatusCode);
        }
        var admin = await sample.Client.GetTokenAsync("okta", "TokenAdmin");
        foreach (var body in new object[]
        {
            new { authorizationServer = "okta", tokenId = "AT.kZ0u1dQn3v7", reason = "RevokedByAdministrator" },
            new { authorizationServer = "okta", subject = "0oa1kiosk-07", reason = "SecurityEvent" },
            new { authorizationServer = "entra", clientId = "6f0f3c9e-reporting", reason = "ClientDisabled" },
        })
        {
            using var response = await sample.Client.SendAsync("POST", "/api/v1/revocations", admin, body);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }
}
