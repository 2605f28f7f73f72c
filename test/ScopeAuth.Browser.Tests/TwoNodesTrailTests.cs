using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ScopeAuth.Browser.Tests.Support;
using ScopeAuth.PostgreSql.Tests.Support;

namespace ScopeAuth.Browser.Tests;

/// <summary>Two nodes that share everything: what one saw, did and wrote down is on the pages of the other.</summary>
public sealed class TwoNodesTrailTests(PostgreSqlCluster cluster, Chromium chromium) : TwoNodesTest(cluster, chromium)
{
    [Fact]
    public async Task A_token_that_one_node_saw_is_revoked_on_the_other_and_the_calls_of_both_are_in_one_audit_log()
    {
        var page = await OpenAsync(Here, "");
        await AddRoleAsync(Here, page);
        await FillServerAsync(Here, page);
        await SaveAsync(page);
        var token = IssueToken("seen-there");
        await UntilAsync(There, token, HttpStatusCode.OK);

        await page.GotoAsync(To(Here, "tokens?token=seen-there"));
        await page.UntilShownAsync(page.Locator("#tokens tbody a"));
        await page.Locator("#tokens tbody a").FollowAsync();
        await Expect(page.Locator("section:has(#claims) pre")).ToContainTextAsync($"{Organization}::Courier");
        await page.Locator("form[action$=revoke] [name=confirm]").FillAsync("YES");
        await page.Locator("form[action$=revoke]").GetByRole(AriaRole.Button).FollowAsync();
        await Expect(page.Locator(".title .state")).ToHaveTextAsync("Revoked");
        await UntilAsync(There, token, HttpStatusCode.Unauthorized);

        // The call that the other node served, and the one that it refused.
        await page.GotoAsync(To(Here, $"audit?resource={Call}"));
        var calls = page.Locator("#records tbody tr").Filter(new() { HasText = "seen-there" });
        await page.UntilShownAsync(calls.Filter(new() { HasText = "Revoked (" }));
        await page.UntilShownAsync(calls.Filter(new() { HasText = "Success" }));

        // And there, what was done here.
        var other = await OpenAsync(There, "audit?action=Revoke");
        await other.UntilShownAsync(other.Locator("#records tbody tr").Filter(new() { HasText = "Admin UI" }));
        Assert.Empty(Complaints);
    }

    [Fact]
    public async Task The_tail_on_one_node_shows_the_calls_of_the_other()
    {
        var page = await OpenAsync(Here, "");
        await AddRoleAsync(Here, page);
        await FillServerAsync(Here, page);
        await SaveAsync(page);
        await page.GotoAsync(To(Here, $"audit?resource={Call}&tail=on"));

        await UntilAsync(There, IssueToken("called-there"), HttpStatusCode.OK);

        await Expect(page.Locator("#records tbody tr").Filter(new() { HasText = "called-there" }).First).ToBeVisibleAsync();
        Assert.Empty(Complaints);
    }

    // Not strict: what is measured here is not how long a busy database takes, and a record that comes a moment later comes.
    protected override void AddStores(ScopeAuthBuilder stores, string database)
    {
        base.AddStores(stores, database);
        stores.AddPostgreSqlAudit(database, options => options.Flush = AuditFlush.Buffered).AddPostgreSqlSeenTokens(database);
    }
}
