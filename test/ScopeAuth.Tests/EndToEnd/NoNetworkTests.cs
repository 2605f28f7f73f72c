using Microsoft.Extensions.Hosting;
using ScopeAuth.Keys;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Rule 3: no network call for a token that a local check can refuse.</summary>
public sealed class NoNetworkTests : IAsyncLifetime
{
    private TestAuthorizationServer _server = null!;
    private TestAuthorizationServer _withoutIssuer = null!;
    private TestApi _api = null!;

    // Without the background refresh, keys are loaded by the first token that needs one, and by nothing else.
    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync();
        _withoutIssuer = await TestServers.StartAsync(Vendor.PingFederate);
        _api = await TestApi.StartAsync(
            [.. _server.ConfigurationFor("server"), .. _withoutIssuer.ConfigurationFor("ping"), TestServers.Setting("server", "Algorithms:0", "ES256")],
            configure: builder => builder.Services.Remove(builder.Services.Single(
                service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(KeyRefresher))));
    }

    public static TheoryData<string, Rejection> Refusals => new()
    {
        { "unknown issuer", Rejection.UnknownIssuer },
        { "no issuer at another server", Rejection.UnknownKey },
        { "algorithm of a shared secret", Rejection.AlgorithmNotAllowed },
        { "algorithm that the server may not use", Rejection.AlgorithmNotAllowed },
        { "no algorithm at all", Rejection.AlgorithmNotAllowed },
        { "type of another token", Rejection.TokenTypeNotAllowed },
        { "ID token", Rejection.TokenTypeNotAllowed },
        { "expired", Rejection.Expired },
        { "not yet valid", Rejection.NotYetValid },
        { "issued in the future", Rejection.NotYetValid },
        { "lives too long", Rejection.LifetimeTooLong },
        { "never expires", Rejection.InvalidClaim },
        { "expires at no time", Rejection.InvalidClaim },
        { "audience", Rejection.WrongAudience },
        { "no audience", Rejection.WrongAudience },
        { "client", Rejection.WrongClient },
        { "no client", Rejection.WrongClient },
        { "bound", Rejection.UnverifiedBinding },
        { "malformed", Rejection.Malformed },
        { "not text", Rejection.Malformed },
        { "encrypted", Rejection.EncryptedToken },
        { "critical extension", Rejection.UnsupportedHeader },
        { "too long", Rejection.TokenTooLong },
        { "key ID too long", Rejection.UnknownKey },
        { "key in the header", Rejection.AlgorithmNotAllowed },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_token_that_a_local_check_refuses_causes_no_request(string what, Rejection expected)
    {
        var answer = await _api.AskAsync("/whoami", Token(what));

        if (what == "no issuer at another server") Assert.NotEqual(200, answer.Status);       // a server without issuer has to be asked for its keys
        else Assert.Equal((expected, (0, 0), (0, 0)), (answer.Rejection!.Value, Requests(_server), Requests(_withoutIssuer)));
    }

    [Fact]
    public async Task The_first_token_that_no_local_check_refuses_causes_one_fetch_and_the_next_ones_none()
    {
        Assert.Equal((0, 0), Requests(_server));

        for (var request = 0; request < 3; request++)
            Assert.Equal(200, (await _api.AskAsync("/whoami", Token("good"))).Status);

        Assert.Equal((1, 1), Requests(_server));
        Assert.Equal((0, 0), Requests(_withoutIssuer));
    }

    [Fact]
    public async Task Addresses_in_a_token_are_never_asked()
    {
        foreach (var member in (string[])["jku", "x5u", "iss_metadata", "url"])
        {
            var token = _server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], Header = { [member] = _withoutIssuer.JwksUri.AbsoluteUri } });
            await _api.AskAsync("/whoami", token);
        }

        Assert.Equal((0, 0), Requests(_withoutIssuer));
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _server.DisposeAsync();
        await _withoutIssuer.DisposeAsync();
    }

    private static (int Metadata, int Keys) Requests(TestAuthorizationServer server) => (server.Requests.Metadata, server.Requests.Keys);

    private string Token(string what)
    {
        string[] scopes = [$"{TestServers.Organization}::Auditor"];
        var now = TimeProvider.System.GetUtcNow();
        return what switch
        {
            "malformed" => "a.b.c",
            "not text" => _server.IssueToken(new TestToken { RawPayload = "{\"iss\":\"\\ud800\"}" }),
            "encrypted" => "a.b.c.d.e",
            "too long" => new string('a', 20_000),
            _ => _server.IssueToken(what switch
            {
                "unknown issuer" => new TestToken { Scopes = scopes, Claims = { ["iss"] = _server.Issuer + "/" } },
                "no issuer at another server" => new TestToken { Scopes = scopes, RemovedClaims = ["iss"] },
                "algorithm of a shared secret" => new TestToken { Scopes = scopes, HmacKey = "secret"u8.ToArray() },
                "algorithm that the server may not use" => new TestToken { Scopes = scopes, Header = { ["alg"] = "RS256" } },
                "no algorithm at all" => new TestToken { Scopes = scopes, Header = { ["alg"] = "none" } },
                "type of another token" => new TestToken { Scopes = scopes, Header = { ["typ"] = "secevent+jwt" } },
                "ID token" => new TestToken { Scopes = scopes, Claims = { ["nonce"] = "n" } },
                "expired" => new TestToken { Scopes = scopes, IssuedAt = now.AddHours(-2) },
                "not yet valid" => new TestToken { Scopes = scopes, Claims = { ["nbf"] = now.AddMinutes(5).ToUnixTimeSeconds() } },
                "issued in the future" => new TestToken { Scopes = scopes, IssuedAt = now.AddMinutes(5) },
                "lives too long" => new TestToken { Scopes = scopes, Lifetime = TimeSpan.FromDays(2) },
                "never expires" => new TestToken { Scopes = scopes, RemovedClaims = ["exp"] },
                "expires at no time" => new TestToken { Scopes = scopes, Claims = { ["exp"] = "tomorrow" } },
                "audience" => new TestToken { Scopes = scopes, Audience = "https://other.example" },
                "no audience" => new TestToken { Scopes = scopes, RemovedClaims = ["aud"] },
                "client" => new TestToken { Scopes = scopes, ClientId = "other" },
                "no client" => new TestToken { Scopes = scopes, RemovedClaims = ["client_id"] },
                "bound" => new TestToken { Scopes = scopes, Claims = { ["cnf"] = "x" } },
                "critical extension" => new TestToken { Scopes = scopes, Header = { ["crit"] = "exp" } },
                "key ID too long" => new TestToken { Scopes = scopes, Header = { ["kid"] = new string('k', 257) } },
                "key in the header" => new TestToken { Scopes = scopes, Header = { ["jwk"] = "x", ["jku"] = _server.JwksUri.AbsoluteUri, ["alg"] = "ES384" } },
                "good" => new TestToken { Scopes = scopes },
                _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Not a case."),
            }),
        };
    }
}
