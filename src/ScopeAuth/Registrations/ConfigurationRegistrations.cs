using System.Runtime.CompilerServices;

namespace ScopeAuth.Registrations;

/// <summary>The store where none is registered: there is nothing beside the configuration, and nothing can be written.</summary>
internal sealed class ConfigurationRegistrations : IAuthorizationServerStore, IApiRoleStore, IEmbeddedRegistrationStore
{
    private static readonly RegistrationSet Empty = new(0, []);

    public RegistrationSet Set => Empty;

    public async IAsyncEnumerable<RegistrationSet> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Empty;
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    public ValueTask<RegistrationReceipt> WriteAsync(RegistrationChange change, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Registrations come from the configuration alone: no store is registered.");
}
