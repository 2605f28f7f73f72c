using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ScopeAuth.Console.Tests.Support;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Browser.Tests.Support;

/// <summary>A test of two nodes on one PostgreSQL, each with its console and an API, and an authorization server that neither knows yet.</summary>
public abstract class TwoNodesTest(PostgreSqlCluster cluster, Chromium chromium) : BrowserTest(chromium)
{
    protected const string Organization = "zscaler.net::1234567";
    protected const string Call = "/api/firewall";

    private protected TestAuthorizationServer Server { get; private set; } = null!;

    private protected ConsoleHost Here { get; private set; } = null!;

    private protected ConsoleHost There { get; private set; } = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        Server = await TestAuthorizationServer.StartAsync(Vendor.Okta, options =>
        {
            options.Algorithm = "ES256";
            options.Organizations.Add(Organization);
        }, Cancelled);
        var database = await cluster.CreateDatabaseAsync();
        (Here, There) = (await StartAsync(database), await StartAsync(database));
        foreach (var host in new[] { Here, There })
            await Eventually.IsTrueAsync(() => host.Services.GetRequiredService<AuthorizationServerEditor>().IsLoaded && host.Services.GetRequiredService<ApiRoleEditor>().IsLoaded);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var host in new[] { Here, There }) if (host is not null) await host.DisposeAsync();
        if (Server is not null) await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the nodes keep in the database.</summary>
    protected virtual void AddStores(ScopeAuthBuilder stores, string database) => stores.AddPostgreSqlRevocations(database).AddPostgreSqlRegistrations(database);

    private protected static string To(ConsoleHost host, string path) => $"{host.Origin}/admin/{path}";

    private protected string IssueToken(string id) => Server.IssueToken(new TestToken { Scopes = [$"{Organization}::Courier"], TokenId = id });

    private protected async Task<IPage> OpenAsync(ConsoleHost host, string path)
    {
        var page = await OpenAsync(new BrowserNewContextOptions { ExtraHTTPHeaders = [KeyValuePair.Create(NamedInHeader.Header, "admin")] });
        await page.GotoAsync(To(host, path));
        return page;
    }

    private protected static async Task AddRoleAsync(ConsoleHost host, IPage page)
    {
        await page.GotoAsync(To(host, "add-role"));
        await page.Locator("[name=Name]").FillAsync("Courier");
        await FillRoleAsync(page, "View");
        await SaveAsync(page);
    }

    protected static async Task FillRoleAsync(IPage page, string access)
    {
        await page.GetByLabel("Firewall").SelectOptionAsync(access);
        await page.GetByLabel("Organisations").FillAsync("*");
    }

    protected static async Task SaveAsync(IPage page)
    {
        await page.Button("Save").FollowAsync();
        await Expect(page.GetByText("Saved. It holds from the next request on.")).ToBeVisibleAsync();
    }

    private protected async Task FillServerAsync(ConsoleHost host, IPage page)
    {
        await page.GotoAsync(To(host, "add-server?vendor=Okta"));
        await page.FillServerAsync("acme", Server.Issuer, Organization);
        await page.AllowLoopbackAsync();
    }

    /// <summary>Calls a node's API until it answers so.</summary>
    private protected static Task UntilAsync(ConsoleHost host, string token, HttpStatusCode expected) => Eventually.IsAsync(
        async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Call) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
            using var response = await host.Http.SendAsync(request, Cancelled);
            return response.StatusCode;
        },
        status => status == expected,
        $"a node answers {expected}");

    // Changes travel by notification; the interval is what is left where one is lost, so a test that counted on it would be slow, and would show.
    private Task<ConsoleHost> StartAsync(string database) => ConsoleHost.StartAsync(
        builder => builder.Configuration["ScopeAuth:Audit:WhenSinkFails"] = nameof(AuditFailure.LogAndContinue),
        app => app.MapGet(Call, () => "served").RequireApiAccess("Firewall"),
        stores => AddStores(stores, database));
}
