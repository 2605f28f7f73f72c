using System.Globalization;
using System.Net;
using Microsoft.Playwright;
using ScopeAuth.Browser.Tests.Support;
using ScopeAuth.PostgreSql.Tests.Support;

namespace ScopeAuth.Browser.Tests;

/// <summary>What is done on the pages of one node holds for the calls of the other, and its pages show it.</summary>
public sealed class TwoNodesTests(PostgreSqlCluster cluster, Chromium chromium, ITestOutputHelper output) : TwoNodesTest(cluster, chromium)
{
    [Fact]
    public async Task A_server_that_is_disabled_a_role_that_is_changed_and_a_token_that_is_revoked_on_one_node_are_so_on_the_other()
    {
        var (page, other) = (await OpenAsync(Here, ""), await OpenAsync(There, "servers"));
        var token = IssueToken("the-token");
        await AddRoleAsync(Here, page);
        await FillServerAsync(Here, page);
        await ChangeAsync("added", () => SaveAsync(page), token, HttpStatusCode.OK);
        var row = other.Locator("#servers tr").Filter(new() { HasText = "acme" });
        await other.UntilShownAsync(row.GetByText("Enabled"));

        await ChangeAsync("disabled", page.Button("Disable").FollowAsync, token, HttpStatusCode.Unauthorized);
        await other.UntilShownAsync(row.GetByText("Disabled"));
        await ChangeAsync("enabled", page.Button("Enable").FollowAsync, token, HttpStatusCode.OK);

        await page.GotoAsync(To(Here, "roles/Courier/edit"));
        await FillRoleAsync(page, "None");
        await ChangeAsync("role changed", () => SaveAsync(page), token, HttpStatusCode.Forbidden);
        await other.GotoAsync(To(There, "roles"));
        await other.UntilShownAsync(other.Locator("#roles tr").Filter(new() { HasText = "Courier" }).Locator(".access.none"));
        await page.GotoAsync(To(Here, "roles/Courier/edit"));
        await FillRoleAsync(page, "View");
        await ChangeAsync("role changed back", () => SaveAsync(page), token, HttpStatusCode.OK);

        await page.GotoAsync(To(Here, "revocations"));
        var form = page.Locator("section:has(#revoke) form");
        await form.Locator("[name=server]").SelectOptionAsync("acme");
        await form.Locator("[name=value]").FillAsync("the-token");
        await form.Locator("[name=confirm]").FillAsync("YES");
        await ChangeAsync("revoked", form.GetByRole(AriaRole.Button).FollowAsync, token, HttpStatusCode.Unauthorized);
        await other.GotoAsync(To(There, "revocations"));
        var revocation = other.Locator("#revocations tr").Filter(new() { HasText = "the-token" });
        await other.UntilShownAsync(revocation);

        // And back: what the other node's page lifts is good here.
        await revocation.GetByRole(AriaRole.Button).FollowAsync();
        await UntilAsync(Here, token, HttpStatusCode.OK);
        Assert.Empty(Complaints);
    }

    /// <summary>Does something on one node's page, and waits until the other node's API answers so. How long that took is said, and is no condition.</summary>
    private async Task ChangeAsync(string what, Func<Task> change, string token, HttpStatusCode expected)
    {
        var start = TimeProvider.System.GetTimestamp();
        var changed = change();
        await UntilAsync(There, token, expected);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms from the click on one node to the answer of the other"));
        await changed;
    }
}
