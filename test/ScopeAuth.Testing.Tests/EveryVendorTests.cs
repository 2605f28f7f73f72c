using System.Net;
using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

public sealed class EveryVendorTests
{
    private const string Organization = "zscaler.net::1234567";
    private const string Scope = "zscaler.net::1234567::FirewallAdmin";

    public static TheoryData<Vendor> Vendors => [.. Enum.GetValues<Vendor>()];

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Metadata_leads_to_a_key_that_verifies_a_token_of_the_token_endpoint(Vendor vendor)
    {
        await using var server = await StartAsync(vendor);

        var metadata = await Http.GetJsonAsync(server.MetadataUri);
        var keys = await Http.GetJsonAsync(new((string)metadata["jwks_uri"]!));
        var token = await Http.TokenAsync(server, Scope);

        Assert.Equal(server.Issuer, (string?)metadata["issuer"]);
        Assert.Equal(server.TokenEndpoint, new Uri((string)metadata["token_endpoint"]!));
        Assert.True(PublishedKeys.Verify(keys, token));
        Assert.Equal(server.KeyId, token.KeyId);
        Assert.Equal((1, 1, 1), (server.Requests.Metadata, server.Requests.Keys, server.Requests.Token));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task The_metadata_of_an_issuer_is_found_where_its_specification_says(Vendor vendor)
    {
        await using var server = await StartAsync(vendor);
        if (vendor is Vendor.EntraId) return;                                      // its issuer is Microsoft's real one

        var metadata = await Http.GetJsonAsync(new($"{server.Issuer}/.well-known/openid-configuration"));

        Assert.Equal(server.Issuer, (string?)metadata["issuer"]);
        Assert.Equal(server.JwksUri, new Uri((string)metadata["jwks_uri"]!));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_client_may_authenticate_by_Basic_or_form_at_the_vendors_path_and_at_token(Vendor vendor)
    {
        await using var server = await StartAsync(vendor);
        foreach (var address in new[] { server.TokenEndpoint, new(server.BaseAddress, "/token") })
        {
            using var basic = await Http.PostAsync(
                address, Http.Basic("demo", "demo-secret"), ("grant_type", "client_credentials"), ("scope", Scope));
            using var form = await Http.PostAsync(
                address, ("grant_type", "client_credentials"), ("client_id", "demo"), ("client_secret", "demo-secret"), ("scope", Scope));

            foreach (var response in new[] { basic, form })
            {
                var answer = await Http.ReadAsync(response);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.True(response.Headers.CacheControl?.NoStore);
                Assert.Equal(["access_token", "token_type", "expires_in", "scope"], answer.Select(member => member.Key));
                Assert.Equal("Bearer", (string?)answer["token_type"]);
                Assert.Equal(Scope, (string?)answer["scope"]);
                Assert.InRange((long)answer["expires_in"]!, 3600, 12 * 3600);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Published_keys_have_an_ID_and_a_use_and_no_private_number(Vendor vendor)
    {
        await using var server = await StartAsync(vendor);

        var keys = (await Http.GetJsonAsync(server.JwksUri))["keys"]!.AsArray().Select(key => key!.AsObject()).ToArray();

        Assert.InRange(keys.Length, 2, 10);
        Assert.Equal(keys.Length, keys.Select(key => (string)key["kid"]!).Distinct().Count());
        Assert.NotEqual(server.KeyId, (string?)keys[0]["kid"]);                    // taking the first key has to fail
        Assert.All(keys, key => Assert.True((string?)key["use"] is "sig" or "enc"));
        Assert.All(keys, key => Assert.DoesNotContain(key, member => member.Key is "d" or "p" or "q" or "dp" or "dq" or "qi"));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task The_configuration_names_the_vendor_the_clients_and_the_organisations(Vendor vendor)
    {
        await using var server = await StartAsync(vendor);

        var settings = server.ConfigurationFor("acme").ToDictionary(StringComparer.Ordinal);

        Assert.All(settings.Keys, key => Assert.StartsWith("AuthorizationServers:acme:", key, StringComparison.Ordinal));
        Assert.Equal(vendor.ToString(), settings["AuthorizationServers:acme:Vendor"]);
        Assert.Equal("demo", settings["AuthorizationServers:acme:ClientIds:0"]);
        Assert.Equal(Organization, settings["AuthorizationServers:acme:Organizations:0"]);
        Assert.Equal("true", settings["AuthorizationServers:acme:AllowHttp"]);
        Assert.Equal(AudienceOf(await Http.TokenAsync(server, Scope)), settings["AuthorizationServers:acme:Audiences:0"]);
    }

    [Fact]
    public async Task PingFederate_publishes_keys_for_encryption_too()
    {
        await using var server = await StartAsync(Vendor.PingFederate);
        var keys = (await Http.GetJsonAsync(server.JwksUri))["keys"]!.AsArray();

        var key = Assert.Single(keys, key => (string?)key!["use"] == "enc");

        Assert.Equal("ECDH-ES", (string?)key!["alg"]);
    }

    [Fact]
    public async Task PingFederate_is_configured_by_its_keys_and_without_an_issuer()
    {
        await using var server = await StartAsync(Vendor.PingFederate);

        var settings = server.ConfigurationFor("acme").ToDictionary(StringComparer.Ordinal);

        Assert.Equal("true", settings["AuthorizationServers:acme:NoIssuer"]);
        Assert.Equal(server.JwksUri.AbsoluteUri, settings["AuthorizationServers:acme:JwksUri"]);
        Assert.False(settings.ContainsKey("AuthorizationServers:acme:Issuer"));
    }

    [Fact]
    public async Task The_configuration_takes_other_organisations_than_the_servers_own()
    {
        await using var server = await StartAsync(Vendor.Okta);

        var settings = server.ConfigurationFor("acme", "zscaler.net::1", "zscaler.net::2").ToDictionary(StringComparer.Ordinal);

        Assert.Equal("zscaler.net::1", settings["AuthorizationServers:acme:Organizations:0"]);
        Assert.Equal("zscaler.net::2", settings["AuthorizationServers:acme:Organizations:1"]);
        Assert.False(settings.ContainsKey("AuthorizationServers:acme:Organizations:2"));
    }

    private static string? AudienceOf(ParsedToken token) =>
        (string?)(token.Payload["aud"] is JsonArray several ? several.Single() : token.Payload["aud"]);

    private static Task<TestAuthorizationServer> StartAsync(Vendor vendor) =>
        TestAuthorizationServer.StartAsync(vendor, options => options.Organizations.Add(Organization), Http.Cancelled);
}
