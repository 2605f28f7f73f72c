using ScopeAuth.Caching;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Caching;

public sealed class FirstSightsTests
{
    private const string Token = "a token that is longer than its end";
    private readonly FirstSights _sights = new();

    [Fact]
    public async Task Who_comes_with_the_same_token_waits_until_the_first_has_its_verdict()
    {
        var turn = _sights.Enter(Token, out var none);
        Assert.True(none.AreNone);
        Assert.NotNull(turn);

        Assert.Null(_sights.Enter(Token, out var second));
        Assert.Null(_sights.Enter(Token, out var third));
        Assert.False(second.FirstSight!.IsCompleted);
        turn.Dispose();

        await second.FirstSight;
        await third.FirstSight!;
        using var next = _sights.Enter(Token, out _);
        Assert.NotNull(next);
    }

    [Fact]
    public void A_verdict_that_came_before_the_wait_began_is_not_waited_for()
    {
        var turn = _sights.Enter(Token, out _)!;
        turn.Dispose();

        Assert.True(turn.WaitAsync().IsCompleted);
    }

    [Fact]
    public void Another_token_waits_for_nobody_wherever_it_falls()
    {
        using var turn = _sights.Enter(Token, out _);
        for (var number = 0; number < 1000; number++)
        {
            using var other = _sights.Enter($"another token, and its end has the number {number:D8}", out var missing);
            Assert.True(missing.AreNone);
        }
    }

    [Fact]
    public async Task Many_requests_at_once_with_one_new_token_get_one_verdict_and_with_a_bad_one_all_of_theirs()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(server);
        for (var round = 0; round < 20; round++)
        {
            var good = server.IssueToken($"{TestServers.Organization}::Auditor");
            var bad = server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], BreakSignature = true });
            var verdicts = await Task.WhenAll(Enumerable.Range(0, 64).Select(number =>
                Task.Run(async () => await api.Validator.ValidateAsync(number % 2 == 0 ? good : bad, TestContext.Current.CancellationToken))));

            // What is remembered is one verdict: a token that was judged twice has two.
            Assert.Single(verdicts.Where((_, number) => number % 2 == 0).Select(verdict => verdict.Token!).Distinct());
            Assert.All(verdicts.Where((_, number) => number % 2 != 0), verdict => Assert.Equal(Rejection.BadSignature, verdict.Rejection));
        }
    }
}
