using System.Net;

namespace ScopeAuth.Testing.Tests;

public sealed class RevocationTests
{
    private const string Scope = "zscaler.net::1234567::FirewallAdmin";

    [Theory]
    [InlineData(Vendor.Generic)]
    [InlineData(Vendor.Okta)]
    [InlineData(Vendor.PingFederate)]
    [InlineData(Vendor.Zitadel)]
    [InlineData(Vendor.SafewhereIdentify)]
    public async Task A_client_revokes_its_own_token_and_gets_a_new_one(Vendor vendor)
    {
        await using var server = await StartAsync(vendor);
        var metadata = await Http.GetJsonAsync(server.MetadataUri);
        var token = server.IssueToken(Scope);

        using var response = await RevokeAsync(server, "demo", "demo-secret", token);
        await Http.TokenAsync(server, Scope);

        Assert.Equal(server.RevocationEndpoint, new Uri((string)metadata["revocation_endpoint"]!));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(Http.Cancelled));
        Assert.Equal([TestTokenStatus.Revoked, TestTokenStatus.Active], server.IssuedTokens.Select(issued => issued.Status));
        Assert.Equal(1, server.Requests.Revocation);
    }

    [Fact]
    public async Task A_revoked_token_is_inactive()
    {
        await using var server = await StartAsync(Vendor.Okta);
        var token = server.IssueToken(Scope);
        Assert.True(server.IssuedTokens.Single().Revoke());

        using var response = await Http.PostAsync(server.IntrospectionEndpoint!, Http.Basic("demo", "demo-secret"), ("token", token));

        Assert.Equal("""{"active":false}""", (await Http.ReadAsync(response)).ToJsonString());
    }

    [Fact]
    public async Task Another_clients_token_stays_active()
    {
        await using var server = await StartAsync(Vendor.Okta);
        var token = server.IssueToken(Scope);

        Assert.Equal((400, "invalid_grant"), await Http.ErrorAsync(RevokeAsync(server, "other", "s", token)));
        Assert.Equal(TestTokenStatus.Active, server.IssuedTokens.Single().Status);
    }

    [Fact]
    public async Task An_unknown_token_is_as_good_as_revoked()
    {
        await using var server = await StartAsync(Vendor.Okta);
        using var response = await RevokeAsync(server, "demo", "demo-secret", "unknown");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_caller_has_to_be_a_client_and_name_a_token()
    {
        await using var server = await StartAsync(Vendor.Okta);

        Assert.Equal((401, "invalid_client"), await Http.ErrorAsync(RevokeAsync(server, "demo", "wrong", "token")));
        Assert.Equal((400, "invalid_request"), await Http.ErrorAsync(RevokeAsync(server, "demo", "demo-secret", "")));
    }

    [Fact]
    public async Task Issued_tokens_are_listed_with_their_states()
    {
        var clock = new StoppedClock(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = await StartAsync(Vendor.ZIdentity, options => options.TimeProvider = clock);
        server.IssueToken(new TestToken { TokenId = "1", Scopes = [Scope], Lifetime = TimeSpan.FromMinutes(1) });
        server.IssueToken(new TestToken { TokenId = "2", ClientId = "other" });
        server.IssueToken(new TestToken { TokenId = "3" });
        server.IssuedTokens[1].Revoke();
        clock.Now += TimeSpan.FromMinutes(1);

        var (expired, revoked, active) = (server.IssuedTokens[0], server.IssuedTokens[1], server.IssuedTokens[2]);

        Assert.Equal(("1", "demo", TestTokenStatus.Expired), (expired.TokenId, expired.ClientId, expired.Status));
        Assert.Equal(("2", "other", TestTokenStatus.Revoked), (revoked.TokenId, revoked.ClientId, revoked.Status));
        Assert.Equal(("3", "demo", TestTokenStatus.Active), (active.TokenId, active.ClientId, active.Status));
        Assert.Equal([Scope], expired.Scopes);
        Assert.Equal(clock.Now, expired.ExpiresAt);
        Assert.Equal("1", (string?)ParsedToken.Of(expired.Value).Payload["jti"]);
        Assert.False(expired.Revoke());                                            // only active tokens can be revoked
        Assert.False(revoked.Revoke());
    }

    private static Task<TestAuthorizationServer> StartAsync(Vendor vendor, Action<TestAuthorizationServerOptions>? configure = null) =>
        TestAuthorizationServer.StartAsync(
            vendor,
            options =>
            {
                options.Algorithm = "ES256";          // its keys are made a hundred times faster
                options.Organizations.Add("zscaler.net::1234567");
                options.Clients.Add(new() { Id = "other", Secret = "s" });
                configure?.Invoke(options);
            },
            Http.Cancelled);

    private static Task<HttpResponseMessage> RevokeAsync(TestAuthorizationServer server, string id, string secret, string token) =>
        Http.PostAsync(server.RevocationEndpoint!, Http.Basic(id, secret), ("token", token));
}
