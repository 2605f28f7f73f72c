using System.Text.Json.Nodes;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd.Vendors;

/// <summary>Products without a preset of their own, with tokens as they are seen in the wild.</summary>
public sealed class GenericServersTests(GenericServersTests.Host host) : IClassFixture<GenericServersTests.Host>
{
    private const string Scope = $"{TestServers.Organization}::Auditor";

    /// <summary>A token's header and payload; {iss}, {iat} and {exp} are filled in.</summary>
    public static TheoryData<string, string, string> Accepted => new()
    {
        {
            "Keycloak", """{ "alg" : "ES256", "typ" : "JWT", "kid" : "{kid}" }""",
            $$"""
            { "exp": {exp}, "iat": {iat}, "jti": "f73a4a37-0d0d-4b1c-8c68-9a6f6a4d3a11", "iss": "{iss}", "aud": [ "https://api.example", "account" ],
              "sub": "7ddaf89f-0a0b-4a0b-9a0b-0a0b0a0b0a0b", "typ": "Bearer", "azp": "demo", "acr": "1", "allowed-origins": [ "/*" ],
              "realm_access": { "roles": [ "offline_access", "uma_authorization", "{{TestServers.Organization}}::FirewallAdmin" ] },
              "resource_access": { "account": { "roles": [ "manage-account" ] } }, "scope": "email {{Scope}} profile", "clientHost": "192.168.107.192",
              "preferred_username": "service-account-demo", "clientAddress": "192.168.107.192", "client_id": "demo" }
            """
        },
        {
            "Auth0", """{"alg":"ES256","typ":"JWT","kid":"{kid}"}""",
            $$"""
            { "iss": "{iss}", "sub": "demo@clients", "aud": [ "https://api.example", "https://my-domain.auth0.com/userinfo" ], "azp": "demo", "exp": {exp},
              "iat": {iat}, "scope": "openid profile {{Scope}}", "gty": "client-credentials", "permissions": [ "read:patients" ] }
            """
        },
        {
            "Auth0 in the dialect of RFC 9068", """{"alg":"ES256","typ":"at+jwt","kid":"{kid}"}""",
            $$"""
            { "iss": "{iss}", "sub": "demo@clients", "aud": "https://api.example", "client_id": "demo", "exp": {exp}, "iat": {iat}, "jti": "abc", "scope": "{{Scope}}" }
            """
        },
        {
            "Azure AD B2C", """{"alg":"ES256","kid":"{kid}","typ":"JWT"}""",
            $$"""{ "iss": "{iss}", "exp": {exp}, "nbf": {iat}, "aud": "https://api.example", "azp": "demo", "ver": "1.0", "iat": {iat}, "scp": "{{Scope}}" }"""
        },
        {
            "numbers as fractions", """{"alg":"ES256","kid":"{kid}"}""",
            $$"""{ "iss": "{iss}", "exp": {exp}.75, "nbf": {iat}.0, "iat": {iat}.5, "aud": "https://api.example", "client_id": "demo", "roles": [ "{{Scope}}" ] }"""
        },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task A_token_of_another_product_is_accepted(string product, string header, string payload)
    {
        var answer = await host.Api.AskAsync("/whoami", Token(header, payload));

        Assert.True(answer.Status == 200, $"{product}: {answer}");
        Assert.Equal(("Auditor", "demo"), (Assert.Single(answer.Json.GetProperty("roles").EnumerateArray()).GetString(), answer.Json.GetProperty("clientId").GetString()));
    }

    [Fact]
    public async Task Cognito_writes_no_audience_so_any_is_what_has_to_be_said()
    {
        var token = Token(
            """{"kid":"{kid}","alg":"ES256"}""",
            $$"""
            { "sub": "demo", "token_use": "access", "scope": "{{Scope}}", "auth_time": {iat}, "iss": "{iss}", "exp": {exp}, "iat": {iat}, "version": 2,
              "jti": "6a6f6a4d-0a0b-4a0b-9a0b-0a0b0a0b0a0b", "client_id": "demo" }
            """);
        await using var api = await TestApi.StartAsync([.. host.Server.ConfigurationFor("server"), TestServers.Setting("server", "Audiences:0", "*")]);

        Assert.Equal(Rejection.WrongAudience, (await host.Api.AskAsync("/whoami", token)).Rejection);
        Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);
    }

    /// <summary>Tokens of the same issuer, with good signatures, that are no access tokens; even where any audience and any client will do.</summary>
    public static TheoryData<string, string, string> OtherTokens => new()
    {
        { "OpenID Connect ID token with nonce", "JWT", """ "aud": "demo", "nonce": "n-0S6_WzA2Mj" """ },
        { "OpenID Connect ID token beside an access token", "JWT", """ "aud": "demo", "at_hash": "MTIzNDU2Nzg5MDEyMzQ1Ng" """ },
        { "OpenID Connect ID token beside a code", "JWT", """ "aud": "demo", "c_hash": "LDktKdoQak3Pk0cnXxCltA" """ },
        { "Keycloak ID token", "JWT", """ "aud": "demo", "typ": "ID", "azp": "demo" """ },
        { "Keycloak refresh token", "JWT", """ "aud": "https://as.example", "typ": "Refresh", "azp": "demo" """ },
        { "Keycloak offline token", "JWT", """ "typ": "Offline" """ },
        { "Keycloak logout token", "JWT", """ "typ": "Logout" """ },
        { "Cognito ID token", "JWT", """ "aud": "demo", "token_use": "id", "cognito:username": "person" """ },
        { "back-channel logout token", "logout+jwt", """ "aud": "demo", "sid": "x" """ },
        { "back-channel logout token of another type", "JWT", """ "aud": "demo", "events": { "http://schemas.openid.net/event/backchannel-logout": {} } """ },
        { "security event token", "secevent+jwt", """ "aud": "demo" """ },
        { "introspection response", "token-introspection+jwt", """ "token_introspection": { "active": true } """ },
        { "DPoP proof", "dpop+jwt", """ "htm": "GET" """ },
        { "request object", "oauth-authz-req+jwt", """ "response_type": "code" """ },
        { "client assertion", "client-authentication+jwt", """ "aud": "https://as.example" """ },
    };

    [Theory]
    [MemberData(nameof(OtherTokens))]
    public async Task Another_token_of_the_same_issuer_is_no_access_token(string what, string type, string claims)
    {
        await using var api = await TestApi.StartAsync(
            [.. host.Server.ConfigurationFor("server"), TestServers.Setting("server", "Audiences:0", "*"), TestServers.Setting("server", "ClientIds:0", "*")]);
        var rest = $$""" { "iss": "{iss}", "sub": "person", "exp": {exp}, "iat": {iat}, "scope": "{{Scope}}" """;
        var header = $$"""{"alg":"ES256","typ":"{{type}}","kid":"{kid}"}""";
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(header.Replace(type, "JWT", StringComparison.Ordinal), rest + "}"))).Status);

        var answer = await api.AskAsync("/whoami", Token(header, $"{rest}, {claims} }}"));

        Assert.True(answer.Rejection == Rejection.TokenTypeNotAllowed, $"{what}: {answer}");
    }

    public sealed class Host : OneServerApi;

    private string Token(string header, string payload)
    {
        var now = TimeProvider.System.GetUtcNow();
        string Filled(string text) => text.Replace("{kid}", host.Server.KeyId, StringComparison.Ordinal).Replace("{iss}", host.Server.Issuer, StringComparison.Ordinal)
            .Replace("{iat}", $"{now.ToUnixTimeSeconds()}", StringComparison.Ordinal).Replace("{exp}", $"{now.AddHours(1).ToUnixTimeSeconds()}", StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(Filled(payload)));
        return host.Server.IssueToken(new TestToken { RawHeader = Filled(header), RawPayload = Filled(payload) });
    }
}
