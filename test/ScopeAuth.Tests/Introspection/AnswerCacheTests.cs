using Microsoft.AspNetCore.Builder;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Introspection;

/// <summary>How long an answer is believed, and who shares it.</summary>
public sealed class AnswerCacheTests : IAsyncLifetime
{
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(30);

    private readonly FakeClock _clock = new();
    private TestAuthorizationServer? _server;
    private TestApi? _api;

    private TestAuthorizationServer Server => _server!;

    private TestApi Api => _api!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync(Vendor.Zitadel, _clock, options => options.OpaqueTokens = true);
        _api = await StartApiAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null) await _api.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_token_revoked_at_its_server_is_refused_after_the_cache_time_and_at_once_where_a_fresh_answer_is_demanded()
    {
        var token = NewToken();
        Assert.Equal(200, (await Api.AskAsync("/whoami", token)).Status);
        Server.IssuedTokens[^1].Revoke();

        Assert.Equal(200, (await Api.AskAsync("/whoami", token)).Status);
        _clock.Advance(CacheTime - TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, (await Api.AskAsync("/whoami", token)).Status);
        Assert.Equal(1, Server.Requests.Introspection);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Rejection.Inactive, (await Api.AskAsync("/whoami", token)).Rejection);
    }

    [Fact]
    public async Task An_endpoint_that_demands_a_fresh_answer_hears_of_a_revocation_at_once_and_then_so_do_all()
    {
        var token = NewToken();
        Assert.Equal(200, (await Api.AskAsync("/whoami", token)).Status);
        Server.IssuedTokens[^1].Revoke();

        Assert.Equal(Rejection.Inactive, (await Api.AskAsync("/fresh", token)).Rejection);
        Assert.Equal(Rejection.Inactive, (await Api.AskAsync("/whoami", token)).Rejection);
        Assert.Equal(2, Server.Requests.Introspection);
    }

    [Fact]
    public async Task An_endpoint_that_demands_a_fresh_answer_asks_for_each_request()
    {
        var token = NewToken();

        for (var request = 1; request <= 3; request++)
        {
            Assert.Equal(200, (await Api.AskAsync("/fresh", token)).Status);
            Assert.Equal(request, Server.Requests.Introspection);
        }
    }

    [Fact]
    public async Task A_no_is_believed_for_ten_seconds()
    {
        const string Token = "nobody-issued-this";
        for (var request = 0; request < 5; request++) Assert.Equal(Rejection.Inactive, (await Api.AskAsync("/whoami", Token)).Rejection);
        Assert.Equal(1, Server.Requests.Introspection);

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Rejection.Inactive, (await Api.AskAsync("/whoami", Token)).Rejection);
        Assert.Equal(2, Server.Requests.Introspection);
    }

    [Fact]
    public async Task An_answer_is_not_used_beyond_the_end_of_the_token()
    {
        var token = Server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], Lifetime = TimeSpan.FromSeconds(20) });
        Assert.Equal(200, (await Api.AskAsync("/whoami", token)).Status);

        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(Rejection.Inactive, (await Api.AskAsync("/whoami", token)).Rejection);
        Assert.Equal(2, Server.Requests.Introspection);
    }

    [Theory]
    [InlineData("AuthorizationServers:server:IntrospectionCacheDuration", "00:00:00")]
    public async Task With_a_cache_time_of_nothing_every_request_asks(string setting, string value)
    {
        await using var api = await StartApiAsync(setting, value);
        var token = NewToken();

        for (var request = 0; request < 3; request++) Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);

        Assert.Equal(3, Server.Requests.Introspection);
    }

    [Fact]
    public async Task Where_no_accepted_token_is_remembered_answers_still_are()
    {
        await using var api = await StartApiAsync("MaxCachedTokens", "0");
        var token = NewToken();

        for (var request = 0; request < 3; request++) Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);

        Assert.Equal(1, Server.Requests.Introspection);
    }

    [Fact]
    public async Task A_thousand_requests_with_one_new_token_ask_once()
    {
        var token = NewToken();
        using var held = Server.Faults.Hold();

        var requests = Enumerable.Range(0, 1000).Select(_ => Api.Validator.ValidateAsync(token, TestContext.Current.CancellationToken).AsTask()).ToList();
        await Server.Requests.WaitForAsync(TestEndpoint.Metadata, 1, TestContext.Current.CancellationToken);
        held.Dispose();
        var verdicts = await Task.WhenAll(requests);

        Assert.All(verdicts, verdict => Assert.True(verdict.IsAccepted));
        Assert.Equal(1, Server.Requests.Introspection);
    }

    [Fact]
    public async Task A_request_that_demands_a_fresh_answer_does_not_share_a_question_that_was_sent_before_it_came()
    {
        var token = NewToken();
        Assert.Equal(200, (await Api.AskAsync("/fresh", NewToken())).Status);      // the endpoint is known from here on
        using var held = Server.Faults.Hold();

        var first = Api.AskAsync("/whoami", token);
        await Server.Requests.WaitForAsync(TestEndpoint.Introspection, 2, TestContext.Current.CancellationToken);
        var fresh = Enumerable.Range(0, 20).Select(_ => Api.AskAsync("/fresh", token)).ToList();
        held.Dispose();

        Assert.Equal(200, (await first).Status);
        Assert.All(await Task.WhenAll(fresh), answer => Assert.Equal(200, answer.Status));
        Assert.InRange(Server.Requests.Introspection, 3, 22);
    }

    [Fact]
    public async Task A_client_that_goes_away_takes_nobody_with_it()
    {
        var token = NewToken();
        using var held = Server.Faults.Hold();
        using var impatient = new CancellationTokenSource();

        var leaving = Api.Validator.ValidateAsync(token, impatient.Token).AsTask();
        var staying = Api.Validator.ValidateAsync(token, TestContext.Current.CancellationToken).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        held.Dispose();

        Assert.True((await staying).IsAccepted);
        Assert.Equal(1, Server.Requests.Introspection);
    }

    private string NewToken() => Server.IssueToken($"{TestServers.Organization}::Auditor");

    private Task<TestApi> StartApiAsync(string? setting = null, string? value = null) => TestApi.StartAsync(
        Server.ConfigurationFor("server"),
        setting is null ? null : [KeyValuePair.Create(setting, value)],
        map: app => app.MapGet("/fresh", () => "fresh").RequireApiRole("Auditor").RequireFreshIntrospection(),
        clock: _clock);
}
