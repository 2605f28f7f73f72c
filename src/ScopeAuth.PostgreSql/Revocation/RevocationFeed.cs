using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScopeAuth.PostgreSql.Diagnostics;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>What a node follows, over one connection of its own: the whole list where it has to be, and then every change.</summary>
internal sealed class RevocationFeed(
    [FromKeyedServices(PostgreSqlDatabase.OfRevocations)] PostgreSqlDatabase database, [FromKeyedServices(PostgreSqlDatabase.OfRevocations)] DatabaseSchema schema, IOptions<PostgreSqlRevocationOptions> options, IOptions<ScopeAuthOptions> common,
    TimeProvider clock, ILogger<RevocationFeed> logger)
{
    // A replica that takes over may lack the last commits, whose numbers are then given out again. So a new connection asks a little further back.
    private const long Overlap = 10_000;

    // The change at the position, by which a new connection knows the list again. One node follows it once.
    private (long Position, Guid? Id) _last;

    public async IAsyncEnumerable<RevocationBatch> FollowAsync(byte[] key, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        using var wakeup = await Wakeup.ListenAsync(connection, $"{schema.Name}.revocations", clock, cancellationToken);
        if (!wakeup.Listens) Log.PollingBehindPooler(logger, options.Value.PollInterval);
        var (position, overlap, interval) = (after, Overlap, IntervalOf(wakeup));
        while (true)
        {
            wakeup.Reset();
            var changes = new ChangesQuery(connection, schema, key, options.Value.Timeout, position, overlap, _last, clock.GetUtcNow());
            if (position > 0)
            {
                await foreach (var batch in changes.ReadAsync(cancellationToken))
                {
                    (position, _last) = (batch.Position, changes.Last);
                    yield return batch;
                }
                overlap = 0;
            }
            if (position == 0 || changes.Gap is not null)
            {
                if (changes.Gap is { } gap) Log.ReadAnew(logger, gap);
                _last = default;
                await foreach (var batch in new WholeList(connection, schema, key, options.Value.Timeout, clock).ReadAsync(cancellationToken))
                {
                    position = batch.Position;
                    yield return batch;
                }
                // It took its time: at once what came in between.
                if (position > 0) continue;
            }
            await wakeup.WaitAsync(interval, cancellationToken);
        }
    }

    // Three questions within the time after which the node would think itself left behind: one may fail.
    private TimeSpan IntervalOf(Wakeup wakeup)
    {
        var interval = wakeup.Listens ? options.Value.CatchUpInterval : options.Value.PollInterval;
        var third = common.Value.Revocation.MaxStaleness / 3;
        return interval < third ? interval : third;
    }
}
