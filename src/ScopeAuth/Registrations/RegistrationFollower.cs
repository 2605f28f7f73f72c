using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;
using ScopeAuth.Hosting;

namespace ScopeAuth.Registrations;

/// <summary>Feeds the settings in force from the stores for as long as the application runs.</summary>
internal sealed class RegistrationFollower(RegistrationStores stores, CurrentSettings settings, TimeProvider clock, ILogger<RegistrationFollower> logger) : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        FollowAsync(stores.Servers, AuthorizationServerKind.Instance, stoppingToken), FollowAsync(stores.Roles, ApiRoleKind.Instance, stoppingToken));

    private async Task FollowAsync<TOptions>(IRegistrationStore store, RegistrationKind<TOptions> kind, CancellationToken stopping)
        where TOptions : class
    {
        // What is in this process was read at once, and whoever changes it applies the change.
        if (store is IEmbeddedRegistrationStore) return;
        var pause = FirstRetry;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                // The first set of a new connection may be of a database that was put back to an older state.
                var known = kind.Of(settings.Current.Merged).Version;
                await foreach (var set in store.FollowAsync(stopping))
                {
                    settings.Apply(kind, set, replaces: known);
                    known = null;
                    if (pause > FirstRetry) Log.RegistrationsFollowedAgain(logger, kind.Section);
                    pause = FirstRetry;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // A store may fail in any way. What is known stays in force.
                if (pause == FirstRetry) Log.RegistrationsNotFollowed(logger, kind.Section, exception);
            }
            await Task.Delay(pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestRetry ? pause * 2 : LongestRetry;
        }
    }
}
