using System.Net;
using System.Text.Json;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd.Vendors;

public sealed class EveryVendorTests
{
    private const string Organization = "zscaler.net::1234567";

    public static TheoryData<Vendor> Vendors => [.. Enum.GetValues<Vendor>()];

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_token_of_each_vendor_is_admitted_with_its_role(Vendor vendor)
    {
        await using var server = await TestAuthorizationServer.StartAsync(vendor, options => options.Organizations.Add(Organization));
        await using var api = await TestApi.StartAsync(server);

        using var response = await api.GetAsync("/whoami", server.IssueToken($"{Organization}::FirewallAdmin"));
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode} {response.Headers.WwwAuthenticate} {body} {string.Join('\n', api.Logs.Entries)}");
        var caller = JsonDocument.Parse(body).RootElement;
        Assert.Equal("oauth-FirewallAdmin$@1234567.zscaler.net", caller.GetProperty("adminId").GetString());
        Assert.Equal(Organization, caller.GetProperty("organization").GetString());
        Assert.Equal("demo", caller.GetProperty("clientId").GetString());
        Assert.Equal("server", caller.GetProperty("authorizationServer").GetString());
    }
}
