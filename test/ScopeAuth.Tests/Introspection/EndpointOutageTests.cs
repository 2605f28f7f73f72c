using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Introspection;

/// <summary>A server that cannot be asked: its tokens are answered with 503, nobody else's are, and it is left alone for a while.</summary>
public sealed class EndpointOutageTests : IAsyncDisposable
{
    private readonly FakeClock _clock = new();
    private readonly FaultServer _server = new();

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_server_in_trouble_is_asked_again_once_and_then_left_alone(int status)
    {
        await using var api = await AskingApi.StartAsync(_server, _clock);
        _server.AnswerWithStatus(status);

        for (var request = 0; request < 20; request++)
            Assert.Equal(Rejection.IntrospectionUnavailable, (await _clock.UntilAsync(api.AskAsync("/whoami", AskingApi.NewToken()))).Rejection);
        Assert.Equal(6, _server.Requests.Count);

        _server.AnswerWith(AskingApi.Active(_clock.GetUtcNow()));
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(200, (await api.AskAsync("/whoami", AskingApi.NewToken())).Status);
    }

    [Theory]
    [InlineData("false", 503)]
    [InlineData("true", 200)]
    [InlineData(null, 200)]
    public async Task A_server_that_may_not_be_inside_the_network_is_not_asked_there(string? allowed, int status)
    {
        await using var api = await AskingApi.StartAsync(_server, _clock, ("AllowPrivateNetwork", allowed));
        _server.AnswerWith(AskingApi.Active(_clock.GetUtcNow()));

        Assert.Equal(status, (await api.AskAsync("/whoami", AskingApi.NewToken())).Status);

        Assert.Equal(status == 200 ? 1 : 0, _server.Requests.Count);
        if (status != 200) Assert.Contains(api.Logs.Entries, entry => entry.Text.Contains("NetworkNotAllowed", StringComparison.Ordinal) || entry.Text.Contains("loopback, private", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_says_when_it_wants_to_be_asked_again_is_not_asked_before()
    {
        await using var api = await AskingApi.StartAsync(_server, _clock);
        _server.AnswerWithStatus(503, "Retry-After: 20\r\n");

        for (var request = 0; request < 5; request++) Assert.Equal(503, (await api.AskAsync("/whoami", AskingApi.NewToken())).Status);
        Assert.Single(_server.Requests);

        _clock.Advance(TimeSpan.FromSeconds(20));
        _server.AnswerWith(AskingApi.Active(_clock.GetUtcNow()));
        Assert.Equal(200, (await api.AskAsync("/whoami", AskingApi.NewToken())).Status);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_costs_three_seconds()
    {
        await using var api = await AskingApi.StartAsync(_server, _clock);
        _server.HangAfter("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"active\":");

        var answer = api.AskAsync("/whoami", AskingApi.NewToken());
        await _server.WhenRequestedAsync(TestContext.Current.CancellationToken);
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(Rejection.IntrospectionUnavailable, (await answer).Rejection);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_outage()
    {
        await using var api = await AskingApi.StartAsync(_server, _clock);
        _server.StopListening();

        Assert.Equal(Rejection.IntrospectionUnavailable, (await _clock.UntilAsync(api.AskAsync("/whoami", AskingApi.NewToken()))).Rejection);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_client_that_is_refused_is_our_fault_loudly_and_not_tried_at_once_again(int status)
    {
        await using var api = await AskingApi.StartAsync(_server, _clock);
        _server.AnswerWithStatus(status, "WWW-Authenticate: Basic\r\n");

        for (var request = 0; request < 5; request++)
        {
            var answer = await api.AskAsync("/whoami", AskingApi.NewToken());
            Assert.Equal((503, Rejection.IntrospectionUnavailable, "10"), (answer.Status, answer.Rejection, answer.RetryAfter));
        }
        Assert.Single(_server.Requests);
        var said = Assert.Single(api.Logs.Entries, entry => entry.Id.Id == 102);
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Critical, said.Level);
        var health = await HealthAsync(api);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);       // the only server
        Assert.Contains("introspection of acme: ClientRefused", health.Description, StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromSeconds(5));
        _server.AnswerWith(AskingApi.Active(_clock.GetUtcNow()));
        Assert.Equal(200, (await api.AskAsync("/whoami", AskingApi.NewToken())).Status);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(api)).Status);
    }

    [Fact]
    public async Task What_was_answered_before_an_outage_is_used_as_long_as_it_is_fresh()
    {
        await using var api = await AskingApi.StartAsync(_server, _clock);
        var token = AskingApi.NewToken();
        _server.AnswerWith(AskingApi.Active(_clock.GetUtcNow()));
        Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);
        _server.AnswerWithStatus(404);

        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(503, (await api.AskAsync("/whoami", token)).Status);
    }

    [Fact]
    public async Task The_outage_of_one_server_is_not_felt_by_the_tokens_of_another()
    {
        await using var other = new FaultServer();
        var settings = AskingApi.Settings(_server);
        settings["AuthorizationServers:acme:OpaqueTokens"] = "acme_";
        foreach (var (key, value) in AskingApi.Settings(other, "beta")) settings[key] = value;
        settings["AuthorizationServers:beta:Issuer"] = "https://beta.example";
        await using var api = await TestApi.StartAsync(settings, clock: _clock);
        _server.HangAfter("");
        other.AnswerWith(AskingApi.Active(_clock.GetUtcNow(), ("iss", "https://beta.example")));

        var waiting = Enumerable.Range(0, 50).Select(number => api.AskAsync("/whoami", $"acme_{number}")).ToList();
        await _server.WhenRequestedAsync(TestContext.Current.CancellationToken);

        for (var request = 0; request < 20; request++) Assert.Equal(200, (await api.AskAsync("/whoami", $"beta_{request}")).Status);
        Assert.All(waiting, answer => Assert.False(answer.IsCompleted));
        Assert.InRange(_server.Requests.Count, 1, 16);
        var all = Task.WhenAll(waiting);
        var limit = TimeSpan.FromSeconds(3);
        while (await Task.WhenAny(all, _clock.WhenDueWithinAsync(limit, TestContext.Current.CancellationToken)) != all) _clock.Advance(limit);
        foreach (var answer in waiting) Assert.Equal(503, (await answer).Status);
    }

    [Fact]
    public async Task A_flood_of_random_tokens_does_not_keep_a_known_one_from_being_asked_about()
    {
        await using var api = await AskingApi.StartAsync(_server, _clock);
        const string Known = "known-token";
        _server.AnswerWith(AskingApi.Active(_clock.GetUtcNow()));
        Assert.True((await api.Validator.ValidateAsync(Known, TestContext.Current.CancellationToken)).IsAccepted);
        _clock.Advance(TimeSpan.FromSeconds(30));
        var right = FaultServer.Response(AskingApi.Active(_clock.GetUtcNow()));
        _server.Answer = async (_, stream, token) =>
        {
            if (_server.Texts[^1].Contains(Known, StringComparison.Ordinal)) await stream.WriteAsync(right, token);
            else await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        };

        var flood = Enumerable.Range(0, 400).Select(number => api.Validator.ValidateAsync($"random{number}", TestContext.Current.CancellationToken).AsTask()).ToList();
        for (var asked = 0; asked < 1 + 16; asked++) await _server.WhenRequestedAsync(TestContext.Current.CancellationToken);

        Assert.True((await api.Validator.ValidateAsync(Known, TestContext.Current.CancellationToken)).IsAccepted);
        Assert.InRange(_server.Requests.Count, 18, 18);        // the known one twice, and 16 of the flood
        var turnedAway = await Task.WhenAll(flood.Where(verdict => verdict.IsCompleted));
        Assert.NotEmpty(turnedAway);
        Assert.All(turnedAway, verdict => Assert.Equal(Rejection.IntrospectionUnavailable, verdict.Rejection));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Task<HealthReportEntry> HealthAsync(TestApi api) => ReadAsync(api.Services.GetRequiredService<HealthCheckService>());

    private static async Task<HealthReportEntry> ReadAsync(HealthCheckService health) =>
        (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["scopeauth"];
}
