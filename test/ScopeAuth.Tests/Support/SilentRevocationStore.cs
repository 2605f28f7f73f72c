using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Support;

/// <summary>A store that says how fresh the list is only when a test makes it speak.</summary>
internal sealed class SilentRevocationStore(TimeProvider clock) : IRevocationStore
{
    private readonly MemoryRevocationStore _inner = new(clock);
    private readonly Channel<RevocationBatch> _batches = Channel.CreateUnbounded<RevocationBatch>();

    /// <summary>The start does not wait for a store that may be behind a network.</summary>
    public static Task WaitUntilFollowedAsync(TestApi api)
    {
        var view = api.Services.GetRequiredService<RevocationView>();
        return Eventually.IsTrueAsync(() => view.CompleteAsOf is not null);
    }

    /// <summary>Says that everything until now has been told.</summary>
    public void Speak() => Yield(new() { Position = 0, CompleteAsOf = clock.GetUtcNow() });

    public void Yield(RevocationBatch batch) => _batches.Writer.TryWrite(batch);

    public void Fail(Exception exception) => Yield(new() { Position = -1, Events = new Broken(exception) });

    public ValueTask OpenAsync(CancellationToken cancellationToken) => _inner.OpenAsync(cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> ReadKeyAsync(CancellationToken cancellationToken) => _inner.ReadKeyAsync(cancellationToken);

    public async IAsyncEnumerable<RevocationBatch> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new() { Position = 0, StartsOver = true, CompleteAsOf = clock.GetUtcNow() };
        await foreach (var batch in _batches.Reader.ReadAllAsync(cancellationToken))
        {
            if (batch.Events is Broken broken) throw broken.Exception;
            yield return batch;
        }
    }

    public ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken) =>
        _inner.AppendAsync(changes, cancellationToken);

    public ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken) => _inner.FindAsync(id, cancellationToken);

    public ValueTask<RevocationPage> QueryAsync(RevocationQuery query, CancellationToken cancellationToken) => _inner.QueryAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken) => _inner.CountAsync(query, cancellationToken);

    public ValueTask<long> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) => _inner.PurgeAsync(endedBefore, cancellationToken);

    private sealed class Broken(Exception exception) : List<RevocationEvent>
    {
        public Exception Exception { get; } = exception;
    }
}
