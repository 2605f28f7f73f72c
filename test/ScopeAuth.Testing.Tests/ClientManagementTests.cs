namespace ScopeAuth.Testing.Tests;

public sealed class ClientManagementTests : IAsyncLifetime
{
    private const string Scope = "zscaler.net::1234567::FirewallAdmin";
    private TestAuthorizationServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestAuthorizationServer.StartAsync(
        Vendor.ZIdentity,
        options =>
        {
            options.Algorithm = "ES256";          // its keys are made a hundred times faster
            options.Organizations.Add("zscaler.net::1234567");
        },
        Http.Cancelled);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Disabling_a_client_revokes_its_tokens_and_enabling_lets_it_fetch_new_ones()
    {
        await Http.TokenAsync(_server, Scope);
        _server.IssueToken(new TestToken { ClientId = "other" });

        _server.Clients.Disable("demo");
        var refused = await RequestAsync("demo", "demo-secret");
        _server.Clients.Enable("demo");
        await Http.TokenAsync(_server, Scope);

        Assert.Equal((401, "invalid_client"), refused);
        Assert.Equal(
            [TestTokenStatus.Revoked, TestTokenStatus.Active, TestTokenStatus.Active], _server.IssuedTokens.Select(token => token.Status));
    }

    [Fact]
    public async Task Deleting_a_client_revokes_its_tokens_and_its_name_is_free_again()
    {
        await Http.TokenAsync(_server, Scope);

        _server.Clients.Delete("demo");
        var refused = await RequestAsync("demo", "demo-secret");
        _server.Clients.Add(new() { Id = "demo", Secret = "new" });

        Assert.Equal((401, "invalid_client"), refused);
        Assert.Equal((200, null), await RequestAsync("demo", "new"));
        Assert.Equal([TestTokenStatus.Revoked, TestTokenStatus.Active], _server.IssuedTokens.Select(token => token.Status));
    }

    [Fact]
    public async Task A_client_may_have_its_own_token_lifetime()
    {
        _server.Clients.Add(new() { Id = "short", Secret = "s", AccessTokenLifetime = TimeSpan.FromMinutes(1) });
        using var response = await PostAsync("short", "s");
        var answer = await Http.ReadAsync(response);

        Assert.Equal(60, (long)answer["expires_in"]!);
        Assert.Equal(60, ParsedToken.Of((string)answer["access_token"]!).Lifetime);
    }

    [Fact]
    public void Unknown_and_duplicate_clients_are_refused_by_name()
    {
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => _server.Clients.Disable("x")).Message, StringComparison.Ordinal);
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => _server.Clients.Enable("x")).Message, StringComparison.Ordinal);
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => _server.Clients.Delete("x")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "'demo'", Assert.Throws<ArgumentException>(() => _server.Clients.Add(new() { Id = "demo" })).Message, StringComparison.Ordinal);
        Assert.Equal("demo", Assert.Single(_server.Clients.All).Id);
    }

    private Task<HttpResponseMessage> PostAsync(string id, string secret) =>
        Http.PostAsync(_server.TokenEndpoint, Http.Basic(id, secret), ("grant_type", "client_credentials"), ("scope", Scope));

    private Task<(int Status, string? Error)> RequestAsync(string id, string secret) => Http.ErrorAsync(PostAsync(id, secret));
}
