using Microsoft.AspNetCore.Builder;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Peers;

/// <summary>A server that is not ours is asked about its tokens: our questions against its answers.</summary>
public sealed class OidcProviderIntrospectionTests(OidcProvider provider) : IClassFixture<OidcProvider>
{
    private readonly FakeClock _clock = new(TimeProvider.System.GetUtcNow());

    public static TheoryData<string, string, TokenValidation> Questions => new()
    {
        { "opaque", "secret", TokenValidation.Introspection },
        { "opaque", "key", TokenValidation.Introspection },
        { "ES256", "secret", TokenValidation.Introspection },
        { "ES256", "key", TokenValidation.Introspection },
        { "ES256", "key", TokenValidation.LocalThenIntrospection },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_token_is_admitted_until_its_client_revokes_it(string token, string client, TokenValidation validation)
    {
        await using var api = await StartAsync(client, validation);
        var text = await provider.GetTokenAsync(token);
        Assert.Equal(token == "opaque" ? 0 : 2, text.Count(letter => letter == '.'));

        var admitted = await api.AskAsync("/whoami", text);
        Assert.True(admitted.Status == 200, $"{admitted}\n{string.Join('\n', api.Logs.Entries)}");
        Assert.Equal("oauth-FirewallAdmin$@1234567.zscaler.net", admitted.Json.GetProperty("adminId").GetString());
        Assert.Equal("peer-client", admitted.Json.GetProperty("clientId").GetString());

        await provider.RevokeAsync(text);
        Assert.Equal(200, (await api.AskAsync("/whoami", text)).Status);           // remembered
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(Rejection.Inactive, (await api.AskAsync("/whoami", text)).Rejection);
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("ES256")]
    public async Task A_revocation_is_noticed_at_once_where_a_fresh_answer_is_demanded(string token)
    {
        await using var api = await StartAsync("key", TokenValidation.Introspection);
        var text = await provider.GetTokenAsync(token);
        Assert.Equal(200, (await api.AskAsync("/fresh", text)).Status);

        await provider.RevokeAsync(text);

        Assert.Equal(Rejection.Inactive, (await api.AskAsync("/fresh", text)).Rejection);
    }

    [Fact]
    public async Task Its_signed_answers_are_verified()
    {
        await using var api = await StartAsync("secret", TokenValidation.Introspection, ("SignedIntrospection", "true"));

        var answer = await api.AskAsync("/whoami", await provider.GetTokenAsync("opaque"));

        Assert.True(answer.Status == 200, $"{answer}\n{string.Join('\n', api.Logs.Entries)}");
    }

    [Fact]
    public async Task A_client_that_it_does_not_know_is_our_fault_and_not_the_tokens()
    {
        await using var api = await StartAsync("secret", TokenValidation.Introspection, ("IntrospectionClient:Secret", "wrong"));

        Assert.Equal((503, Rejection.IntrospectionUnavailable), Of(await api.AskAsync("/whoami", await provider.GetTokenAsync("opaque"))));
        Assert.Contains(api.Logs.Entries, entry => entry.Id.Id == 102);

        static (int, Rejection?) Of(Answer answer) => (answer.Status, answer.Rejection);
    }

    private Task<TestApi> StartAsync(string client, TokenValidation validation, params (string Setting, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>(provider.Configuration);
        void Set(string setting, string value) => settings[$"AuthorizationServers:peer:{setting}"] = value;
        Set("Validation", validation.ToString());
        Set("IntrospectionClient:Id", $"api-by-{client}");
        Set(client == "key" ? "IntrospectionClient:KeyFile" : "IntrospectionClient:Secret", client == "key" ? provider.KeyFile : "api:secret+%");
        if (validation == TokenValidation.Introspection) Set("OpaqueTokens", "*");
        foreach (var (setting, value) in more) Set(setting, value);
        return TestApi.StartAsync(settings, map: app => app.MapGet("/fresh", () => "fresh").RequireApiRole("FirewallAdmin").RequireFreshIntrospection(), clock: _clock);
    }
}
