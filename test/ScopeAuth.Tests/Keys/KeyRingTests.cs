using System.Diagnostics;
using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Keys;

public sealed class KeyRingTests : IAsyncDisposable
{
    private static readonly SignatureAlgorithm Rs256 = SignatureAlgorithm.Find("RS256")!;
    private readonly KeyRingFixture _fixture = new();

    private FaultServer Server => _fixture.Server;

    private static CancellationToken Token => KeyRingFixture.Token;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public void A_ring_starts_empty_and_unusable_without_asking_anyone()
    {
        var ring = _fixture.Ring();

        Assert.Same(KeySet.Empty, ring.Current);
        Assert.False(ring.IsUsable);
        Assert.False(ring.LastAttemptFailed);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task An_unknown_key_is_fetched_and_found()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = _fixture.Ring();

        await ring.RefreshForUnknownKeyAsync(Token);

        Assert.NotNull(ring.Current.Find("one"u8, Rs256));
        Assert.True(ring.IsUsable);
        Assert.Equal(1, ring.Generation);
    }

    [Fact]
    public async Task A_rotation_is_followed_with_and_without_overlap()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one", 0)));
        var ring = await _fixture.LoadAsync(_fixture.Ring());
        _fixture.Clock.Advance(TimeSpan.FromSeconds(30));

        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one", 0), Jwks.Rsa("two", 1)));
        await ring.RefreshForUnknownKeyAsync(Token);
        Assert.Equal(["one", "two"], ring.Current.Keys.Select(key => key.KeyId));
        _fixture.Clock.Advance(TimeSpan.FromSeconds(30));

        Server.AnswerWith(Jwks.Set(Jwks.Rsa("three", 2)));
        await ring.RefreshForUnknownKeyAsync(Token);

        // A key that its server has withdrawn is trusted no longer.
        Assert.Equal("three", Assert.Single(ring.Current.Keys).KeyId);
        Assert.Equal(3, ring.Generation);
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task The_same_keys_in_another_order_are_no_change()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one", 0), Jwks.Rsa("two", 1)));
        var ring = await _fixture.LoadAsync(_fixture.Ring());
        var keys = ring.Current;

        Server.AnswerWith(Jwks.Set(Jwks.Rsa("two", 1), Jwks.Rsa("one", 0)));
        await _fixture.LoadAsync(ring);

        Assert.Same(keys, ring.Current);
        Assert.Equal(1, ring.Generation);
    }

    [Fact]
    public async Task A_key_that_is_limited_to_another_algorithm_is_a_change()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one", more: "\"alg\":\"RS256\"")));
        var ring = await _fixture.LoadAsync(_fixture.Ring());

        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one", more: "\"alg\":\"PS256\"")));
        await _fixture.LoadAsync(ring);

        Assert.Equal(2, ring.Generation);
        Assert.Null(ring.Current.Find("one"u8, Rs256));
    }

    [Fact]
    public async Task A_thousand_requests_at_an_empty_ring_share_one_fetch()
    {
        var release = HoldAnswer();
        var ring = _fixture.Ring();

        var waiting = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => ring.RefreshForUnknownKeyAsync(Token).AsTask(), Token)).ToList();
        await Server.WhenRequestedAsync(Token);
        release.SetResult();
        await Task.WhenAll(waiting);

        Assert.True(ring.Current.Contains("one"u8));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_storm_of_unknown_keys_causes_one_fetch_in_ten_seconds()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = _fixture.Ring();

        for (var moment = 0; moment < 1000; moment++)
        {
            for (var token = 0; token < 100; token++) await ring.RefreshForUnknownKeyAsync(Token);
            _fixture.Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Single(Server.Requests);
        Assert.True(ring.Current.Contains("one"u8));
    }

    [Fact]
    public async Task The_cooldown_counts_from_the_last_attempt_even_if_it_failed()
    {
        Server.AnswerWithStatus(404);
        var ring = _fixture.Ring();

        await ring.RefreshForUnknownKeyAsync(Token);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(29.9));
        await ring.RefreshForUnknownKeyAsync(Token);
        Assert.Single(Server.Requests);

        _fixture.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await ring.RefreshForUnknownKeyAsync(Token);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_step_of_the_wall_clock_neither_shortens_nor_lengthens_the_cooldown()
    {
        Server.AnswerWithStatus(404);
        var ring = _fixture.Ring();
        await ring.RefreshForUnknownKeyAsync(Token);

        _fixture.Clock.StepWallClock(TimeSpan.FromHours(5));
        await ring.RefreshForUnknownKeyAsync(Token);
        Assert.Single(Server.Requests);

        _fixture.Clock.StepWallClock(TimeSpan.FromHours(-50));
        _fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        await ring.RefreshForUnknownKeyAsync(Token);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_request_waits_two_seconds_for_a_server_that_hangs_and_the_next_one_not_at_all()
    {
        Server.HangAfter("");
        var ring = _fixture.Ring();

        var waiting = ring.RefreshForUnknownKeyAsync(Token).AsTask();
        await Server.WhenRequestedAsync(Token);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(waiting.IsCompleted);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await waiting;

        var load = ring.RefreshAsync();
        _fixture.Clock.Advance(TimeSpan.FromSeconds(3));
        await load;
        Assert.Equal(NetworkFailureKind.Timeout, ring.State.LastFailure?.Network);
        var next = ring.RefreshForUnknownKeyAsync(Token).AsTask();
        Assert.True(next.IsCompletedSuccessfully);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Only_so_many_requests_wait()
    {
        var source = new StubKeySource();
        var ring = new KeyRing("acme", "fingerprint", source, _fixture.Context());

        var waiting = Enumerable.Range(0, 2100).Select(_ => ring.RefreshForUnknownKeyAsync(Token).AsTask()).ToList();
        Assert.Equal(2100 - 2048, waiting.Count(wait => wait.IsCompleted));
        (await source.NextAsync(Token)).SetResult(StubKeySource.Keys("one"));
        await Task.WhenAll(waiting);

        Assert.Equal(1, source.Asked);

        // Who has waited makes room: the next ones wait again, as many as before.
        _fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        waiting = [.. Enumerable.Range(0, 2048).Select(_ => ring.RefreshForUnknownKeyAsync(Token).AsTask())];
        Assert.DoesNotContain(waiting, wait => wait.IsCompleted);
        (await source.NextAsync(Token)).SetResult(StubKeySource.Keys("two"));
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_own_wait_only()
    {
        var release = HoldAnswer();
        var ring = _fixture.Ring();
        using var client = new CancellationTokenSource();

        var impatient = ring.RefreshForUnknownKeyAsync(client.Token).AsTask();
        var patient = ring.RefreshForUnknownKeyAsync(Token).AsTask();
        await Server.WhenRequestedAsync(Token);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        release.SetResult();
        await patient;

        Assert.True(ring.Current.Contains("one"u8));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_shared_fetch_belongs_to_no_request()
    {
        var requested = new TaskCompletionSource<Activity?>();
        await using var fixture = new KeyRingFixture(services => services.Probe(() => requested.TrySetResult(Activity.Current?.Parent ?? Activity.Current)));
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = fixture.Ring(Server);

        using (var request = new Activity("request").Start()) await ring.RefreshForUnknownKeyAsync(Token);

        Assert.NotEqual("request", (await requested.Task)?.OperationName);
    }

    [Fact]
    public async Task Keys_that_could_not_be_loaded_again_are_used_for_24_hours()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = await _fixture.LoadAsync(_fixture.Ring());
        Server.AnswerWithStatus(404);

        _fixture.Clock.Advance(TimeSpan.FromHours(24));
        await _fixture.LoadAsync(ring);
        Assert.True(ring.IsUsable);

        _fixture.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(ring.IsUsable);
        Assert.True(ring.Current.Contains("one"u8));

        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await _fixture.LoadAsync(ring);
        Assert.True(ring.IsUsable);
        Assert.Equal(1, ring.Generation);
    }

    [Fact]
    public async Task A_source_that_listens_to_nothing_is_given_up_and_its_late_answer_is_not_used()
    {
        var source = new StubKeySource();
        var ring = new KeyRing("acme", "fingerprint", source, _fixture.Context());

        var first = ring.RefreshAsync();
        var late = await source.NextAsync(Token);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        await first;
        Assert.Equal(NetworkFailureKind.Timeout, ring.State.LastFailure?.Network);

        var second = ring.RefreshAsync();
        (await source.NextAsync(Token)).SetResult(StubKeySource.Keys("new"));
        await second;
        late.SetResult(StubKeySource.Keys("old"));

        Assert.Equal("new", Assert.Single(ring.Current.Keys).KeyId);
    }

    [Fact]
    public async Task A_source_that_throws_is_a_failure_like_any_other()
    {
        var source = new StubKeySource();
        var ring = new KeyRing("acme", "fingerprint", source, _fixture.Context());

        var load = ring.RefreshAsync();
        (await source.NextAsync(Token)).SetException(new InvalidOperationException("secret text"));
        await load;

        Assert.Equal(new KeyFailure(KeyFailureKind.Unexpected, "a fault of type InvalidOperationException"), ring.State.LastFailure);
    }

    // The server answers with one key once the test lets it.
    private TaskCompletionSource HoldAnswer()
    {
        var release = new TaskCompletionSource();
        Server.Answer = async (_, stream, token) =>
        {
            await release.Task;
            await stream.WriteAsync(FaultServer.Response(Jwks.Set(Jwks.Rsa("one"))), token);
        };
        return release;
    }
}
