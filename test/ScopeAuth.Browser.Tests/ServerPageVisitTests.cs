using System.Net;
using Microsoft.Playwright;
using ScopeAuth.Browser.Tests.Support;
using ScopeAuth.Console.Tests.Support;

namespace ScopeAuth.Browser.Tests;

/// <summary>What a person does on the sample's page of an authorization server. Other tests add to the same list; these look at their own tokens in it.</summary>
public sealed class ServerPageVisitTests(ConsoleSample sample, Chromium chromium) : SampleTest(sample, chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_button_mints_a_token_that_the_API_takes_and_the_list_shows(bool scripts)
    {
        var page = await OpenAsync(new() { JavaScriptEnabled = scripts });
        await page.GotoAsync(new Uri(Sample.Process.Address, "/as/okta").AbsoluteUri);

        // The first role is chosen already; the second is added, the first taken away.
        var roles = page.GetByRole(AriaRole.Group, new() { Name = "Roles" });
        await roles.GetByText("Auditor", new() { Exact = true }).ClickAsync();
        await roles.GetByText("Operator", new() { Exact = true }).ClickAsync();
        var token = await MintAsync(page);

        var caller = await Sample.Client.GetAsync("/api/v1/whoami", token);
        Assert.Equal("oauth-Operator$@1234567.zscaler.net", caller.GetProperty("adminId").GetString());
        var row = RowOf(page, caller.GetProperty("tokenId").GetString()!);
        await Expect(row.Locator(".state")).ToHaveTextAsync("Active");
        await Expect(row.Locator(".scope")).ToHaveTextAsync("Operator");

        // The style sheet has come, and the page's own policy forbids nothing that the page needs.
        await Expect(page.Button("Mint token")).ToHaveCSSAsync("background-color", "rgb(11, 87, 183)");
        Assert.Empty(Complaints);
    }

    [Fact]
    public async Task The_list_shows_which_tokens_are_active_revoked_and_expired()
    {
        var page = await OpenAsync();
        var address = new Uri(Sample.Process.Address, "/as/zitadel").AbsoluteUri;
        await page.GotoAsync(address);
        await page.GetByLabel("Lifetime").SelectOptionAsync("expired an hour ago");
        var expiredToken = await MintAsync(page);
        var expired = await MintedIdAsync(page);
        using var refused = await Sample.Client.SendAsync("GET", "/api/v1/whoami", expiredToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        await MintAsync(page);
        var revoked = await MintedIdAsync(page);
        // A token is shown once: the page has only its ID the next time.
        await page.GotoAsync(address);
        await Expect(page.Locator("#token")).ToHaveCountAsync(0);
        await RowOf(page, revoked).GetByRole(AriaRole.Button).FollowAsync();
        await MintAsync(page);
        var active = await MintedIdAsync(page);

        foreach (var (id, state, buttons) in new[] { (active, "Active", 1), (revoked, "Revoked", 0), (expired, "Expired", 0) })
        {
            await Expect(RowOf(page, id).Locator(".state")).ToHaveTextAsync(state);
            await Expect(RowOf(page, id).GetByRole(AriaRole.Button)).ToHaveCountAsync(buttons);
        }
        await page.GotoAsync(address);      // a picture of a token is a token
        await Screenshots.TakeAsync(page, "server-page.png", maxHeight: 1500);
        Assert.Empty(Complaints);
    }

    private static ILocator RowOf(IPage page, string id) => page.Locator("#issued tbody tr").Filter(new() { HasText = id });

    private static async Task<string> MintAsync(IPage page)
    {
        await page.Button("Mint token").FollowAsync();
        return await page.Locator("#token").InnerTextAsync();
    }

    private static async Task<string> MintedIdAsync(IPage page)
    {
        using var payload = System.Text.Json.JsonDocument.Parse(await page.Locator(".parts pre").Nth(1).InnerTextAsync());
        return payload.RootElement.GetProperty("jti").GetString()!;
    }
}
