using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Revocation;

/// <summary>Feeds the node's view from the store for as long as the application runs, and drops what has ended.</summary>
internal sealed class RevocationFollower(
    IRevocationStore store, RevocationView view, TimeProvider clock, ILogger<RevocationFollower> logger, IServiceProvider services) : BackgroundService
{
    /// <summary>Clocks are set back, and those of several nodes do not agree: what has ended here may matter elsewhere, or again.</summary>
    public static readonly TimeSpan KeptAfterEnd = TimeSpan.FromHours(1);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromMinutes(10);

    private bool _wasWhole;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.OpenAsync(cancellationToken);
        services.GetRequiredService<RevocationMetrics>();       // gauges exist from here on
        if (store is MemoryRevocationStore) Log.RevocationsInMemory(logger);
        if (store is IEmbeddedRevocationStore embedded) view.Share(embedded.Set);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        store is IEmbeddedRevocationStore ? PurgeAsync(stoppingToken) : Task.WhenAll(FollowAsync(stoppingToken), PurgeAsync(stoppingToken));

    private async Task FollowAsync(CancellationToken stopping)
    {
        var pause = FirstRetry;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var key = SipHash.Create((await store.ReadKeyAsync(stopping)).Span);
                await foreach (var batch in store.FollowAsync(view.Position, stopping))
                {
                    view.Apply(key, batch);
                    if (batch.CompleteAsOf is null) continue;
                    if (!_wasWhole) Log.RevocationsLoaded(logger, view.Current!.Count);
                    else if (pause > FirstRetry) Log.RevocationsFollowedAgain(logger, view.Current!.Count);
                    (pause, _wasWhole) = (FirstRetry, true);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // A store may fail in any way. What is known stays, and grows old.
                if (pause == FirstRetry) Log.RevocationsNotFollowed(logger, exception);
            }
            view.Interrupt(clock.GetUtcNow());
            await Task.Delay(pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestRetry ? pause * 2 : LongestRetry;
        }
    }

    private async Task PurgeAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(PurgeInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping)) await PurgeOnceAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task PurgeOnceAsync(CancellationToken stopping)
    {
        var endedBefore = clock.GetUtcNow() - KeptAfterEnd;
        view.Drop(endedBefore);
        try
        {
            var purged = await store.PurgeAsync(endedBefore, stopping);
            if (purged > 0) Log.RevocationsPurged(logger, purged);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // What has ended takes room and does no other harm: the next time will do.
            Log.RevocationsNotPurged(logger, exception);
        }
    }
}
