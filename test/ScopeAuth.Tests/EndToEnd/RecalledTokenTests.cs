using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>A token that was accepted before is checked again at each use: against the clock, the registration and the keys.</summary>
public sealed class RecalledTokenTests
{
    private const string Organization = "zscaler.net::1234567";
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task It_is_refused_once_it_has_expired()
    {
        await using var server = await StartServerAsync();
        await using var api = await StartApiAsync(server);
        var token = server.IssueToken(new TestToken { Scopes = [$"{Organization}::FirewallAdmin"], Lifetime = TimeSpan.FromMinutes(10) });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, token));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, token));      // within the skew
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(api, token));
    }

    [Fact]
    public async Task It_is_refused_with_the_next_request_after_its_key_was_withdrawn()
    {
        await using var server = await StartServerAsync();
        await using var api = await StartApiAsync(server);
        var token = server.IssueToken($"{Organization}::FirewallAdmin");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, token));

        server.RotateKeys(keepOld: false);
        await api.Services.GetRequiredService<KeyRings>().All[0].RefreshAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(api, token));
    }

    [Theory]
    [InlineData("Enabled", "false")]
    [InlineData("ClientIds:0", "somebody-else")]
    [InlineData("Audiences:0", "https://other.example")]
    [InlineData("Organizations:0", "zscaler.net::7")]
    public async Task It_is_refused_with_the_next_request_after_the_registration_was_changed(string setting, string value)
    {
        await using var server = await StartServerAsync();
        await using var api = await StartApiAsync(server);
        var token = server.IssueToken($"{Organization}::FirewallAdmin");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, token));

        var configuration = (IConfigurationRoot)api.Services.GetRequiredService<IConfiguration>();
        configuration[$"ScopeAuth:AuthorizationServers:server:{setting}"] = value;
        configuration.Reload();

        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(api, token));
    }

    [Fact]
    public async Task It_is_refused_when_the_keys_have_become_too_old()
    {
        await using var server = await StartServerAsync();
        await using var api = await StartApiAsync(server);
        var token = server.IssueToken(new TestToken { Scopes = [$"{Organization}::FirewallAdmin"], Lifetime = TimeSpan.FromHours(26) });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, token));

        server.Faults.Outage = true;
        _clock.Advance(TimeSpan.FromHours(24.5));

        var answer = StatusAsync(api, token);
        while (!answer.IsCompleted)
        {
            await Task.WhenAny(answer, _clock.WhenDueWithinAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await answer);
    }

    private Task<TestAuthorizationServer> StartServerAsync() => TestAuthorizationServer.StartAsync(Vendor.Generic, options =>
    {
        options.Algorithm = "ES256";
        options.TimeProvider = _clock;
        options.Organizations.Add(Organization);
    });

    private Task<TestApi> StartApiAsync(TestAuthorizationServer server) => TestApi.StartAsync(
        server.ConfigurationFor("server", Organization),
        [KeyValuePair.Create<string, string?>("AuthorizationServers:server:MaxTokenLifetime", "2.00:00:00")],
        builder => builder.Services.AddSingleton<TimeProvider>(_clock));

    private static async Task<HttpStatusCode> StatusAsync(TestApi api, string token)
    {
        using var response = await api.GetAsync("/whoami", token);
        return response.StatusCode;
    }
}
