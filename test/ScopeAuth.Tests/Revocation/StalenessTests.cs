using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScopeAuth.Revocation;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Revocation;

/// <summary>A node that no longer hears from the store knows it, and does what it was told to.</summary>
public sealed class StalenessTests
{
    private readonly FakeClock _clock = new();
    private readonly SilentRevocationStore _store;

    public StalenessTests() => _store = new(_clock);

    [Fact]
    public async Task Beyond_the_limit_no_token_is_accepted_until_the_store_speaks_again()
    {
        await using var server = await TestServers.StartAsync(clock: _clock);
        await using var api = await StartAsync(server);
        var token = server.IssueToken($"{TestServers.Organization}::Auditor");
        Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);

        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var answer = await api.AskAsync("/whoami", token);
        Assert.Equal((503, Rejection.RevocationUnavailable, "5", null), (answer.Status, answer.Rejection, answer.RetryAfter, answer.Challenge));
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(api));

        await SpeakAsync(api);
        Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(api));
    }

    [Fact]
    public async Task With_Continue_tokens_are_judged_by_what_is_known_and_health_is_degraded()
    {
        await using var server = await TestServers.StartAsync(clock: _clock);
        await using var api = await StartAsync(server, new("Revocation:WhenStale", "Continue"), new("Revocation:MaxStaleness", "00:00:10"));
        var (good, bad) = (server.IssueToken($"{TestServers.Organization}::Auditor"), server.IssueToken($"{TestServers.Organization}::Auditor"));
        var facts = (await api.Validator.ValidateAsync(bad, TestContext.Current.CancellationToken)).Token!;
        await api.Services.GetRequiredService<IRevocationList>().RevokeAsync(
            new NewRevocation { Target = RevocationTarget.Token("server", facts.TokenId!), Reason = RevocationReason.Other, RevokedBy = "test" },
            TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(200, (await api.AskAsync("/whoami", good)).Status);
        Assert.Equal(Rejection.Revoked, (await api.AskAsync("/whoami", bad)).Rejection);
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(api));
    }

    [Theory]
    [InlineData("FailClosed")]
    [InlineData("Continue")]
    public async Task Without_a_list_that_was_ever_whole_no_token_is_accepted(string whenStale)
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(
            server.ConfigurationFor("server"), [new("Revocation:WhenStale", whenStale)], builder => builder.Services.AddSingleton<IRevocationStore, UnreachableStore>());

        var answer = await api.AskAsync("/whoami", server.IssueToken($"{TestServers.Organization}::Auditor"));

        Assert.Equal((503, Rejection.RevocationUnavailable), (answer.Status, answer.Rejection));
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(api));
    }

    [Fact]
    public async Task An_interrupted_store_is_followed_again_and_that_is_said_once()
    {
        await using var server = await TestServers.StartAsync(clock: _clock);
        await using var api = await StartAsync(server);
        var view = api.Services.GetRequiredService<RevocationView>();

        _store.Fail(new TimeoutException("gone"));
        await api.Logs.FirstAsync(entry => entry.Id.Id == 82);
        await _clock.WhenDueWithinAsync(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromMilliseconds(250));

        await api.Logs.FirstAsync(entry => entry.Id.Id == 83);
        Assert.Equal(_clock.GetUtcNow(), view.CompleteAsOf);
        Assert.Single(api.Logs.Entries, entry => entry.Id.Id == 82);
    }

    private static async Task<HealthStatus> HealthAsync(TestApi api) =>
        (await api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Status;

    private async Task<TestApi> StartAsync(TestAuthorizationServer server, params KeyValuePair<string, string?>[] settings)
    {
        var api = await TestApi.StartAsync(
            server.ConfigurationFor("server"), settings, builder => builder.Services.AddSingleton<IRevocationStore>(_store), clock: _clock);
        await SilentRevocationStore.WaitUntilFollowedAsync(api);
        return api;
    }

    private async Task SpeakAsync(TestApi api)
    {
        _store.Speak();
        var view = api.Services.GetRequiredService<RevocationView>();
        await Eventually.IsTrueAsync(() => view.CompleteAsOf == _clock.GetUtcNow());
    }
}
