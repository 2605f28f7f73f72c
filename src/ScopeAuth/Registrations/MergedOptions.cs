namespace ScopeAuth.Registrations;

/// <summary>The configuration with what the stores add to it.</summary>
/// <param name="Sets">What the stores hold.</param>
/// <param name="Configured">The configuration alone.</param>
/// <param name="Options">All that is in force: no validator finds a fault in it.</param>
/// <param name="Servers">The stored servers, in force or not.</param>
/// <param name="Roles">The stored roles, in force or not.</param>
internal sealed record MergedOptions(
    RegistrationSets Sets, ScopeAuthOptions Configured, ScopeAuthOptions Options, StoredEntries<AuthorizationServerOptions> Servers, StoredEntries<ApiRoleOptions> Roles)
{
    /// <summary>Whether the stores were read.</summary>
    public bool AreLoaded => Servers.IsLoaded && Roles.IsLoaded;

    /// <summary>Why stored entries are not in force on this node.</summary>
    public IEnumerable<string> FaultsOfStored => Servers.SetAside.SelectMany(entry => entry.Faults).Concat(Roles.SetAside.SelectMany(entry => entry.Faults));
}
