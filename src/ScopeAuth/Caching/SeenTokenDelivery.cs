using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Caching;

/// <summary>Hands over to the store, in the background, what is new of the tokens seen. Without a store it has nothing to do.</summary>
internal sealed class SeenTokenDelivery(SeenTokens seen, TimeProvider clock, ILogger<SeenTokenDelivery> logger, ISeenTokenStore? store = null) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const int LargestBatch = 500;

    private readonly PeriodicTimer _timer = new(Interval, clock);
    private bool _isFailed;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (store is not null) await TryDeliverAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (store is null) return;
        while (await _timer.WaitForNextTickAsync(stoppingToken)) await TryDeliverAsync(stoppingToken);
    }

    private async Task TryDeliverAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DeliverAsync(cancellationToken);
            if (_isFailed) Log.SeenTokensDelivered(logger);
            _isFailed = false;
        }
        catch (Exception exception)
        {
            if (!_isFailed && !cancellationToken.IsCancellationRequested) Log.SeenTokensNotDelivered(logger, exception);
            _isFailed = true;
        }
    }

    private async Task DeliverAsync(CancellationToken cancellationToken)
    {
        var batch = new Dictionary<SeenTokenKey, TokenUse>(LargestBatch);
        var again = new List<TokenUse>();
        try
        {
            foreach (var use in seen.Table.News)
            {
                // One token may come twice: it had to go, and was seen again. The second waits for the next time.
                if (!batch.TryAdd(use.Key, use)) again.Add(use);
                else if (batch.Count == LargestBatch) await DeliverAsync(batch, cancellationToken);
            }
            if (batch.Count > 0) await DeliverAsync(batch, cancellationToken);
        }
        finally
        {
            foreach (var use in again) seen.Table.TakeBack(use);
        }
    }

    private async Task DeliverAsync(Dictionary<SeenTokenKey, TokenUse> batch, CancellationToken cancellationToken)
    {
        TokenUse[] uses = [.. batch.Values];
        SeenToken[] news = [.. uses.Select(use => use.DescribeNews())];
        batch.Clear();
        try
        {
            await store!.AddAsync(news, cancellationToken);
        }
        catch (Exception)
        {
            foreach (var use in uses) seen.Table.TakeBack(use);
            throw;
        }
        for (var at = 0; at < uses.Length; at++) uses[at].Deliver(news[at].Uses);
    }
}
