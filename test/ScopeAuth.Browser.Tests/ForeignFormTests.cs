using Microsoft.Playwright;
using ScopeAuth.Browser.Tests.Support;
using ScopeAuth.Console.Tests.Support;

namespace ScopeAuth.Browser.Tests;

/// <summary>What a page of somebody else can make an administrator's own browser do: nothing, and it is in the audit trail.</summary>
public sealed class ForeignFormTests(Chromium chromium) : BrowserTest(chromium)
{
    // One on the same machine is of the same site, so cookies come along; one from elsewhere is not. Both are refused.
    [Theory]
    [InlineData("http://127.0.0.1:1/attack")]
    [InlineData("https://evil.example/attack")]
    public async Task A_form_on_a_page_from_elsewhere_is_refused_and_audited(string attack)
    {
        await using var host = await ConsoleHost.StartAsync();
        var page = await OpenAsync(new BrowserNewContextOptions { ExtraHTTPHeaders = [KeyValuePair.Create(NamedInHeader.Header, "admin")] });
        // With all that the administrator's browser would have: he has just looked at the page.
        await page.GotoAsync($"{host.Origin}/admin/revocations");
        var token = await page.Locator("[name=__RequestVerificationToken]").First.GetAttributeAsync("value");
        await page.RouteAsync(attack, route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"""
                <form method="post" action="{host.Origin}/admin/revocations/client"><input name="server" value="as" /><input name="client" value="kiosk" />
                <input name="change" value="disable" /><input name="__RequestVerificationToken" value="{token}" /><button>You have won</button></form>
                """,
        }));
        await page.GotoAsync(attack);

        await page.Button("You have won").FollowAsync();

        await Expect(page.Locator("body")).ToContainTextAsync("This form was not sent from the console's own pages");
        var record = Assert.Single(host.Audit.Kept, record => record.Action == "Update Client");
        Assert.Equal((AuditResult.Failure, Rejection.ForeignForm, "admin", "Admin UI"), (record.Result, record.Rejection, record.AdminId, record.Interface));
    }
}
