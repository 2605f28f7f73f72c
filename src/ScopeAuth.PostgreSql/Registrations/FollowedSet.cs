namespace ScopeAuth.PostgreSql.Registrations;

/// <summary>A set, as it was put together from changes.</summary>
internal sealed class FollowedSet
{
    private readonly Dictionary<string, Registration> _entries = new(StringComparer.Ordinal);

    /// <summary>How far the changes have been followed; before the first time below every version.</summary>
    public long Version { get; private set; } = -1;

    public RegistrationSet Current => new(Version, [.. _entries.Values]);

    /// <param name="version">The set's version now.</param>
    /// <param name="changes">What was changed since; null for an entry that was deleted.</param>
    /// <exception cref="InvalidDataException">The set has an older version than before: what is known is not to be built upon.</exception>
    public void Apply(long version, List<(string Name, Registration? Entry)> changes)
    {
        if (version < Version) throw new InvalidDataException($"The database was put back: registrations have version {version}, this node was at {Version}. They are read anew.");
        foreach (var (name, entry) in changes)
            if (entry is null) _entries.Remove(name);
            else _entries[name] = entry;
        Version = version;
    }
}
