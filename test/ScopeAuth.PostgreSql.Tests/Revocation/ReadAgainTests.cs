using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Revocation;
using ScopeAuth.Tests.Revocation;

namespace ScopeAuth.PostgreSql.Tests.Revocation;

/// <summary>What a node refuses while it reads again what it knows already.</summary>
public sealed class ReadAgainTests(PostgreSqlCluster cluster) : IAsyncLifetime
{
    private readonly RevocationView _view = new(TimeProvider.System);
    private StoreOf _node = null!;
    private SipHash _key;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _node = new(await cluster.CreateDatabaseAsync());
        _key = SipHash.Create((await _node.Store.ReadKeyAsync(Cancelled)).Span);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task What_was_lifted_and_revoked_again_stays_refused_when_a_new_connection_tells_of_both()
    {
        var record = SomeRevocation.Token("again", DateTimeOffset.MaxValue);
        await AppendAsync(RevocationChange.Revoke(record));
        await AppendAsync(RevocationChange.Lift(record.Id, "test"));
        await AppendAsync([.. Enumerable.Range(0, 5000).Select(number => RevocationChange.Revoke(SomeRevocation.Token($"{number}", DateTimeOffset.MaxValue)))]);
        await AppendAsync(RevocationChange.Revoke(record));
        await FollowAsync();
        Assert.True(IsRefused(record));

        await FollowAsync(() => Assert.True(IsRefused(record)));
    }

    [Fact]
    public async Task What_this_node_revokes_while_the_list_begins_to_be_read_anew_stays_refused()
    {
        var record = SomeRevocation.Token("own", DateTimeOffset.MaxValue);
        await AppendAsync(RevocationChange.Revoke(SomeRevocation.Token("first", DateTimeOffset.MaxValue)));
        await FollowAsync();

        await foreach (var batch in _node.Store.FollowAsync(0, Cancelled))
        {
            if (batch.StartsOver)
            {
                var receipt = (await AppendAsync(RevocationChange.Revoke(record)))[0];
                _view.ApplyOwn([RevocationEvent.OfRevocation(receipt.Sequence, record)]);
            }
            _view.Apply(_key, batch);
            Assert.True(IsRefused(record));
            if (batch.CompleteAsOf is not null) break;
        }
    }

    private bool IsRefused(RevocationRecord record) => _view.Current!.Tokens.Contains(RevocationId.From(record.Id));

    private ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(params RevocationChange[] changes) => _node.Store.AppendAsync(changes, Cancelled);

    private async Task FollowAsync(Action? afterEach = null)
    {
        await foreach (var batch in _node.Store.FollowAsync(_view.Position, Cancelled))
        {
            _view.Apply(_key, batch);
            afterEach?.Invoke();
            if (batch.CompleteAsOf is not null) break;
        }
    }
}
