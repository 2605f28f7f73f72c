using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>Revocations in PostgreSQL: one list for all nodes.</summary>
internal sealed class PostgreSqlRevocationStore([FromKeyedServices(PostgreSqlDatabase.OfRevocations)] DatabaseSchema schema, RevocationWriter writer, RevocationReader reader, RevocationFeed feed) : IRevocationStore
{
    private byte[]? _key;
    private byte[]? _followedKey;

    // A node starts without the database: settings were checked, and everything else is done when it is needed.
    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<ReadOnlyMemory<byte>> ReadKeyAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _key) ?? await RefreshKeyAsync(cancellationToken);

    public async IAsyncEnumerable<RevocationBatch> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await schema.VerifyAsync(cancellationToken);
        // IDs are made with the key: another key is another list, for which the caller has to ask anew.
        var before = Volatile.Read(ref _key);
        var key = await RefreshKeyAsync(cancellationToken);
        if (before is not null && !key.AsSpan().SequenceEqual(before)) throw new InvalidDataException(WholeList.Replaced);
        if (_followedKey is not null && !key.AsSpan().SequenceEqual(_followedKey)) after = 0;
        _followedKey = key;
        await foreach (var batch in feed.FollowAsync(key, after, cancellationToken)) yield return batch;
    }

    public async ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        // The key that the caller was told.
        var key = Volatile.Read(ref _key) ?? await RefreshKeyAsync(cancellationToken);
        return await writer.AppendAsync(key, changes, cancellationToken);
    }

    public ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken) => reader.FindAsync(id, cancellationToken);

    public ValueTask<RevocationPage> QueryAsync(RevocationQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return reader.QueryAsync(query, cancellationToken);
    }

    public ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return reader.CountAsync(query, cancellationToken);
    }

    public ValueTask<long> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) => reader.PurgeAsync(endedBefore, cancellationToken);

    private async ValueTask<byte[]> RefreshKeyAsync(CancellationToken cancellationToken)
    {
        var key = await reader.ReadKeyAsync(cancellationToken);
        // The same array for the same key: what is written together is told by it.
        if (Volatile.Read(ref _key) is { } known && key.AsSpan().SequenceEqual(known)) return known;
        Volatile.Write(ref _key, key);
        return key;
    }
}
