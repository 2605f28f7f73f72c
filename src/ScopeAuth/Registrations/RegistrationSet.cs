namespace ScopeAuth;

/// <summary>Everything that a store keeps, at one moment.</summary>
/// <param name="Version">Grows by every change; 0 for a set that was never changed.</param>
/// <param name="Entries">The entries, each name once.</param>
public sealed record RegistrationSet(long Version, IReadOnlyList<Registration> Entries)
{
    internal const int MaxEntries = 10_000;
}
