using System.Text.Json;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>The ways of a client to a token that a secret is not enough for, up to the API that takes the token.</summary>
public sealed class ClientsOfTestServersTests
{
    private const string Auditor = $"{TestServers.Organization}::Auditor";

    [Fact]
    public async Task A_personal_API_key_opens_what_its_chosen_roles_open_until_it_is_revoked()
    {
        await using var server = await TestServers.StartAsync(Vendor.SafewhereIdentify);
        await using var api = await TestApi.StartAsync(server);
        var key = server.ApiKeys.Create("nightly", [Auditor]);
        (string, string)[] exchange = [("grant_type", "refresh_token"), ("refresh_token", key.RefreshToken), ("client_id", "demo"), ("client_secret", "demo-secret")];

        var token = (await AskForTokenAsync(server, exchange)).GetProperty("access_token").GetString();
        Assert.Equal(200, (await api.AskAsync("/firewall", token)).Status);
        Assert.Equal(Rejection.InsufficientRole, (await api.AskAsync("/firewall", token, HttpMethod.Post)).Rejection);
        Assert.Equal(Rejection.InsufficientRole, (await api.AskAsync("/activate", token, HttpMethod.Post)).Rejection);

        Assert.True(key.Revoke());
        Assert.Equal("invalid_grant", (await AskForTokenAsync(server, exchange)).GetProperty("error").GetString());
        Assert.Equal(TestTokenStatus.Revoked, server.IssuedTokens.Single(issued => issued.Value == token).Status);
    }

    [Theory]
    [InlineData(Vendor.ZIdentity, "https://api.zscaler.com")]
    [InlineData(Vendor.Okta, null)]         // the address of the endpoint
    public async Task A_client_that_signs_assertions_gets_a_token_that_the_API_takes(Vendor vendor, string? audience)
    {
        // What a client needs, a key pair and an address with the public half, another test server has.
        await using var keys = await TestServers.StartAsync();
        await using var server = await TestServers.StartAsync(vendor, configure: options => options.Clients.Add(new() { Id = "robot", JwksUri = keys.JwksUri }));
        await using var api = await TestApi.StartAsync(server);
        var assertion = keys.IssueToken(new TestToken
        {
            Lifetime = TimeSpan.FromMinutes(1),
            Claims = { ["iss"] = "robot", ["sub"] = "robot", ["aud"] = audience ?? server.TokenEndpoint.AbsoluteUri },
        });
        (string, string)[] request =
        [
            ("grant_type", "client_credentials"), ("scope", Auditor),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", assertion),
        ];

        var answer = await api.AskAsync("/whoami", (await AskForTokenAsync(server, request)).GetProperty("access_token").GetString());
        Assert.Equal("robot", answer.Json.GetProperty("clientId").GetString());

        // Nobody who has seen the assertion can use it again.
        Assert.Equal("invalid_client", (await AskForTokenAsync(server, request)).GetProperty("error").GetString());
    }

    private static async Task<JsonElement> AskForTokenAsync(TestAuthorizationServer server, (string Name, string Value)[] form)
    {
        using var http = new HttpClient();
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await http.PostAsync(server.TokenEndpoint, content, TestContext.Current.CancellationToken);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
