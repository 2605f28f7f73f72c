using Microsoft.Playwright;
using ScopeAuth.Browser.Tests.Support;
using ScopeAuth.Console.Tests.Support;

namespace ScopeAuth.Browser.Tests;

/// <summary>Every page as it looks, in light and dark, on a desk and on a phone; alone, because other tests would change what it shows.</summary>
[CollectionDefinition(nameof(PageTests), DisableParallelization = true)]
[Collection(nameof(PageTests))]
public sealed class PageTests(ConsoleSample sample, Chromium chromium) : SampleTest(sample, chromium)
{
    // Only the navigation scrolls sideways, and on a desk a table, each by itself; on a phone a table is a list of cards.
    private const string TooWide = """
        phone => document.documentElement.scrollWidth <= document.documentElement.clientWidth && !(phone && [...document.querySelectorAll(".scroll")].some(e => e.scrollWidth > e.clientWidth))
          ? "" : "wider than the screen:\n" + [...document.querySelectorAll("body *")]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth && !e.closest(phone ? ".side" : ".scroll, .side")).map(e => e.outerHTML.slice(0, 120)).join("\n")
        """;

    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", ""), ("servers", "servers"), ("server", "servers/okta"), ("add-server", "add-server"), ("server-form", "add-server?vendor=Okta"),
        ("roles", "roles"), ("role-form", "add-role"), ("tokens", "tokens"), ("token", "tokens?server=okta"), ("revocations", "revocations"), ("audit", "audit"), ("explain", "explain"),
    ];

    [Theory]
    [InlineData("desktop", false)]
    [InlineData("desktop", true)]
    [InlineData("phone", false)]
    [InlineData("phone", true)]
    public async Task Every_page_can_be_used_by_everybody_and_fits_its_screen(string screen, bool dark)
    {
        await MakeTrafficAsync();
        var page = await EnterAsync("", new BrowserNewContextOptions
        {
            ViewportSize = screen == "phone" ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 },
            IsMobile = screen == "phone",
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        foreach (var (name, path) in Pages)
        {
            await GoToAsync(page, path);
            if (name == "explain") await ExplainAsync(page);
            if (name == "token") await page.Locator("#tokens tbody a").First.FollowAsync();
            if (name == "server") await page.Button("Validate").FollowAsync();

            Assert.Empty(await Accessibility.FindFaultsAsync(page));
            Assert.Equal($"{name}: ", $"{name}: {await page.EvaluateAsync<string>(TooWide, screen == "phone")}");
            await Expect(page.Locator("body")).ToHaveCSSAsync("background-color", dark ? "rgb(15, 18, 23)" : "rgb(245, 246, 249)");
            await Screenshots.TakeAsync(page, $"console-{name}-{screen}-{(dark ? "dark" : "light")}.png", screen == "phone" ? 1900 : 1500);
        }
        Assert.Empty(Complaints);
    }

    private async Task ExplainAsync(IPage page)
    {
        await page.Locator("#token").FillAsync(await Sample.Client.GetTokenAsync("okta", "Nobody"));
        await page.Button("Explain").FollowAsync();
        await Expect(page.Locator("#verdict")).ToContainTextAsync("NoUsableRole");
    }

    private async Task MakeTrafficAsync()
    {
        var good = await Sample.Client.GetTokenAsync("okta", "FirewallAdmin");
        for (var count = 0; count < 40; count++) await Sample.Client.GetAsync("/api/v1/whoami", good);
        foreach (var (method, path, token) in new[]
        {
            ("GET", "/api/v1/auditLogs", good), ("PUT", "/api/v1/urlCategories", good), ("GET", "/api/v1/whoami", good[..^8] + "AAAAAAAA"),
            ("GET", "/api/v1/whoami", await Sample.Client.GetTokenAsync("zitadel", "Nobody")), ("GET", "/api/v1/whoami", "nonsense"),
        })
        {
            using var response = await Sample.Client.SendAsync(method, path, token);
            Assert.False(response.IsSuccessStatusCode);
        }
        var admin = await Sample.Client.GetTokenAsync("okta", "TokenAdmin");
        foreach (var body in new object[]
        {
            new { authorizationServer = "okta", tokenId = "AT.kZ0u1dQn3v7", reason = "RevokedByAdministrator" },
            new { authorizationServer = "okta", subject = "0oa1kiosk-07", reason = "SecurityEvent" },
            new { authorizationServer = "entra", clientId = "6f0f3c9e-reporting", reason = "ClientDisabled" },
        })
        {
            using var response = await Sample.Client.SendAsync("POST", "/api/v1/revocations", admin, body);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }
}
