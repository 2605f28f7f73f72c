namespace ScopeAuth.Registrations;

/// <summary>All entries of one kind, of the configuration and of the store.</summary>
internal sealed class EntryList<TOptions, TEntry>(RegistrationKind<TOptions> kind, Func<EntryFacts<TOptions>, TEntry> show)
    where TOptions : class
    where TEntry : class
{
    public IReadOnlyList<TEntry> Of(MergedOptions merged)
    {
        var configured = kind.Of(merged.Configured).Select(entry => Facts(entry.Key, entry.Value));
        var stored = kind.Of(merged).ByName.Values.Select(Facts);
        return [.. configured.Concat(stored).OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenBy(entry => entry.Origin).Select(show)];
    }

    public TEntry? Find(MergedOptions merged, string name) =>
        kind.Of(merged.Configured).TryGetValue(name, out var options) ? show(Facts(name, options))
        : kind.Of(merged).ByName.TryGetValue(name, out var entry) ? show(Facts(entry)) : null;

    /// <summary>The stored one, also where the configuration has one of the same name.</summary>
    public TEntry? FindStored(MergedOptions merged, string name) => kind.Of(merged).ByName.TryGetValue(name, out var entry) ? show(Facts(entry)) : null;

    private EntryFacts<TOptions> Facts(string name, TOptions options) => new(name, kind.Read(kind.Write(options)), kind.HasSecret(options), Stored: null, IsReadOnly: true);

    private EntryFacts<TOptions> Facts(StoredEntry<TOptions> entry) =>
        new(entry.Registration.Name, kind.Read(entry.Registration.Settings), HasSecret: false, entry, IsReadOnly: false);
}
