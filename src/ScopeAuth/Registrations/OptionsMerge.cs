using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using ScopeAuth.Hosting;

namespace ScopeAuth.Registrations;

/// <summary>
/// Adds what the stores hold to the configuration, each entry checked together with all others by the validators that check the configuration. An entry with a
/// fault is set aside, and keeps no other from being in force: one customer's broken registration must not keep another's from being disabled.
/// </summary>
internal sealed class OptionsMerge(IEnumerable<IValidateOptions<ScopeAuthOptions>> validators, ConfigurationSource source)
{
    /// <param name="configured">The configuration; it has no faults.</param>
    /// <param name="sets">What the stores hold.</param>
    /// <param name="before">What was merged before: entries that have not changed are not read again.</param>
    public MergedOptions Merge(ScopeAuthOptions configured, RegistrationSets sets, MergedOptions? before)
    {
        var options = configured.Copy();
        // What an entry may name is a matter of the configuration.
        if (before is not null && !ReferenceEquals(before.Configured, configured)) before = null;
        var roles = Add(options, configured, ApiRoleKind.Instance, sets.Roles, before?.Roles);
        var servers = Add(options, configured, AuthorizationServerKind.Instance, sets.Servers, before?.Servers);
        return new(sets, configured, options, servers, roles);
    }

    private StoredEntries<TOptions> Add<TOptions>(
        ScopeAuthOptions options, ScopeAuthOptions configured, RegistrationKind<TOptions> kind, RegistrationSet? set, StoredEntries<TOptions>? before)
        where TOptions : class
    {
        if (set is null) return StoredEntries<TOptions>.Unknown;
        // Of two that exclude each other the older stands: whoever came later was told so, or asked another node.
        var entries = set.Entries.OrderBy(entry => entry.Version).ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => Read(kind, entry, configured, before)).ToArray();
        var faults = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        Accept(options, kind, entries.Where(entry => !entry.IsShadowed).ToArray(), faults);
        return new(set.Version, entries.ToFrozenDictionary(
            entry => entry.Registration.Name, entry => entry with { Faults = faults.GetValueOrDefault(entry.Registration.Name, []) }, StringComparer.Ordinal));
    }

    // Half by half: a thousand entries without a fault are one check, and each with one is found in ten more.
    private void Accept<TOptions>(
        ScopeAuthOptions options, RegistrationKind<TOptions> kind, ReadOnlySpan<StoredEntry<TOptions>> entries, Dictionary<string, IReadOnlyList<string>> faults)
        where TOptions : class
    {
        if (entries.IsEmpty) return;
        var accepted = kind.Of(options);
        foreach (var entry in entries)
        {
            accepted[entry.Registration.Name] = entry.Options;
            options.ConfigurationFaults.AddRange(entry.OwnFaults);
        }
        var found = FindFaults(options);
        options.ConfigurationFaults.Clear();
        if (found.Count == 0) return;

        foreach (var entry in entries) accepted.Remove(entry.Registration.Name);
        if (entries.Length == 1)
        {
            faults[entries[0].Registration.Name] = found;
            return;
        }
        Accept(options, kind, entries[..(entries.Length / 2)], faults);
        Accept(options, kind, entries[(entries.Length / 2)..], faults);
    }

    private List<string> FindFaults(ScopeAuthOptions options) =>
        [.. validators.Select(validator => validator.Validate(Options.DefaultName, options)).Where(result => result.Failed).SelectMany(result => result.Failures!)];

    private StoredEntry<TOptions> Read<TOptions>(
        RegistrationKind<TOptions> kind, Registration registration, ScopeAuthOptions configured, StoredEntries<TOptions>? before)
        where TOptions : class
    {
        if (before?.ByName.TryGetValue(registration.Name, out var known) == true && known.Registration == registration) return known with { Faults = [] };
        var faults = new List<string>();
        var path = source.PathOf($"{kind.Section}:{registration.Name}");
        var options = kind.Read(path, registration.Settings, faults);
        kind.Settle(path, options, configured, faults);
        return new(registration, options, faults) { IsShadowed = kind.Of(configured).ContainsKey(registration.Name) };
    }
}
