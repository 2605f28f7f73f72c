using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.AuthorizationServers;

public sealed class KeyRingTests : IAsyncDisposable
{
    private static readonly SignatureAlgorithm Rs256 = SignatureAlgorithm.Find("RS256")!;
    private readonly FaultServer _server = new();
    private readonly KeyRingFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public void A_ring_starts_empty_and_unusable_without_asking_anyone()
    {
        var ring = _fixture.Ring(_server);

        Assert.Same(KeySet.Empty, ring.Current);
        Assert.False(ring.IsUsable);
        Assert.False(ring.LastAttemptFailed);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task An_unknown_key_is_fetched_and_found()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = _fixture.Ring(_server);

        await ring.RefreshForUnknownKeyAsync(Token);

        Assert.NotNull(ring.Current.Find("one"u8, Rs256));
        Assert.True(ring.IsUsable);
        Assert.Equal(1, ring.Generation);
    }

    [Fact]
    public async Task A_thousand_requests_at_an_empty_ring_share_one_fetch()
    {
        var release = new TaskCompletionSource();
        _server.Answer = async (_, stream, token) =>
        {
            await release.Task;
            await stream.WriteAsync(FaultServer.Response(Jwks.Set(Jwks.Rsa("one"))), token);
        };
        var ring = _fixture.Ring(_server);

        var waiting = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => ring.RefreshForUnknownKeyAsync(Token).AsTask(), Token)).ToList();
        await _server.WhenRequestedAsync(Token);
        release.SetResult();
        await Task.WhenAll(waiting);

        Assert.True(ring.Current.Contains("one"u8));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_storm_of_unknown_keys_causes_one_fetch_in_ten_seconds()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = _fixture.Ring(_server);

        for (var moment = 0; moment < 1000; moment++)
        {
            for (var token = 0; token < 100; token++) await ring.RefreshForUnknownKeyAsync(Token);
            _fixture.Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Single(_server.Requests);
        Assert.True(ring.Current.Contains("one"u8));
    }
}
