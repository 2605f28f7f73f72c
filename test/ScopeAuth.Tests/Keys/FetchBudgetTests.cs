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
    public void What_is_given_back_is_one_and_never_more_than_the_capacity()
    {
        var budget = new FetchBudget(capacity: 3, TimeSpan.FromMinutes(1), new FakeClock());
        budget.GiveBack();
        Assert.Equal(3, Enumerable.Range(0, 5).Count(_ => budget.TryTake()));

        budget.GiveBack();

        Assert.True(budget.TryTake());
        Assert.False(budget.TryTake());
    }

    [Fact]
    public async Task A_fetch_that_the_budget_of_all_forbids_costs_the_budget_of_the_server_nothing()
    {
        var clock = new FakeClock();
        var shared = new FetchBudget(capacity: 1, TimeSpan.FromMinutes(1000), clock);
        var ring = new KeyRing("acme", "fingerprint", new Unchanging(), new(clock, shared, (_, _, _) => { }, _ => { }, CancellationToken.None));
        await ring.RefreshForUnknownKeyAsync(Token);
        for (var refused = 0; refused < 20; refused++)
        {
            clock.Advance(TimeSpan.FromSeconds(31));
            await ring.RefreshForUnknownKeyAsync(Token);
        }
        Assert.Equal(1, ring.State.Attempts);

        // Ten for the server, refilled by the time that has passed: each of them is there.
        for (var given = 0; given < 10; given++)
        {
            shared.GiveBack();
            clock.Advance(TimeSpan.FromSeconds(30));
            await ring.RefreshForUnknownKeyAsync(Token);
        }
        Assert.Equal(11, ring.State.Attempts);
    }

    [Fact]
    public async Task Ten_fetches_are_a_servers_own_and_not_one_more()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = _fixture.Ring();
        // A fetch every thirty seconds, half of it refilled meanwhile: ten at hand last for nineteen.
        for (var time = 0; time < 40; time++)
        {
            await ring.RefreshForUnknownKeyAsync(Token);
            _fixture.Clock.Advance(TimeSpan.FromSeconds(30));
            if (time == 18) Assert.Equal(19, Server.Requests.Count);
        }

        Assert.Equal(19 + 10, Server.Requests.Count);
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

    private sealed class Unchanging : IKeySource
    {
        public string Address => "nowhere";

        public string Identity => "nowhere";

        public TimeSpan? Interval => null;

        public Task<KeyLoad> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(KeyLoad.Unchanged);
    }
}
