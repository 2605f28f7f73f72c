using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ScopeAuth.Browser.Tests.Support;
using ScopeAuth.Console.Tests.Support;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Audit;

namespace ScopeAuth.Browser.Tests;

/// <summary>Two nodes on one PostgreSQL, each with its console: what is done on the pages of one holds for the calls of the other, and its pages show it.</summary>
public sealed class TwoNodesTests(PostgreSqlCluster cluster, Chromium chromium, ITestOutputHelper output) : BrowserTest(chromium)
{
    private const string Organization = "zscaler.net::1234567";
    private const string Call = "/api/firewall";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private TestAuthorizationServer _server = null!;
    private ConsoleHost _here = null!;
    private ConsoleHost _there = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        _server = await TestAuthorizationServer.StartAsync(Vendor.Okta, options =>
        {
            options.Algorithm = "ES256";
            options.Organizations.Add(Organization);
        }, Cancelled);
        var database = await cluster.CreateDatabaseAsync();
        (_here, _there) = (await StartAsync(database), await StartAsync(database));
        foreach (var host in new[] { _here, _there })
            await Eventually.IsTrueAsync(() => host.Services.GetRequiredService<AuthorizationServerEditor>().IsLoaded && host.Services.GetRequiredService<ApiRoleEditor>().IsLoaded);
    }

    [Fact]
    public async Task A_server_that_is_disabled_a_role_that_is_changed_and_a_token_that_is_revoked_on_one_node_are_so_on_the_other()
    {
        var (page, other) = (await OpenAsync(_here, "add-role"), await OpenAsync(_there, "servers"));
        var token = _server.IssueToken(new TestToken { Scopes = [$"{Organization}::Courier"], TokenId = "the-token" });
        await page.Locator("[name=Name]").FillAsync("Courier");
        await SaveAccessAsync(page, "View");
        await page.GotoAsync(To(_here, "add-server?vendor=Okta"));
        await page.FillServerAsync("acme", _server.Issuer, Organization);
        await page.AllowLoopbackAsync();
        await ChangeAsync("added", page.Button("Save").FollowAsync, token, HttpStatusCode.OK);
        var row = other.Locator("#servers tr").Filter(new() { HasText = "acme" });
        await other.UntilShownAsync(row.GetByText("Enabled"));

        await ChangeAsync("disabled", page.Button("Disable").FollowAsync, token, HttpStatusCode.Unauthorized);
        await other.UntilShownAsync(row.GetByText("Disabled"));
        await ChangeAsync("enabled", page.Button("Enable").FollowAsync, token, HttpStatusCode.OK);

        await page.GotoAsync(To(_here, "roles/Courier/edit"));
        await ChangeAsync("role changed", () => SaveAccessAsync(page, "None"), token, HttpStatusCode.Forbidden);
        await other.GotoAsync(To(_there, "roles"));
        await other.UntilShownAsync(other.Locator("#roles tr").Filter(new() { HasText = "Courier" }).Locator(".access.none"));
        await page.GotoAsync(To(_here, "roles/Courier/edit"));
        await ChangeAsync("role changed back", () => SaveAccessAsync(page, "View"), token, HttpStatusCode.OK);

        await page.GotoAsync(To(_here, "revocations"));
        var form = page.Locator("section:has(#revoke) form");
        await form.Locator("[name=server]").SelectOptionAsync("acme");
        await form.Locator("[name=value]").FillAsync("the-token");
        await form.Locator("[name=confirm]").FillAsync("YES");
        await ChangeAsync("revoked", form.GetByRole(AriaRole.Button).FollowAsync, token, HttpStatusCode.Unauthorized);
        await other.GotoAsync(To(_there, "revocations"));
        var revocation = other.Locator("#revocations tr").Filter(new() { HasText = "the-token" });
        await other.UntilShownAsync(revocation);

        // And back: what the other node's page lifts is good here.
        await revocation.GetByRole(AriaRole.Button).FollowAsync();
        await UntilAsync(_here, token, HttpStatusCode.OK);
        Assert.Empty(Complaints);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var host in new[] { _here, _there }) if (host is not null) await host.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    // Changes travel by notification; the interval is what is left where one is lost, so a test that counted on it would be slow, and would show.
    private static Task<ConsoleHost> StartAsync(string database) => ConsoleHost.StartAsync(
        map: app => app.MapGet(Call, () => "served").RequireApiAccess("Firewall"),
        addStores: stores => stores.AddPostgreSqlRevocations(database).AddPostgreSqlRegistrations(database));

    private static string To(ConsoleHost host, string path) => $"{host.Origin}/admin/{path}";

    private static async Task SaveAccessAsync(IPage page, string access)
    {
        await page.GetByLabel("Firewall").SelectOptionAsync(access);
        await page.GetByLabel("Organisations").FillAsync("*");
        await page.Button("Save").FollowAsync();
        await Expect(page.GetByText("Saved. It holds from the next request on.")).ToBeVisibleAsync();
    }

    private static async Task UntilAsync(ConsoleHost host, string token, HttpStatusCode expected)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Call) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
            using var response = await host.Http.SendAsync(request, Cancelled);
            if (response.StatusCode == expected) return;
            Assert.True(TimeProvider.System.GetElapsedTime(start) < LongestWait, $"{expected} was expected for a minute, and it is {response.StatusCode}.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Cancelled);
        }
    }

    private async Task<IPage> OpenAsync(ConsoleHost host, string path)
    {
        var page = await OpenAsync(new BrowserNewContextOptions { ExtraHTTPHeaders = [KeyValuePair.Create(NamedInHeader.Header, "admin")] });
        await page.GotoAsync(To(host, path));
        return page;
    }

    /// <summary>Does something on one node's page, and waits until the other node's API answers so. How long that took is said, and is no condition.</summary>
    private async Task ChangeAsync(string what, Func<Task> change, string token, HttpStatusCode expected)
    {
        var start = TimeProvider.System.GetTimestamp();
        var changed = change();
        await UntilAsync(_there, token, expected);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms from the click on one node to the answer of the other"));
        await changed;
    }
}
