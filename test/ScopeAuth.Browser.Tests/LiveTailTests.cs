using System.Net;
using Microsoft.Playwright;
using ScopeAuth.Browser.Tests.Support;
using ScopeAuth.Console.Tests.Support;

namespace ScopeAuth.Browser.Tests;

/// <summary>The tail of the audit log: what is done elsewhere comes onto the page.</summary>
public sealed class LiveTailTests(ConsoleSample sample, Chromium chromium) : SampleTest(sample, chromium)
{
    [Fact]
    public async Task A_record_appears_without_a_reload_and_what_was_opened_stays_open()
    {
        var token = await Sample.Client.GetTokenAsync("identify", "Auditor");
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token, "/api/v1/urlCategories"));
        var page = await EnterAsync("audit?resource=/api/v1/urlCategories&admin=oauth-Auditor%24%407654321.zscalertwo.net");
        await page.GetByRole(AriaRole.Link, new() { Name = "Live tail" }).FollowAsync();
        var rows = page.Locator("#records tbody tr");
        var known = await rows.CountAsync();
        Assert.True(known > 0);
        await rows.Last.GetByText("Details").ClickAsync();
        await page.EvaluateAsync("window.isTheSamePage = true");

        Assert.Equal(HttpStatusCode.OK, await CallAsync(token, "/api/v1/urlCategories"));

        await Expect(rows).ToHaveCountAsync(known + 1);
        await Expect(rows.Last.Locator("details")).ToHaveAttributeAsync("open", "");
        Assert.True(await page.EvaluateAsync<bool>("window.isTheSamePage === true"));
        Assert.Empty(Complaints);
    }

    [Fact]
    public async Task Without_scripts_the_page_reads_itself_again_and_shows_the_same()
    {
        var token = await Sample.Client.GetTokenAsync("entra", "Auditor");
        var page = await EnterAsync("audit?resource=/api/v1/auditLogs&interface=API&tail=on", scripts: false);
        await Expect(page.GetByText("New records appear by themselves.")).ToBeVisibleAsync();
        var rows = page.Locator("#records tbody tr");
        var known = await rows.CountAsync();

        Assert.Equal(HttpStatusCode.OK, await CallAsync(token, "/api/v1/auditLogs"));

        await Expect(rows.Nth(known)).ToBeVisibleAsync();
        Assert.Empty(Complaints);
    }
}
