using System.Net;
using ScopeAuth.Samples.Tests.Support;

namespace ScopeAuth.Samples.Tests;

/// <summary>What a person does on the page of an authorization server, done in a real browser; alone, because other tests would add to the list that it looks at.</summary>
[CollectionDefinition(nameof(ServerPageInBrowserTests), DisableParallelization = true)]
[Collection(nameof(ServerPageInBrowserTests))]
public sealed class ServerPageInBrowserTests(SampleFixture sample)
{
    private const string FirstId = "document.querySelector('#issued tbody code').textContent";

    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47];

    [Fact]
    public async Task The_button_mints_a_token_that_the_API_takes_and_the_list_shows()
    {
        await using var browser = await Browser.StartAsync();
        await browser.GoToAsync(new(sample.Process.Address, "/as/okta"));
        var before = await CountAsync(browser);

        // The first role is chosen already; the second is added, the first taken away.
        await browser.ClickAsync("input[value=Auditor] + span");
        await browser.ClickAsync("input[value=Operator] + span");
        await browser.FollowAsync("button.primary");

        var token = await browser.ReadAsync("document.querySelector('#token').textContent");
        var caller = await sample.Client.GetAsync("/api/v1/whoami", token!);
        Assert.Equal("oauth-Operator$@1234567.zscaler.net", caller.GetProperty("adminId").GetString());
        Assert.Equal(before + 1, await CountAsync(browser));
        Assert.Equal("Active", await browser.ReadAsync("document.querySelector('#issued tbody .state').textContent"));
        Assert.Equal(caller.GetProperty("tokenId").GetString(), await browser.ReadAsync(FirstId));
        Assert.Equal("Operator", await browser.ReadAsync("document.querySelector('#issued tbody .scope').textContent"));

        // The style sheet has come, and the page's own policy forbids nothing that the page needs.
        Assert.Equal("rgb(11, 87, 183)", await browser.ReadAsync("getComputedStyle(document.querySelector('button.primary')).backgroundColor"));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task The_list_shows_which_tokens_are_active_revoked_and_expired()
    {
        await using var browser = await Browser.StartAsync();
        var page = new Uri(sample.Process.Address, "/as/zitadel");
        await browser.GoToAsync(page);
        await browser.ReadAsync("document.querySelector('select[name=lifetime]').value = 'Over'");
        await browser.FollowAsync("button.primary");
        var expired = await browser.ReadAsync(FirstId);
        using var refused = await sample.Client.SendAsync("GET", "/api/v1/whoami", await browser.ReadAsync("document.querySelector('#token').textContent"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        await browser.FollowAsync("button.primary");
        var revoked = await browser.ReadAsync(FirstId);
        // A token is shown once: the page has only its ID the next time.
        await browser.GoToAsync(page);
        Assert.Equal("0", await browser.ReadAsync("document.querySelectorAll('#token').length"));
        await browser.FollowAsync($"form:has(input[value='{revoked}']) button");

        await browser.FollowAsync("button.primary");
        var active = await browser.ReadAsync(FirstId);

        Assert.Equal(("Active", "Revoked", "Expired"), (await StateAsync(browser, active), await StateAsync(browser, revoked), await StateAsync(browser, expired)));
        Assert.Equal("1", await browser.ReadAsync($"document.querySelectorAll(\"input[value='{active}']\").length"));
        Assert.Equal("0", await browser.ReadAsync($"document.querySelectorAll(\"input[value='{revoked}'], input[value='{expired}']\").length"));
        Assert.Empty(browser.Complaints);

        await browser.GoToAsync(page);      // a picture of a token is a token
        var screenshot = await browser.TakeScreenshotAsync();
        TestContext.Current.AddAttachment("server-page.png", screenshot, "image/png");
        Assert.Equal(PngSignature, screenshot[..4]);
        Assert.True(screenshot.Length > 20_000, "The screenshot is as good as empty.");
    }

    private static Task<string?> StateAsync(Browser browser, string? id) => browser.ReadAsync(
        $"[...document.querySelectorAll('#issued tbody tr')].find(row => row.querySelector('code').textContent === '{id}').querySelector('.state').textContent");

    private static async Task<int> CountAsync(Browser browser) => int.Parse((await browser.ReadAsync("document.querySelector('.count').textContent"))!, System.Globalization.CultureInfo.InvariantCulture);
}
