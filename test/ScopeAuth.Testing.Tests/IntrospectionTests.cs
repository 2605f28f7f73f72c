using System.Net;
using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

public sealed class IntrospectionTests
{
    private const string Scope = "zscaler.net::1234567::FirewallAdmin";
    private const string Other = "zscaler.net::1234567::LocationViewer";

    public static TheoryData<Vendor> WithIntrospection =>
        [Vendor.Generic, Vendor.Okta, Vendor.PingFederate, Vendor.Zitadel, Vendor.SafewhereIdentify];

    [Theory]
    [MemberData(nameof(WithIntrospection))]
    public async Task The_metadata_leads_to_an_endpoint_that_knows_a_token_until_it_expires(Vendor vendor)
    {
        var clock = new StoppedClock(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = await StartAsync(vendor, options => options.TimeProvider = clock);
        var metadata = await Http.GetJsonAsync(server.MetadataUri);
        var text = server.IssueToken(Scope, Other);
        var token = ParsedToken.Of(text);

        var active = await IntrospectAsync(server, text);
        clock.Now += TimeSpan.FromHours(13);
        var expired = await IntrospectAsync(server, text);

        Assert.Equal(server.IntrospectionEndpoint, new Uri((string)metadata["introspection_endpoint"]!));
        Assert.Contains(
            metadata["introspection_endpoint_auth_methods_supported"]!.AsArray(), method => (string?)method == "client_secret_basic");
        Assert.True((bool)active["active"]!);
        Assert.Equal("demo", (string?)active["client_id"]);
        Assert.Equal("Bearer", (string?)active["token_type"]);
        foreach (var name in new[] { "exp", "iss", "aud", "sub", "jti" })
            Assert.Equal(token.Payload[name]?.ToJsonString(), active[name]?.ToJsonString());
        Assert.Equal("""{"active":false}""", expired.ToJsonString());
        Assert.Equal(2, server.Requests.Introspection);
    }

    [Theory]
    [InlineData(Vendor.Okta)]
    [InlineData(Vendor.PingFederate)]
    [InlineData(Vendor.Generic)]
    public async Task Scopes_are_one_text_whatever_they_are_in_the_token(Vendor vendor)
    {
        await using var server = await StartAsync(vendor);

        Assert.Equal($"{Scope} {Other}", (string?)(await IntrospectAsync(server, server.IssueToken(Scope, Other)))["scope"]);
    }

    [Fact]
    public async Task Zitadels_answer_has_the_roles_in_their_own_claims()
    {
        await using var server = await StartAsync(Vendor.Zitadel);
        var answer = await IntrospectAsync(server, server.IssueToken(Scope, Other));

        Assert.Equal([Scope, Other], answer["urn:zitadel:iam:org:project:roles"]!.AsObject().Select(role => role.Key));
        Assert.Equal("openid urn:zitadel:iam:org:project:id:294645919545098240:aud", (string?)answer["scope"]);
    }

    [Fact]
    public async Task Safewheres_answer_has_the_roles_in_their_own_claim()
    {
        await using var server = await StartAsync(Vendor.SafewhereIdentify);

        var answer = await IntrospectAsync(server, server.IssueToken(Scope));

        Assert.Equal("FirewallAdmin", (string?)answer["urn:identify:rest-api:role"]);
        Assert.False(answer.ContainsKey("scope"));
    }

    [Theory]
    [InlineData("294645919545098240", true)]
    [InlineData("111111111111111111", false)]
    [InlineData(null, true)]
    public async Task Zitadels_tokens_are_active_only_for_clients_in_their_audience(string? project, bool active)
    {
        await using var server = await StartAsync(
            Vendor.Zitadel, options => options.Clients.Add(new() { Id = "api", Secret = "s", ZitadelProjectId = project }));
        using var response = await Http.PostAsync(server.IntrospectionEndpoint!, Http.Basic("api", "s"), ("token", server.IssueToken(Scope)));

        Assert.Equal(active, (bool)(await Http.ReadAsync(response))["active"]!);
    }

    [Theory]
    [MemberData(nameof(WithIntrospection))]
    public async Task An_opaque_token_has_a_meaning_only_here(Vendor vendor)
    {
        await using var server = await StartAsync(vendor, options => options.OpaqueTokens = true);
        using var response = await Http.PostAsync(
            server.TokenEndpoint, Http.Basic("demo", "demo-secret"), ("grant_type", "client_credentials"), ("scope", Scope));
        var token = (string)(await Http.ReadAsync(response))["access_token"]!;

        Assert.DoesNotContain('.', token);
        Assert.True((bool)(await IntrospectAsync(server, token))["active"]!);
        Assert.Contains(KeyValuePair.Create("AuthorizationServers:acme:Validation", (string?)"Introspection"), server.ConfigurationFor("acme"));
    }

    [Theory]
    [MemberData(nameof(WithIntrospection))]
    public async Task A_token_that_this_server_did_not_issue_is_inactive(Vendor vendor)
    {
        await using var server = await StartAsync(vendor);
        await using var other = await StartAsync(vendor);
        string[] tokens =
        [
            "text",
            other.IssueToken(Scope),
            server.IssueToken(new TestToken { BreakSignature = true }),
            server.IssueToken(new TestToken { SignWith = other }),
            server.IssueToken(new TestToken { WithoutSignature = true }),
            server.IssueToken(new TestToken { RawPayload = "{}" }),
        ];

        foreach (var token in tokens)
            Assert.Equal("""{"active":false}""", (await IntrospectAsync(server, token)).ToJsonString());
    }

    [Theory]
    [MemberData(nameof(WithIntrospection))]
    public async Task A_caller_that_is_no_client_learns_nothing(Vendor vendor)
    {
        await using var server = await StartAsync(vendor);
        var token = server.IssueToken(Scope);

        using var wrong = await Http.PostAsync(server.IntrospectionEndpoint!, Http.Basic("demo", "wrong"), ("token", token));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal("invalid_client", (string?)(await Http.ReadAsync(wrong))["error"]);
        Assert.Equal((401, "invalid_client"), await Http.ErrorAsync(Http.PostAsync(server.IntrospectionEndpoint!, ("token", token))));
        Assert.Equal(
            (400, "invalid_request"),
            await Http.ErrorAsync(Http.PostAsync(server.IntrospectionEndpoint!, Http.Basic("demo", "demo-secret"))));
    }

    [Theory]
    [InlineData(Vendor.Zitadel, 401, 401)]
    [InlineData(Vendor.Okta, 200, 200)]
    [InlineData(Vendor.PingFederate, 200, 200)]
    [InlineData(Vendor.Generic, 200, 401)]
    [InlineData(Vendor.SafewhereIdentify, 200, 401)]
    public async Task Vendors_differ_in_the_ways_a_caller_may_authenticate(Vendor vendor, int bySecretInForm, int withoutSecret)
    {
        await using var server = await StartAsync(vendor, options => options.Clients.Add(new() { Id = "api" }));
        var token = server.IssueToken(Scope);

        using var post = await Http.PostAsync(
            server.IntrospectionEndpoint!, ("token", token), ("client_id", "demo"), ("client_secret", "demo-secret"));
        using var none = await Http.PostAsync(server.IntrospectionEndpoint!, ("token", token), ("client_id", "api"));

        Assert.Equal(bySecretInForm, (int)post.StatusCode);
        Assert.Equal(withoutSecret, (int)none.StatusCode);
    }

    [Theory]
    [InlineData(Vendor.EntraId)]
    [InlineData(Vendor.ZIdentity)]
    public async Task Vendors_that_document_no_such_endpoint_have_none(Vendor vendor)
    {
        await using var server = await StartAsync(vendor);
        var metadata = await Http.GetJsonAsync(server.MetadataUri);

        Assert.Null(server.IntrospectionEndpoint);
        Assert.Null(server.RevocationEndpoint);
        Assert.DoesNotContain(metadata, member => member.Key is "introspection_endpoint" or "revocation_endpoint");
    }

    private static Task<TestAuthorizationServer> StartAsync(Vendor vendor, Action<TestAuthorizationServerOptions>? configure = null) =>
        TestAuthorizationServer.StartAsync(
            vendor,
            options =>
            {
                options.Algorithm = "ES256";          // its keys are made a hundred times faster
                options.Organizations.Add("zscaler.net::1234567");
                configure?.Invoke(options);
            },
            Http.Cancelled);

    private static async Task<JsonObject> IntrospectAsync(TestAuthorizationServer server, string token)
    {
        using var response = await Http.PostAsync(server.IntrospectionEndpoint!, Http.Basic("demo", "demo-secret"), ("token", token));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl?.NoStore);
        return await Http.ReadAsync(response);
    }
}
