using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

public sealed class ApiKeyTests : IAsyncLifetime
{
    private const string Observer = "zscaler.net::1234567::UserObserver";
    private const string Contributor = "zscaler.net::1234567::UserContributor";

    private readonly StoppedClock _clock = new(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private TestAuthorizationServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestAuthorizationServer.StartAsync(
        Vendor.SafewhereIdentify,
        options =>
        {
            options.TimeProvider = _clock;
            options.Algorithm = "ES256";          // its keys are made a hundred times faster
            options.Organizations.Add("zscaler.net::1234567");
            options.Clients.Add(new() { Id = "other", Secret = "s" });
            options.Administrators.Add("alice");
        },
        Http.Cancelled);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_key_is_exchanged_for_an_hour_with_the_chosen_roles_and_one_audience()
    {
        var key = _server.ApiKeys.Create("nightly", [Observer], subject: "alice");

        var answer = await ExchangeAsync(key);
        var token = ParsedToken.Of((string)answer["access_token"]!);

        Assert.Equal(3600, (long)answer["expires_in"]!);
        Assert.Equal(3600, token.Lifetime);
        Assert.Equal("UserObserver", (string?)token.Payload["urn:identify:rest-api:role"]);
        Assert.Equal("https://api.example", (string?)token.Payload["aud"]);
        Assert.Equal("alice", (string?)token.Payload["sub"]);
    }

    [Fact]
    public async Task A_key_may_be_exchanged_for_fewer_roles_but_not_for_others()
    {
        var key = _server.ApiKeys.Create("nightly", [Observer, Contributor]);

        var both = ParsedToken.Of((string)(await ExchangeAsync(key))["access_token"]!);
        var fewer = ParsedToken.Of((string)(await ExchangeAsync(key, ("scope", Contributor)))["access_token"]!);
        var others = await ExchangeAsync(key, ("scope", "zscaler.net::1234567::Administrator"));

        Assert.Equal("""["UserObserver","UserContributor"]""", both.Payload["urn:identify:rest-api:role"]!.ToJsonString());
        Assert.Equal("UserContributor", (string?)fewer.Payload["urn:identify:rest-api:role"]);
        Assert.Equal("invalid_scope", (string?)others["error"]);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(30)]
    public async Task A_key_expires_after_its_days(int days)
    {
        var key = days == 7 ? _server.ApiKeys.Create("nightly", [Observer]) : _server.ApiKeys.Create("nightly", [Observer], days);
        _clock.Now += TimeSpan.FromDays(days) - TimeSpan.FromSeconds(1);
        Assert.True((await ExchangeAsync(key)).ContainsKey("access_token"));

        _clock.Now += TimeSpan.FromSeconds(1);

        Assert.Equal("invalid_grant", (string?)(await ExchangeAsync(key))["error"]);
        Assert.Equal(TestTokenStatus.Expired, key.Status);
        Assert.False(key.Revoke());
    }

    [Fact]
    public async Task A_revoked_key_takes_its_access_tokens_with_it_and_no_others()
    {
        var (revoked, kept) = (_server.ApiKeys.Create("nightly", [Observer]), _server.ApiKeys.Create("weekly", [Observer]));
        await ExchangeAsync(revoked);
        await ExchangeAsync(kept);

        Assert.True(revoked.Revoke());

        Assert.Equal("invalid_grant", (string?)(await ExchangeAsync(revoked))["error"]);
        Assert.Equal([TestTokenStatus.Revoked, TestTokenStatus.Active], _server.IssuedTokens.Select(token => token.Status));
        Assert.Equal(
            [("nightly", TestTokenStatus.Revoked), ("weekly", TestTokenStatus.Active)],
            _server.ApiKeys.All.Select(key => (key.Name, key.Status)));
    }

    [Fact]
    public async Task A_key_can_be_revoked_at_the_revocation_endpoint()
    {
        var key = _server.ApiKeys.Create("nightly", [Observer]);
        using var response = await Http.PostAsync(
            _server.RevocationEndpoint!, Http.Basic("demo", "demo-secret"),
            ("token", key.RefreshToken), ("token_type_hint", "refresh_token"));

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(TestTokenStatus.Revoked, key.Status);
    }

    [Fact]
    public async Task Another_client_cannot_exchange_a_key()
    {
        var key = _server.ApiKeys.Create("nightly", [Observer]);

        Assert.Equal(
            (400, "invalid_grant"),
            await Http.ErrorAsync(Http.PostAsync(
                _server.TokenEndpoint, Http.Basic("other", "s"), ("grant_type", "refresh_token"), ("refresh_token", key.RefreshToken))));
    }

    [Fact]
    public void A_key_needs_roles_of_the_servers_organisations_and_a_lifetime()
    {
        Assert.Throws<ArgumentException>(() => _server.ApiKeys.Create("x", []));
        Assert.Throws<ArgumentException>(() => _server.ApiKeys.Create("x", ["zscaler.net::7654321::UserObserver"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _server.ApiKeys.Create("x", [Observer], 0));
        Assert.Empty(_server.ApiKeys.All);
    }

    [Fact]
    public void Only_an_administrator_makes_keys()
    {
        Assert.Throws<UnauthorizedAccessException>(() => _server.ApiKeys.Create("x", [Observer], subject: "bob"));
        Assert.Empty(_server.ApiKeys.All);
    }

    [Fact]
    public async Task Other_vendors_have_no_keys()
    {
        await using var okta = await TestAuthorizationServer.StartAsync(Vendor.Okta, cancellationToken: Http.Cancelled);

        Assert.Throws<NotSupportedException>(() => okta.ApiKeys.Create("x", [Observer]));
        Assert.Equal(
            (400, "unsupported_grant_type"),
            await Http.ErrorAsync(Http.PostAsync(okta.TokenEndpoint, Http.Basic("demo", "demo-secret"), ("grant_type", "refresh_token"))));
    }

    private async Task<JsonObject> ExchangeAsync(TestApiKey key, params (string, string)[] more)
    {
        using var response = await Http.PostAsync(
            _server.TokenEndpoint, Http.Basic("demo", "demo-secret"),
            [("grant_type", "refresh_token"), ("refresh_token", key.RefreshToken), .. more]);
        return await Http.ReadAsync(response);
    }
}
