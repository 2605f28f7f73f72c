using Microsoft.Extensions.Hosting;

namespace ScopeAuth.AuthorizationServers;

/// <summary>Loads keys in the background, from the start of the application on. The start itself waits for nothing.</summary>
internal sealed class KeyRefresher(RefreshQueue queue, KeyStore store) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await store.Writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await queue.RunAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
