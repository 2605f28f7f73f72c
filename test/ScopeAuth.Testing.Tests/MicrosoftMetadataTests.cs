using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

public sealed class MicrosoftMetadataTests
{
    private const string Template = "https://login.microsoftonline.com/{tenantid}/v2.0";

    [Theory]
    [InlineData(1, "https://sts.windows.net/5f1c6d3e-8a0b-4b59-9c38-6a1f0d2b7e44/")]
    [InlineData(2, "https://login.microsoftonline.com/5f1c6d3e-8a0b-4b59-9c38-6a1f0d2b7e44/v2.0")]
    public async Task Documents_come_from_the_loopback_and_name_Microsofts_issuer(int version, string issuer)
    {
        await using var server = await TestAuthorizationServer.StartAsync(
            Vendor.EntraId, options => options.EntraTokenVersion = version, Http.Cancelled);
        var settings = server.ConfigurationFor("acme").ToDictionary(StringComparer.Ordinal);

        var metadata = await Http.GetJsonAsync(new(settings["AuthorizationServers:acme:MetadataUri"]!));

        Assert.Equal(issuer, server.Issuer);
        Assert.Equal(issuer, settings["AuthorizationServers:acme:Issuer"]);
        Assert.Equal(issuer, (string?)metadata["issuer"]);
        Assert.Equal(server.JwksUri, new Uri((string)metadata["jwks_uri"]!));
        Assert.True(server.JwksUri.IsLoopback);
    }

    [Fact]
    public async Task Both_versions_are_served_at_once()
    {
        await using var server = await TestAuthorizationServer.StartAsync(Vendor.EntraId, cancellationToken: Http.Cancelled);
        const string Tenant = "5f1c6d3e-8a0b-4b59-9c38-6a1f0d2b7e44";

        var first = await Http.GetJsonAsync(new(server.BaseAddress, $"/{Tenant}/.well-known/openid-configuration"));
        var second = await Http.GetJsonAsync(new(server.BaseAddress, $"/{Tenant}/v2.0/.well-known/openid-configuration"));

        Assert.Equal($"https://sts.windows.net/{Tenant}/", (string?)first["issuer"]);
        Assert.EndsWith($"/{Tenant}/discovery/keys", (string?)first["jwks_uri"], StringComparison.Ordinal);
        Assert.Equal($"https://login.microsoftonline.com/{Tenant}/v2.0", (string?)second["issuer"]);
        Assert.EndsWith($"/{Tenant}/discovery/v2.0/keys", (string?)second["jwks_uri"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_version_2_name_the_issuer_they_belong_to()
    {
        await using var server = await TestAuthorizationServer.StartAsync(Vendor.EntraId, cancellationToken: Http.Cancelled);

        Assert.All(await KeysAsync(server), key => Assert.Equal(Template, (string?)key["issuer"]));
        Assert.All(await KeysAsync(server), key => Assert.Equal((string?)key["kid"], (string?)key["x5t"]));
        Assert.All(await KeysAsync(server), key => Assert.False(key.ContainsKey("alg")));
    }

    [Fact]
    public async Task Keys_can_name_another_issuer()
    {
        const string Consumers = "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
        await using var server = await TestAuthorizationServer.StartAsync(
            Vendor.EntraId, options => options.EntraKeyIssuer = Consumers, Http.Cancelled);

        Assert.All(await KeysAsync(server), key => Assert.Equal(Consumers, (string?)key["issuer"]));
    }

    [Theory]
    [InlineData("organizations")]
    [InlineData("common")]
    public async Task A_multi_tenant_document_names_the_template(string tenant)
    {
        await using var server = await TestAuthorizationServer.StartAsync(
            Vendor.EntraId, options => options.EntraMultiTenant = true, Http.Cancelled);

        var metadata = await Http.GetJsonAsync(new(server.BaseAddress, $"/{tenant}/v2.0/.well-known/openid-configuration"));

        Assert.Equal(Template, (string?)metadata["issuer"]);
        Assert.Contains("/organizations/v2.0/", server.MetadataUri.AbsolutePath, StringComparison.Ordinal);
        Assert.NotEqual(Template, (string?)ParsedToken.Of(server.IssueToken()).Payload["iss"]);
    }

    private static async Task<JsonObject[]> KeysAsync(TestAuthorizationServer server) =>
        [.. (await Http.GetJsonAsync(server.JwksUri))["keys"]!.AsArray().Select(key => key!.AsObject())];
}
