using System.Threading.Channels;
using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Keys;

public sealed class RefreshQueueTests : IAsyncDisposable
{
    private readonly FakeClock _clock = new();
    private readonly RefreshQueue _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<KeyRing> _settled = Channel.CreateUnbounded<KeyRing>();
    private readonly KeyRingContext _context;
    private readonly Task _running;

    public RefreshQueueTests()
    {
        _queue = new(_clock);
        _context = new(_clock, new(60, TimeSpan.FromMinutes(1), _clock), Settle, _ => { }, CancellationToken.None);
        _running = _queue.RunAsync(_stopping.Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _stopping.Dispose();
    }

    [Fact]
    public async Task A_ring_is_loaded_at_once_and_again_by_its_age()
    {
        var (ring, source) = Add();

        await AnswerAsync(source, StubKeySource.Keys("one"));
        Assert.True(ring.IsUsable);

        await AdvanceToScheduleAsync(TimeSpan.FromHours(0.88));
        await AnswerAsync(source, StubKeySource.Keys("two"));
        Assert.True(ring.Current.Contains("two"u8));
    }

    [Fact]
    public async Task A_failed_attempt_is_repeated_after_seconds_not_after_an_hour()
    {
        var (ring, source) = Add();

        await AnswerAsync(source, Failure);
        await AdvanceToScheduleAsync(TimeSpan.FromSeconds(5.5));
        await AnswerAsync(source, Failure);
        await AdvanceToScheduleAsync(TimeSpan.FromSeconds(11));
        await AnswerAsync(source, StubKeySource.Keys("one"));

        Assert.True(ring.IsUsable);
        Assert.Equal((3, 2), (ring.State.Attempts, ring.State.Failures));
    }

    [Fact]
    public async Task However_many_servers_hang_the_others_are_loaded_in_time()
    {
        var (healthy, source) = Add();
        await AnswerAsync(source, StubKeySource.Keys("one"));
        var hanging = Enumerable.Range(0, 40).Select(_ => Add()).ToList();
        for (var failed = 0; failed < hanging.Count; failed++)
        {
            (await NextAskedAsync(hanging)).SetResult(Failure);
            await _settled.Reader.ReadAsync(Token);
        }

        // Three of them are asked again and say nothing, ever; the others of their kind wait.
        await AdvanceToScheduleAsync(TimeSpan.FromSeconds(5.5));
        for (var asked = 0; asked < 3; asked++) await NextAskedAsync(hanging);
        await AdvanceToScheduleAsync(TimeSpan.FromHours(0.88));

        await AnswerAsync(source, StubKeySource.Keys("two"));
        Assert.True(healthy.Current.Contains("two"u8));
    }

    [Fact]
    public async Task Not_more_than_eight_are_loaded_at_once()
    {
        var rings = Enumerable.Range(0, 100).Select(number => Add(others: number)).ToList();
        _clock.Advance(TimeSpan.FromSeconds(1));
        for (var done = 0; done < rings.Count; done++)
        {
            var asked = await NextAskedAsync(rings);
            Assert.InRange(rings.Sum(ring => ring.Source.Pending), 1, 8);
            asked.SetResult(StubKeySource.Keys("one"));
            await _settled.Reader.ReadAsync(Token);
        }

        Assert.All(rings, ring => Assert.True(ring.Ring.IsUsable));
    }

    [Fact]
    public async Task A_ring_that_is_used_no_more_is_not_loaded_again()
    {
        var (ring, source) = Add();
        await AnswerAsync(source, StubKeySource.Keys("one"));
        await _clock.WhenDueWithinAsync(TimeSpan.FromHours(1), Token);

        ring.Retire();
        _queue.Remove(ring);
        var (_, other) = Add();
        await AnswerAsync(other, StubKeySource.Keys("one"));
        _clock.Advance(TimeSpan.FromHours(2));
        await AnswerAsync(other, StubKeySource.Keys("one"));

        Assert.Equal(1, source.Asked);
    }

    [Fact]
    public async Task What_a_token_caused_moves_the_schedule()
    {
        var (ring, source) = Add();
        await AnswerAsync(source, StubKeySource.Keys("one"));
        await AdvanceAsync(TimeSpan.FromMinutes(40));

        var waiting = ring.RefreshForUnknownKeyAsync(Token).AsTask();
        await AnswerAsync(source, StubKeySource.Keys("two"));
        await waiting;
        await AdvanceAsync(TimeSpan.FromMinutes(40));
        Assert.Equal(2, source.Asked);

        await AdvanceToScheduleAsync(TimeSpan.FromMinutes(13));
        await AnswerAsync(source, StubKeySource.Keys("two"));
    }

    private static KeyLoad Failure => KeyLoad.Failed(new(NetworkFailureKind.Unreachable, "no connection"));

    private (KeyRing Ring, StubKeySource Source) Add(int others = 0)
    {
        var source = new StubKeySource();
        var ring = new KeyRing("acme", "fingerprint", source, _context);
        _queue.AddNew(ring, others);
        return (ring, source);
    }

    private void Settle(KeyRing ring, KeyRingState before, KeyLoad load)
    {
        _queue.AddAgain(ring, RefreshSchedule.After(load, ring.Source, ring.State.FailuresInARow));
        _settled.Writer.TryWrite(ring);
    }

    private async Task AnswerAsync(StubKeySource source, KeyLoad load)
    {
        (await source.NextAsync(Token)).SetResult(load);
        while ((await _settled.Reader.ReadAsync(Token)).Source != source) continue;
    }

    // The lane arms its one timer some time after the answer; before that, an advance would pass it by.
    private async Task AdvanceToScheduleAsync(TimeSpan time)
    {
        await _clock.WhenDueWithinAsync(time, Token);
        _clock.Advance(time);
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        await _clock.WhenDueWithinAsync(TimeSpan.FromHours(1), Token);
        _clock.Advance(time);
    }

    private static async Task<TaskCompletionSource<KeyLoad>> NextAskedAsync(List<(KeyRing Ring, StubKeySource Source)> rings)
    {
        var asked = await Task.WhenAny(rings.Select(ring => ring.Source.WhenAskedAsync(Token)));
        return await (await asked).NextAsync(Token);
    }
}
