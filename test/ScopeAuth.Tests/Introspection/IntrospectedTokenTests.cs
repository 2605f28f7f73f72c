using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Introspection;

/// <summary>A token whose server is asked: opaque or JWT, from the request to the principal.</summary>
public sealed class IntrospectedTokenTests
{
    public static TheoryData<Vendor> Vendors =>
        [Vendor.Generic, Vendor.Okta, Vendor.PingFederate, Vendor.Zitadel, Vendor.SafewhereIdentify];

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task An_opaque_token_gets_its_roles_from_the_answer_of_its_server(Vendor vendor)
    {
        await using var server = await TestServers.StartAsync(vendor, configure: options => options.OpaqueTokens = true);
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("server"));

        var answer = await api.AskAsync("/whoami", Token(server));

        Assert.Equal(200, answer.Status);
        Assert.Contains("oauth-FirewallAdmin$@1234567.zscaler.net", answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"clientId\":\"demo\"", answer.Body, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests.Introspection);
        Assert.Equal(0, server.Requests.Keys);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_jwt_is_asked_about_and_its_keys_are_not_fetched(Vendor vendor)
    {
        await using var server = await TestServers.StartAsync(vendor);
        await using var api = await TestApi.StartAsync(TestServers.AskedConfiguration(server, "server"));

        Assert.Equal(200, (await api.AskAsync("/whoami", Token(server))).Status);
        Assert.Equal((1, 0), (server.Requests.Introspection, server.Requests.Keys));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_jwt_can_be_verified_first_and_then_asked_about(Vendor vendor)
    {
        await using var server = await TestServers.StartAsync(vendor);
        await using var api = await TestApi.StartAsync(
            TestServers.AskedConfiguration(server, "server", TokenValidation.LocalThenIntrospection));

        Assert.Equal(200, (await api.AskAsync("/whoami", Token(server))).Status);
        Assert.Equal((1, 1), (server.Requests.Introspection, server.Requests.Keys));
    }

    private static string Token(TestAuthorizationServer server) => server.IssueToken($"{TestServers.Organization}::FirewallAdmin");
}
