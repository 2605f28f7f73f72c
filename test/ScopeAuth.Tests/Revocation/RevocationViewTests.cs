using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Revocation;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Revocation;

/// <summary>What a node holds, and when it says so.</summary>
public sealed class RevocationViewTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_hears_of_a_change_finds_that_remembered_tokens_are_looked_up_anew()
    {
        var view = new RevocationView(TimeProvider.System);
        var key = new SipHash(1, 2);
        view.Apply(key, new() { Position = 0, StartsOver = true, CompleteAsOf = DateTimeOffset.MaxValue });
        var before = view.Epoch;
        await using var news = view.Subscribers.Subscribe(Cancelled).GetAsyncEnumerator(Cancelled);
        var heard = Task.Run(async () => await news.MoveNextAsync() ? view.Epoch : 0, Cancelled);

        // Many, so that whoever hears of the first too early has asked before the last is in.
        var records = Enumerable.Range(0, 50_000).Select(number => SomeRevocation.Token($"{number}")).ToArray();
        view.Apply(key, new() { Position = 1, Events = [.. records.Select(record => RevocationEvent.OfRevocation(1, record))] });

        Assert.True(await heard > before);
        Assert.True(view.Current!.Tokens.Contains(RevocationId.From(records[^1].Id)));
    }

    [Fact]
    public async Task A_list_that_was_read_anew_is_in_force_when_readers_are_told_to_look_again()
    {
        var view = new RevocationView(TimeProvider.System);
        var key = new SipHash(1, 2);
        var record = SomeRevocation.Token("1");
        view.Apply(key, new() { Position = 0, StartsOver = true, CompleteAsOf = DateTimeOffset.MaxValue });
        var news = view.Subscribers.Subscribe(Cancelled).GetAsyncEnumerator(Cancelled);
        var told = Task.Run(async () => await Record.ExceptionAsync(async () => await news.MoveNextAsync()), Cancelled);

        view.Apply(key, new() { Position = 0, StartsOver = true, Events = [RevocationEvent.OfRevocation(1, record)] });
        Assert.False(view.Current!.Tokens.Contains(RevocationId.From(record.Id)));
        view.Apply(key, new() { Position = 1, CompleteAsOf = DateTimeOffset.MaxValue });

        Assert.IsType<InvalidOperationException>(await told);
        Assert.True(view.Current!.Tokens.Contains(RevocationId.From(record.Id)));
    }

    [Fact]
    public void An_own_lift_that_is_told_late_takes_nothing_from_a_list_that_was_read_after_it()
    {
        var view = new RevocationView(TimeProvider.System);
        var key = new SipHash(1, 2);
        var record = SomeRevocation.Token("1");

        // Lifted here (100), revoked again elsewhere (103), and read with the list (105) before this node hears that its lift was kept.
        view.Apply(key, new() { Position = 0, StartsOver = true });
        view.Apply(key, new() { Position = 0, Events = [RevocationEvent.OfRevocation(105, record)] });
        view.ApplyOwn([RevocationEvent.OfLift(100, record.Id)]);
        view.Apply(key, new() { Position = 105, CompleteAsOf = DateTimeOffset.MaxValue });

        Assert.True(view.Current!.Tokens.Contains(RevocationId.From(record.Id)));
    }

    [Fact]
    public void Own_changes_of_a_list_that_was_replaced_hold_up_none_of_the_new_one()
    {
        var view = new RevocationView(TimeProvider.System);
        var key = new SipHash(1, 2);
        var record = SomeRevocation.Token("1");
        view.Apply(key, new() { Position = 50_000, StartsOver = true, CompleteAsOf = DateTimeOffset.MaxValue });
        view.ApplyOwn([RevocationEvent.OfRevocation(50_001, SomeRevocation.Token("2"))]);

        // Restored from a backup, whose numbers are lower.
        view.Apply(key, new() { Position = 10, StartsOver = true, Events = [RevocationEvent.OfRevocation(10, record)], CompleteAsOf = DateTimeOffset.MaxValue });
        view.ApplyOwn([RevocationEvent.OfLift(11, record.Id)]);
        view.Apply(key, new() { Position = 11, Events = [RevocationEvent.OfLift(11, record.Id)], CompleteAsOf = DateTimeOffset.MaxValue });
        // A replica took over that lacks the lift, and gave out its number again.
        view.Apply(key, new() { Position = 11, Events = [RevocationEvent.OfRevocation(11, record)], CompleteAsOf = DateTimeOffset.MaxValue });

        Assert.True(view.Current!.Tokens.Contains(RevocationId.From(record.Id)));
    }

    [Fact]
    public async Task What_was_kept_counts_also_where_the_caller_went_away()
    {
        await using var server = await TestServers.StartAsync();
        var store = new SlowlyAnsweringStore();
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("server"), configure: builder => builder.Services.AddSingleton<IRevocationStore>(store));
        var token = server.IssueToken($"{TestServers.Organization}::Auditor");
        Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);
        var list = api.Services.GetRequiredService<IRevocationList>();
        await using var news = list.SubscribeAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);

        var call = list.RevokeAsync(
            new NewRevocation { Target = RevocationTarget.TokenText("server", token), Reason = RevocationReason.Other, RevokedBy = "test" }, caller.Token).AsTask();
        await store.Kept.Task.WaitAsync(Cancelled);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        store.MayAnswer.SetResult();

        Assert.True(await news.MoveNextAsync());
        Assert.Equal(Rejection.Revoked, (await api.AskAsync("/whoami", token)).Rejection);
    }

    [Fact]
    public async Task Who_is_told_that_many_were_not_kept_is_told_when_none_of_them_is_on_its_way_any_more()
    {
        await using var server = await TestServers.StartAsync();
        var store = new TwoPartsStore();
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("server"), configure: builder => builder.Services.AddSingleton<IRevocationStore>(store));
        var call = api.Services.GetRequiredService<IRevocationList>().RevokeAsync(
            [.. Enumerable.Range(0, 10_001).Select(number => new NewRevocation
            {
                Target = RevocationTarget.Token("server", $"token{number}"),
                Reason = RevocationReason.Other,
                RevokedBy = "test",
            })],
            Cancelled).AsTask();
        await store.SecondBegan.Task.WaitAsync(Cancelled);

        store.First.SetException(new IOException("The disk is full."));
        Assert.False(call.IsCompleted);
        store.Second.SetResult();

        await Assert.ThrowsAsync<IOException>(() => call.WaitAsync(Cancelled));
    }
}
