using System.Net;
using Microsoft.Playwright;
using ScopeAuth.Browser.Tests.Support;
using ScopeAuth.Console.Tests.Support;

namespace ScopeAuth.Browser.Tests;

/// <summary>A role from its first day to its last, with scripts and without: what the page says is what the next call meets.</summary>
public sealed class RoleJourneyTests(ConsoleSample sample, Chromium chromium) : SampleTest(sample, chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_role_is_added_reaches_an_endpoint_and_loses_it_with_the_next_call(bool scripts)
    {
        var role = scripts ? "KioskReader" : "PlainReader";
        var token = await Sample.Client.GetTokenAsync("okta", role);
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(token, "/api/v1/firewallRules"));
        var page = await EnterAsync("roles", scripts);
        var edit = page.GetByRole(AriaRole.Link, new() { Name = $"Edit {role}", Exact = true });

        await page.GetByRole(AriaRole.Link, new() { Name = "Add a role" }).FollowAsync();
        await page.Locator("[name=Name]").FillAsync(role);
        await page.GetByLabel("Firewall").SelectOptionAsync("View");
        await page.GetByLabel("Organisations").FillAsync("*");
        await page.Button("Save").FollowAsync();
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token, "/api/v1/firewallRules"));
        await Expect(page.Locator("#roles")).ToContainTextAsync($"oauth-{role}$@1234567.zscaler.net");

        await edit.FollowAsync();
        await page.GetByLabel("Firewall").SelectOptionAsync("None");
        await page.GetByLabel("UrlFiltering").SelectOptionAsync("View");
        await page.Button("Save").FollowAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(token, "/api/v1/firewallRules"));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token, "/api/v1/urlCategories"));

        await edit.FollowAsync();
        await page.Locator("[name=confirm]").FillAsync("YES");
        await page.Button("Delete").FollowAsync();
        await Expect(page.Locator("#roles")).Not.ToContainTextAsync(role);
        Assert.Empty(Complaints);
    }
}
