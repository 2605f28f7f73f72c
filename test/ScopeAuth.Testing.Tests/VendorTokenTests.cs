using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

/// <summary>Header members and claims, vendor by vendor.</summary>
public sealed class VendorTokenTests
{
    private const string Scope = "zscaler.net::1234567::FirewallAdmin";
    private const string Other = "zscaler.net::1234567::LocationViewer";

    [Fact]
    public async Task Okta_has_no_type_in_the_header_and_an_array_of_scopes()
    {
        await using var server = Make(Vendor.Okta);
        var token = ParsedToken.Of(server.IssueToken(Scope, Other));

        Assert.Equal(["alg", "kid"], token.HeaderNames());
        Assert.Equal(["aud", "cid", "exp", "iat", "iss", "jti", "scp", "sub", "ver"], token.ClaimNames());
        Assert.Equal("http://as.example/oauth2/default", (string?)token.Payload["iss"]);
        Assert.Equal([Scope, Other], Strings(token.Payload["scp"]));
        Assert.Equal("demo", (string?)token.Payload["cid"]);
        Assert.Equal(1, (int)token.Payload["ver"]!);
        Assert.StartsWith("AT.", (string?)token.Payload["jti"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Microsofts_version_2_names_the_client_azp_and_keeps_Microsofts_issuer()
    {
        await using var server = Make(Vendor.EntraId);
        var token = ParsedToken.Of(server.IssueToken(Scope, Other));
        var tenant = (string?)token.Payload["tid"];

        Assert.Equal(["alg", "kid", "typ"], token.HeaderNames());
        Assert.Equal("JWT", (string?)token.Header["typ"]);
        Assert.Equal(
            ["aio", "aud", "azp", "azpacr", "exp", "iat", "iss", "nbf", "oid", "rh", "roles", "sub", "tid", "uti", "ver"], token.ClaimNames());
        Assert.Equal($"https://login.microsoftonline.com/{tenant}/v2.0", (string?)token.Payload["iss"]);
        Assert.Equal([Scope, Other], Strings(token.Payload["roles"]));
        Assert.Equal("2.0", (string?)token.Payload["ver"]);
        Assert.True(Guid.TryParse((string?)token.Payload["aud"], out _));
    }

    [Fact]
    public async Task Microsofts_version_1_names_the_client_appid_and_has_a_thumbprint()
    {
        await using var server = Make(Vendor.EntraId, options => options.EntraTokenVersion = 1);
        var token = ParsedToken.Of(server.IssueToken(Scope));
        var tenant = (string?)token.Payload["tid"];

        Assert.Equal(["alg", "kid", "typ", "x5t"], token.HeaderNames());
        Assert.Equal(token.KeyId, (string?)token.Header["x5t"]);
        Assert.Equal($"https://sts.windows.net/{tenant}/", (string?)token.Payload["iss"]);
        Assert.Equal("demo", (string?)token.Payload["appid"]);
        Assert.Equal("1.0", (string?)token.Payload["ver"]);
        Assert.False(token.Payload.ContainsKey("azp"));
    }

    [Fact]
    public async Task Microsofts_token_without_a_role_has_no_roles_claim()
    {
        await using var server = Make(Vendor.EntraId);

        Assert.False(ParsedToken.Of(server.IssueToken()).Payload.ContainsKey("roles"));
    }

    [Fact]
    public async Task PingFederate_writes_neither_issuer_nor_time_of_issue()
    {
        await using var server = Make(Vendor.PingFederate);
        var token = ParsedToken.Of(server.IssueToken(Scope, Other));

        Assert.Equal(["alg", "kid"], token.HeaderNames());
        Assert.Equal(["aud", "client_id", "exp", "jti", "scp"], token.ClaimNames());
        Assert.Equal($"{Scope} {Other}", (string?)token.Payload["scp"]);
        Assert.Equal(22, ((string)token.Payload["jti"]!).Length);
    }

    [Fact]
    public async Task PingFederate_writes_the_claims_whose_fields_are_filled_in()
    {
        await using var server = Make(Vendor.PingFederate, options =>
            (options.Issuer, options.Audience, options.TokenType) = ("https://sso.acme.example", "", "at+jwt"));
        var token = ParsedToken.Of(server.IssueToken(new TestToken { Scopes = [Scope], Subject = "someone" }));

        Assert.Equal("at+jwt", (string?)token.Header["typ"]);
        Assert.Equal(["client_id", "exp", "iss", "jti", "scp", "sub"], token.ClaimNames());
        Assert.Equal("https://sso.acme.example", (string?)token.Payload["iss"]);
    }

    [Theory]
    [InlineData(false, "zs:config:zia.zscaler.net:1234567:config:", ":Super Admin")]
    [InlineData(true, "zscaler.net::1234567", "::Super Admin")]
    public async Task ZIdentity_writes_scopes_as_an_array_because_a_role_may_hold_spaces(bool plain, string start, string end)
    {
        await using var server = Make(Vendor.ZIdentity, options => options.ZIdentityPlainScopes = plain);
        var token = ParsedToken.Of(server.IssueToken("zscaler.net::1234567::Super Admin", Scope));
        var scopes = Strings(token.Payload["scope"]);

        Assert.Equal(["alg", "kid", "typ"], token.HeaderNames());
        Assert.Equal(["aud", "client_id", "exp", "iat", "iss", "jti", "scope", "sub"], token.ClaimNames());
        Assert.Equal(2, scopes.Length);
        Assert.StartsWith(start, scopes[0], StringComparison.Ordinal);
        Assert.EndsWith(end, scopes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Zitadel_keys_its_role_claims_by_the_role_and_has_no_scope(bool array)
    {
        await using var server = Make(Vendor.Zitadel, options => options.ZitadelRolesAsArray = array);
        var token = ParsedToken.Of(server.IssueToken(Scope, Other));
        var project = Strings(token.Payload["aud"]).Single();

        Assert.Equal("JWT", (string?)token.Header["typ"]);
        Assert.DoesNotContain(token.ClaimNames(), name => name is "scope" or "scp" or "roles");
        foreach (var claim in new[] { "urn:zitadel:iam:org:project:roles", $"urn:zitadel:iam:org:project:{project}:roles" })
        {
            var roles = array
                ? token.Payload[claim]!.AsArray().Select(role => role!.AsObject().Single())
                : token.Payload[claim]!.AsObject();
            Assert.Equal([Scope, Other], roles.Select(role => role.Key));
            Assert.All(roles, role => Assert.Single(role.Value!.AsObject()));
        }
    }

    [Fact]
    public async Task Safewhere_writes_bare_role_names_one_as_a_string_and_several_as_an_array()
    {
        await using var server = Make(Vendor.SafewhereIdentify);
        var one = ParsedToken.Of(server.IssueToken(Scope)).Payload;
        var several = ParsedToken.Of(server.IssueToken(Scope, Other)).Payload;

        Assert.Equal("FirewallAdmin", (string?)one["urn:identify:rest-api:role"]);
        Assert.Equal(["FirewallAdmin", "LocationViewer"], Strings(several["urn:identify:rest-api:role"]));
        Assert.Equal("https://api.example", (string?)one["aud"]);
        Assert.False(ParsedToken.Of(server.IssueToken()).Payload.ContainsKey("urn:identify:rest-api:role"));
    }

    [Fact]
    public async Task A_generic_server_follows_RFC_9068()
    {
        await using var server = Make(Vendor.Generic, options => options.TokenType = "at+jwt");
        var token = ParsedToken.Of(server.IssueToken(Scope, Other));

        Assert.Equal("at+jwt", (string?)token.Header["typ"]);
        Assert.Equal(["aud", "client_id", "exp", "iat", "iss", "jti", "scope", "sub"], token.ClaimNames());
        Assert.Equal($"{Scope} {Other}", (string?)token.Payload["scope"]);
        Assert.Equal("http://as.example", (string?)token.Payload["iss"]);
    }

    private static TestAuthorizationServer Make(Vendor vendor, Action<TestAuthorizationServerOptions>? configure = null) =>
        new(vendor, new("http://as.example/"), configure);

    private static string[] Strings(JsonNode? array) => [.. array!.AsArray().Select(value => (string)value!)];
}
