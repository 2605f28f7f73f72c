namespace ScopeAuth;

/// <summary>Where registrations are kept that are made while the application runs: a set of named settings with one version.</summary>
/// <remarks>
/// <para>
/// The road of a request never asks the store: each node answers from its own memory, which <see cref="FollowAsync"/> feeds. A store knows nothing of
/// what it keeps: settings are a JSON object with the names that the configuration has, and are checked by the node, before they are kept and after they were read.
/// </para>
/// <para>
/// Its duties: what <see cref="WriteAsync"/> has acknowledged survives any crash; the set's version grows by every change and is never used twice; of two changes that
/// expect the same version one is kept. All members may be called at once from any thread. An outage is an exception of any type: the node tries
/// again, and answers from what it has.
/// </para>
/// <para>Register an implementation of <see cref="IAuthorizationServerStore"/> or <see cref="IApiRoleStore"/> as a singleton. Without one, registrations come from the configuration alone.</para>
/// </remarks>
public interface IRegistrationStore
{
    /// <summary>The whole set, at once and again after every change, of this node and of all others, as long as the application runs.</summary>
    /// <remarks>
    /// Changes that follow one another quickly may be yielded as one. It never ends by itself; after an exception the node calls again.
    /// Do not wait for a network before the first step: a node must start without it.
    /// </remarks>
    /// <param name="cancellationToken">The application stops.</param>
    IAsyncEnumerable<RegistrationSet> FollowAsync(CancellationToken cancellationToken);

    /// <summary>Keeps one change, if the set still has the version that the change expects. When it returns, the change is durable.</summary>
    /// <remarks>The comparison and the change are one step, also against other nodes. After an exception the caller does not know whether it was kept.</remarks>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Ends the wait. The change may have been kept nevertheless.</param>
    /// <returns>Whether the change was kept, and the set as it is now.</returns>
    ValueTask<RegistrationReceipt> WriteAsync(RegistrationChange change, CancellationToken cancellationToken);
}
