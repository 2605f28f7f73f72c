using System.Net;
using System.Text.Json;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Peers;

public sealed class OidcProviderTests(OidcProvider provider) : IClassFixture<OidcProvider>
{
    [Theory]
    [InlineData("RS256", "absent JWT at+jwt")]
    [InlineData("PS256", "absent JWT at+jwt")]
    [InlineData("ES256", "absent JWT at+jwt")]
    [InlineData("RS256", "at+jwt")]                     // all of RFC 9068 section 4
    [InlineData("PS256", "at+jwt")]
    [InlineData("ES256", "at+jwt")]
    public async Task A_token_of_a_server_that_is_not_ours_is_admitted(string algorithm, string types)
    {
        await using var api = await TestApi.StartAsync(provider.Configuration, TokenTypes(types));

        using var response = await api.GetAsync("/whoami", await provider.GetTokenAsync(algorithm));

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{body}\n{string.Join('\n', api.Logs.Entries)}");
        using var caller = JsonDocument.Parse(body);
        Assert.Equal("oauth-FirewallAdmin$@1234567.zscaler.net", caller.RootElement.GetProperty("adminId").GetString());
        Assert.Equal("peer-client", caller.RootElement.GetProperty("clientId").GetString());
        Assert.NotEmpty(caller.RootElement.GetProperty("tokenId").GetString()!);
    }

    [Fact]
    public async Task Its_scope_for_an_organisation_that_it_does_not_speak_for_grants_nothing()
    {
        await using var api = await TestApi.StartAsync(provider.Configuration);

        using var response = await api.GetAsync("/whoami", await provider.GetTokenAsync("RS256", "beta.net::1::FirewallAdmin"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("Audiences", "https://other.example")]
    [InlineData("ClientIds", "another-client")]
    [InlineData("Algorithms", "ES256")]
    [InlineData("TokenTypes", "JWT")]
    public async Task Its_token_is_refused_where_a_setting_says_so(string setting, string value)
    {
        var settings = new Dictionary<string, string?>(provider.Configuration) { [$"AuthorizationServers:peer:{setting}"] = value };
        await using var api = await TestApi.StartAsync(settings);

        using var response = await api.GetAsync("/whoami", await provider.GetTokenAsync("RS256"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static IEnumerable<KeyValuePair<string, string?>> TokenTypes(string types) =>
        types.Split(' ').Select((type, index) => KeyValuePair.Create($"AuthorizationServers:peer:TokenTypes:{index}", (string?)type));
}
