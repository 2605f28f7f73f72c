using ScopeAuth.Hosting;
using ScopeAuth.Registrations;

namespace ScopeAuth.Console.Servers;

/// <summary>Tries out a registration from end to end, with the bounds that hold for servers registered while the application runs.</summary>
internal sealed class ServerChecker(AuthorizationServerCheck check, CurrentSettings settings)
{
    /// <param name="server">A server as it is registered.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public Task<IReadOnlyList<CheckFinding>> RunAsync(AuthorizationServerEntry server, CancellationToken cancellationToken) =>
        server.Origin == RegistrationOrigin.Configuration ? check.RunAsync(server.Name, cancellationToken) : RunAsync(server.Name, server.Options, cancellationToken);

    /// <param name="name">The name that it has or is to have.</param>
    /// <param name="options">Its settings; nobody else uses them.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public Task<IReadOnlyList<CheckFinding>> RunAsync(string name, AuthorizationServerOptions options, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        StoredServerRules.Apply($"AuthorizationServers:{name}", options, settings.Current.Merged.Configured.Registrations, faults);
        return faults.Count == 0
            ? check.RunAsync(name, options, cancellationToken)
            : Task.FromResult<IReadOnlyList<CheckFinding>>([.. faults.Select(fault => CheckFinding.Error("Setting", fault, "Correct the setting; nothing was fetched."))]);
    }
}
