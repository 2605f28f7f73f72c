using System.Net;
using Microsoft.Playwright;
using ScopeAuth.Browser.Tests.Support;
using ScopeAuth.Console.Tests.Support;
using ScopeAuth.Testing;

namespace ScopeAuth.Browser.Tests;

/// <summary>An authorization server from its registration to its end, with scripts and without, and what the API makes of its tokens meanwhile.</summary>
public sealed class ServerJourneyTests(ConsoleSample sample, Chromium chromium) : SampleTest(sample, chromium)
{
    private const string Organization = "zscaler.net::1234567";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_is_registered_by_preset_validated_used_disabled_enabled_edited_and_deleted(bool scripts)
    {
        var name = scripts ? "acme-scripts" : "acme-plain";
        await using var server = await TestAuthorizationServer.StartAsync(Vendor.Okta, options =>
        {
            options.Algorithm = "ES256";
            options.Organizations.Add(Organization);
        }, TestContext.Current.CancellationToken);
        var token = server.IssueToken(new TestToken { Scopes = [$"{Organization}::FirewallAdmin"] });
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));

        var page = await EnterAsync("servers", scripts);
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a server" }).FollowAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Okta" }).FollowAsync();
        await page.FillServerAsync(name, server.Issuer, Organization);
        await page.Button("Validate").FollowAsync();
        // Neither http nor a private address is taken without a word about it.
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Issuer: ");
        await page.AllowLoopbackAsync();
        await page.Button("Validate").FollowAsync();
        await Expect(page.Locator("#findings")).ToHaveTextAsync("Its tokens can be accepted");
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));      // validated is not saved
        await page.Button("Save").FollowAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(name);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token));

        await page.Button("Disable").FollowAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));
        await page.Button("Enable").FollowAsync();
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token));

        await page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).FollowAsync();
        await page.GetByLabel("Description").FillAsync("Kiosks of Acme");
        await page.Locator("[name=ClientIds]").FillAsync("somebody-else");
        await page.Button("Save").FollowAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Kiosks of Acme");
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));

        await page.Locator("[name=confirm]").FillAsync("YES");
        await page.Button("Delete").FollowAsync();
        await Expect(page.Locator("#servers")).Not.ToContainTextAsync(name);
        Assert.All(Complaints, complaint => Assert.Contains("400 (Bad Request)", complaint, StringComparison.Ordinal));     // the first validation
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_signs_out_has_to_sign_in_again(bool scripts)
    {
        var page = await EnterAsync("", scripts);
        await Expect(page.Locator(".who")).ToContainTextAsync("administrator");

        await page.Button("Sign out").FollowAsync();
        await GoToAsync(page, "");

        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/login\\?"));
        await Expect(page.GetByLabel("Password")).ToBeVisibleAsync();
    }
}
