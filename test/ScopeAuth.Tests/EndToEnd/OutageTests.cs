using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Rules 5 and 12: an outage is not a bad token, nobody else feels it, and starting needs no network.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private static readonly TimeSpan PastTheCooldown = TimeSpan.FromSeconds(31);

    private readonly FakeClock _clock = new();
    private TestAuthorizationServer _down = null!;
    private TestAuthorizationServer _up = null!;

    public async ValueTask InitializeAsync()
    {
        _down = await TestServers.StartAsync(clock: _clock);
        _up = await TestServers.StartAsync(Vendor.Okta, _clock);
    }

    [Fact]
    public async Task An_API_starts_with_every_server_out_of_reach_and_says_so_to_each_token()
    {
        (_down.Faults.Outage, _up.Faults.Outage) = (true, true);
        await using var api = await StartAsync();

        foreach (var (name, server) in ((string, TestAuthorizationServer)[])[("down", _down), ("up", _up)])
        {
            await FailedAsync(api, name);
            var answer = await api.AskAsync("/whoami", Token(server));
            Assert.Equal((503, Rejection.KeysUnavailable, "30", null), (answer.Status, answer.Rejection!.Value, answer.RetryAfter, answer.Challenge));
        }
        Assert.Equal(200, (await api.AskAsync("/open")).Status);
    }

    [Fact]
    public async Task An_API_starts_when_nothing_listens_at_the_address_of_a_server()
    {
        var gone = await TestServers.StartAsync(clock: _clock);
        var settings = gone.ConfigurationFor("gone");
        var token = Token(gone);
        await gone.DisposeAsync();
        await using var api = await TestApi.StartAsync([.. settings, .. _up.ConfigurationFor("up")], clock: _clock, loadKeys: false);

        await FailedAsync(api, "gone");
        Assert.Equal(Rejection.KeysUnavailable, (await api.AskAsync("/whoami", token)).Rejection);
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_up))).Status);
    }

    [Fact]
    public async Task One_servers_outage_is_felt_by_its_own_tokens_alone_and_ends_with_it()
    {
        _down.Faults.Outage = true;
        await using var api = await StartAsync();

        await FailedAsync(api, "down");
        Assert.Equal(Rejection.KeysUnavailable, (await api.AskAsync("/whoami", Token(_down))).Rejection);
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_up))).Status);
        Assert.Equal((1, 1), (_up.Requests.Metadata, _up.Requests.Keys));

        _down.Faults.Outage = false;
        _clock.Advance(TimeSpan.FromMinutes(3));                // also past the pause after many failures
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_down))).Status);
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_up))).Status);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_holds_up_no_token_of_another()
    {
        using var held = _down.Faults.Hold();
        await using var api = await StartAsync();

        var waiting = api.AskAsync("/whoami", Token(_down));
        await _down.Requests.WaitForAsync(TestEndpoint.Metadata, 1, TestContext.Current.CancellationToken);
        for (var request = 0; request < 20; request++) Assert.Equal(200, (await api.AskAsync("/whoami", Token(_up))).Status);
        Assert.False(waiting.IsCompleted);

        // The one that waits is told within two seconds, whatever the server does.
        await _clock.WhenDueWithinAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(503, (await waiting).Status);
    }

    [Fact]
    public async Task Keys_that_were_loaded_are_used_on_through_an_outage_for_24_hours_and_no_longer()
    {
        await using var api = await StartAsync();
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_down))).Status);
        _down.Faults.KeysBody = "no key set";

        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_down))).Status);

        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(503, (await api.AskAsync("/whoami", Token(_down))).Status);
    }

    [Fact]
    public async Task An_unknown_key_is_a_bad_token_after_a_fetch_and_an_outage_when_the_fetch_fails()
    {
        await using var api = await StartAsync();
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_down))).Status);
        var fetches = _down.Requests.Keys;

        _clock.Advance(PastTheCooldown);
        Assert.Equal((401, Rejection.UnknownKey), await StatusOfUnknownKeyAsync(api));
        Assert.Equal(fetches + 1, _down.Requests.Keys);

        // The cool-down: the next ones are refused without a request.
        for (var request = 0; request < 5; request++) Assert.Equal((401, Rejection.UnknownKey), await StatusOfUnknownKeyAsync(api));
        Assert.Equal(fetches + 1, _down.Requests.Keys);

        _down.Faults.KeysBody = "no key set";
        _clock.Advance(PastTheCooldown);
        Assert.Equal((503, Rejection.KeysUnavailable), await StatusOfUnknownKeyAsync(api));
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_down))).Status);       // a known key needs no fetch
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_up))).Status);
    }

    [Fact]
    public async Task An_unknown_key_whose_fetch_takes_too_long_is_an_outage_too()
    {
        await using var api = await StartAsync();
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_down))).Status);
        using var held = _down.Faults.Hold();
        _clock.Advance(PastTheCooldown);

        var waiting = StatusOfUnknownKeyAsync(api);
        await _down.Requests.WaitForAsync(TestEndpoint.Metadata, 2, TestContext.Current.CancellationToken);
        await _clock.WhenDueWithinAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((503, Rejection.KeysUnavailable), await waiting);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rotation_is_followed_on_the_request_that_brings_the_new_key(bool keepOld)
    {
        await using var api = await StartAsync();
        var old = Token(_down);
        Assert.Equal(200, (await api.AskAsync("/whoami", old)).Status);

        // Twice: the next key is published before its time, so the first rotation brings no news.
        _down.RotateKeys(keepOld);
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_down))).Status);
        _down.RotateKeys(keepOld);
        _clock.Advance(PastTheCooldown);

        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_down))).Status);
        Assert.Equal(keepOld ? 200 : 401, (await api.AskAsync("/whoami", old)).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await _down.DisposeAsync();
        await _up.DisposeAsync();
    }

    private Task<TestApi> StartAsync() => TestApi.StartAsync([.. _down.ConfigurationFor("down"), .. _up.ConfigurationFor("up")], clock: _clock, loadKeys: false);

    /// <summary>Lets the retries of the first attempt go by, until it is given up.</summary>
    private Task<CollectedLogs.Entry> FailedAsync(TestApi api, string server) =>
        _clock.UntilAsync(api.Logs.FirstAsync(entry => entry.Text.StartsWith($"Keys of {server} could not be loaded", StringComparison.Ordinal)));

    private static string Token(TestAuthorizationServer server) => server.IssueToken($"{TestServers.Organization}::Auditor");

    private async Task<(int, Rejection?)> StatusOfUnknownKeyAsync(TestApi api)
    {
        var token = _down.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], Header = { ["kid"] = "unknown" } });
        var answer = await api.AskAsync("/whoami", token);
        return (answer.Status, answer.Rejection);
    }
}
