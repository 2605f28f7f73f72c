using System.Collections.Frozen;

namespace ScopeAuth.Registrations;

/// <summary>All of one kind that a store holds, and what became of each.</summary>
/// <param name="Version">The set's version; null before the store was read.</param>
/// <param name="ByName">The entries.</param>
internal sealed record StoredEntries<TOptions>(long? Version, FrozenDictionary<string, StoredEntry<TOptions>> ByName)
    where TOptions : class
{
    public static StoredEntries<TOptions> Unknown { get; } = new(null, FrozenDictionary<string, StoredEntry<TOptions>>.Empty);

    /// <summary>Whether the store was read.</summary>
    public bool IsLoaded => Version is not null;

    public IEnumerable<StoredEntry<TOptions>> SetAside => ByName.Values.Where(entry => entry.Faults.Count > 0);
}
