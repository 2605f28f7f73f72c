using System.Net;
using Microsoft.Playwright;
using ScopeAuth.Browser.Tests.Support;
using ScopeAuth.Console.Tests.Support;

namespace ScopeAuth.Browser.Tests;

/// <summary>A token that is revoked on one of the two pages that can, and what the other pages say about it.</summary>
public sealed class TokenJourneyTests(ConsoleSample sample, Chromium chromium) : SampleTest(sample, chromium)
{
    [Fact]
    public async Task A_token_is_revoked_refused_explained_and_good_again_once_that_is_lifted()
    {
        var token = await Sample.Client.GetTokenAsync("okta", "FirewallAdmin");
        var id = (await Sample.Client.GetAsync("/api/v1/whoami", token)).GetProperty("tokenId").GetString()!;
        var page = await EnterAsync("revocations");

        await SendRevocationAsync(page, id, "yes");      // in small letters it is no confirmation
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Type YES");
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token));
        await SendRevocationAsync(page, id, "YES");
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));
        var row = page.Locator("#revocations tbody tr").Filter(new() { HasText = id });
        await Expect(row).ToContainTextAsync("administrator");

        await GoToAsync(page, "explain");
        await page.Locator("#token").FillAsync(token);
        await page.Button("Explain").FollowAsync();
        await Expect(page.Locator("#verdict")).ToContainTextAsync("Revoked");
        await Expect(page.Locator(".station.stopped h3")).ToHaveTextAsync("Revocation");
        // What is on the page is no token: the signature is not there, nor is the text that was sent.
        Assert.DoesNotContain(token.Split('.')[2], await page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[1], await page.ContentAsync(), StringComparison.Ordinal);

        await GoToAsync(page, $"revocations?value={Uri.EscapeDataString(id)}");
        await row.GetByRole(AriaRole.Button).FollowAsync();
        await Expect(row).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token));
    }

    private async Task SendRevocationAsync(IPage page, string id, string confirmation)
    {
        await GoToAsync(page, "revocations");
        var form = page.Locator("section:has(#revoke) form");
        await form.Locator("[name=server]").SelectOptionAsync("okta");
        await form.Locator("[name=value]").FillAsync(id);
        await form.Locator("[name=confirm]").FillAsync(confirmation);
        // The browser itself would not send it: what the server says is the question.
        await form.EvaluateAsync("form => { form.noValidate = true; }");
        await form.GetByRole(AriaRole.Button).FollowAsync();
    }
}
