using System.Net;

namespace ScopeAuth.Testing.Tests;

public sealed class TokenEndpointErrorTests : IAsyncLifetime
{
    private const string Scope = "zscaler.net::1234567::FirewallAdmin";
    private TestAuthorizationServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestAuthorizationServer.StartAsync(
        Vendor.Zitadel,
        options =>
        {
            options.Algorithm = "ES256";          // its keys are made a hundred times faster
            options.Organizations.Add("zscaler.net::1234567");
            options.Clients.Add(new() { Id = "78366401571920522@acme", Secret = "very:weak secret+%" });
            options.Clients.Add(new() { Id = "assigned", Secret = "s", Scopes = [Scope, "zscaler.net::1234567::Super Admin"] });
            options.Clients.Add(new() { Id = "secretless" });
        },
        Http.Cancelled);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_wrong_secret_by_Basic_is_answered_with_a_challenge()
    {
        using var response = await Http.PostAsync(_server.TokenEndpoint, Http.Basic("demo", "wrong"), ("grant_type", "client_credentials"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("invalid_client", (string?)(await Http.ReadAsync(response))["error"]);
    }

    [Theory]
    [InlineData("demo", "wrong")]
    [InlineData("unknown", "demo-secret")]
    [InlineData("secretless", "")]
    [InlineData("", "")]
    public async Task A_wrong_client_by_form_is_answered_without_a_challenge(string id, string secret)
    {
        using var response = await Http.PostAsync(
            _server.TokenEndpoint, ("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret), ("scope", Scope));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
        Assert.Equal("invalid_client", (string?)(await Http.ReadAsync(response))["error"]);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic ???")]
    [InlineData("Basic ZGVtbw==")]
    [InlineData("Bearer ZGVtbzpkZW1vLXNlY3JldA==")]
    public async Task A_malformed_header_is_an_invalid_client(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _server.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.TryAddWithoutValidation("Authorization", header);

        Assert.Equal((401, "invalid_client"), await Http.ErrorAsync(Http.Client.SendAsync(request, Http.Cancelled)));
    }

    [Fact]
    public async Task ID_and_secret_in_the_header_are_form_decoded()
    {
        using var encoded = await Http.PostAsync(
            _server.TokenEndpoint, Http.Basic("78366401571920522%40acme", "very%3Aweak+secret%2B%25"),
            ("grant_type", "client_credentials"), ("scope", Scope));

        Assert.Equal(HttpStatusCode.OK, encoded.StatusCode);
        Assert.Equal(
            (401, "invalid_client"),
            await Http.ErrorAsync(Http.PostAsync(
                _server.TokenEndpoint, Http.Basic("78366401571920522@acme", "very:weak secret+%"), ("grant_type", "client_credentials"))));
    }

    [Fact]
    public async Task Two_ways_to_authenticate_at_once_are_refused() =>
        Assert.Equal(
            (400, "invalid_request"),
            await Http.ErrorAsync(Http.PostAsync(
                _server.TokenEndpoint, Http.Basic("demo", "demo-secret"),
                ("grant_type", "client_credentials"), ("client_secret", "demo-secret"))));

    [Theory]
    [InlineData("zscaler.net::7654321::FirewallAdmin")]
    [InlineData("zscaler.net::1234567::FirewallAdmin zscaler.net::7654321::FirewallAdmin")]
    [InlineData("openid")]
    [InlineData("")]
    public async Task A_scope_outside_the_servers_organisations_is_refused(string scope) =>
        Assert.Equal((400, "invalid_scope"), await RequestAsync("client_credentials", scope));

    [Fact]
    public async Task A_server_can_be_told_to_claim_anothers_organisation()
    {
        await using var server = await TestAuthorizationServer.StartAsync(
            Vendor.Generic, options => options.IssuesAnyScope = true, Http.Cancelled);

        var token = await Http.TokenAsync(server, "zscaler.net::7654321::FirewallAdmin", "openid");

        Assert.Equal("zscaler.net::7654321::FirewallAdmin openid", (string?)token.Payload["scope"]);
    }

    [Theory]
    [InlineData("password", "unsupported_grant_type")]
    [InlineData("", "invalid_request")]
    public async Task Another_grant_type_is_refused(string grantType, string error) =>
        Assert.Equal((400, error), await RequestAsync(grantType, Scope));

    [Fact]
    public async Task A_request_that_is_not_a_form_is_refused()
    {
        using var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");

        Assert.Equal((400, "invalid_request"), await Http.ErrorAsync(Http.Client.PostAsync(_server.TokenEndpoint, json, Http.Cancelled)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("api://something/.default")]
    public async Task A_client_that_names_no_role_gets_the_roles_it_was_assigned(string scope)
    {
        using var response = await Http.PostAsync(
            _server.TokenEndpoint,
            ("grant_type", "client_credentials"), ("client_id", "assigned"), ("client_secret", "s"), ("scope", scope));
        var answer = await Http.ReadAsync(response);
        var roles = ParsedToken.Of((string)answer["access_token"]!).Payload["urn:zitadel:iam:org:project:roles"]!.AsObject();

        Assert.Equal([Scope, "zscaler.net::1234567::Super Admin"], roles.Select(role => role.Key));
    }

    [Fact]
    public async Task A_role_whose_name_holds_a_space_can_be_asked_for()
    {
        var token = await Http.TokenAsync(_server, "zscaler.net::1234567::Super Admin", Scope);
        var roles = token.Payload["urn:zitadel:iam:org:project:roles"]!.AsObject();

        Assert.Equal(["zscaler.net::1234567::Super Admin", Scope], roles.Select(role => role.Key));
    }

    private Task<(int Status, string? Error)> RequestAsync(string grantType, string scope) =>
        Http.ErrorAsync(Http.PostAsync(
            _server.TokenEndpoint, ("grant_type", grantType), ("client_id", "demo"), ("client_secret", "demo-secret"), ("scope", scope)));
}
