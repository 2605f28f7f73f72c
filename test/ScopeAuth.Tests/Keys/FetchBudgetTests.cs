using ScopeAuth.Keys;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Keys;

public sealed class FetchBudgetTests : IAsyncDisposable
{
    private readonly KeyRingFixture _fixture = new();

    private FaultServer Server => _fixture.Server;

    private static CancellationToken Token => KeyRingFixture.Token;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public void A_budget_refills_steadily_and_never_beyond_its_capacity()
    {
        var clock = new FakeClock();
        var budget = new FetchBudget(capacity: 10, TimeSpan.FromMinutes(10), clock);

        Assert.Equal(10, Enumerable.Range(0, 20).Count(_ => budget.TryTake()));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(budget.TryTake());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(budget.TryTake());
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(10, Enumerable.Range(0, 20).Count(_ => budget.TryTake()));
    }

    [Fact]
    public async Task Unknown_keys_cause_at_most_ten_fetches_at_once_and_then_one_per_minute()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = _fixture.Ring();

        for (var second = 0; second < 3600; second++)
        {
            await ring.RefreshForUnknownKeyAsync(Token);
            _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        // Of 3,600 tokens with unknown keys in an hour: the ten of the bucket, and what flows in meanwhile.
        Assert.InRange(Server.Requests.Count, 60, 70);
    }

    [Fact]
    public async Task The_schedule_is_not_bound_by_what_clients_have_spent()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = _fixture.Ring();
        int before;
        do
        {
            before = Server.Requests.Count;
            _fixture.Clock.Advance(TimeSpan.FromSeconds(30));
            await ring.RefreshForUnknownKeyAsync(Token);
        }
        while (Server.Requests.Count > before);
        Assert.Contains("unknown keys", Assert.Single(_fixture.Logged.Of(43)), StringComparison.Ordinal);
        Assert.InRange(before, 10, 30);

        await ring.RefreshAsync();
        await ring.RefreshAsync();

        Assert.Equal(before + 2, Server.Requests.Count);
    }

    [Fact]
    public async Task Unknown_keys_of_all_servers_together_cause_at_most_sixty_fetches_per_minute()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var rings = Enumerable.Range(0, 100).Select(number => _fixture.Ring($"server-{number}")).ToList();

        foreach (var ring in rings) await ring.RefreshForUnknownKeyAsync(Token);
        Assert.Equal(60, Server.Requests.Count);

        // Who got nothing has lost nothing: a second later one more may.
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var ring in rings) await ring.RefreshForUnknownKeyAsync(Token);
        Assert.Equal(61, Server.Requests.Count);
    }
}
