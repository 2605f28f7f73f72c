using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ScopeAuth.Keys;

/// <summary>Loads keys in the background, once the application has started. The start itself waits for nothing.</summary>
/// <remarks>
/// Not before: an authorization server in the same process does not listen yet, and a first attempt that must fail would put off the
/// second one. The store is asked for late, too: it needs the settings, and faults in them are told by <see cref="Hosting.ScopeAuthStart"/>.
/// </remarks>
internal sealed class KeyRefresher(RefreshQueue queue, IServiceProvider services, IHostApplicationLifetime? lifetime = null) : BackgroundService
{
    private KeyStore? _store;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Kept from the start: a host that stops twice at once, as in tests of an application, may have disposed of its services by now.
        if (_store is { } store) await store.Writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (lifetime is not null) await WhenStartedAsync(lifetime.ApplicationStarted, stoppingToken);
        if (stoppingToken.IsCancellationRequested) return;
        _store = services.GetRequiredService<KeyStore>();
        await queue.RunAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task WhenStartedAsync(CancellationToken applicationStarted, CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = applicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
