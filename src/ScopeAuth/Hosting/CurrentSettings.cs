using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ScopeAuth.Diagnostics;
using ScopeAuth.Introspection;
using ScopeAuth.Keys;
using ScopeAuth.Registrations;

namespace ScopeAuth.Hosting;

/// <summary>
/// The settings in force, made of the configuration and of what the stores hold. A change of either replaces them whole. A configuration with a fault is not
/// applied at all; a stored entry with one is left out.
/// </summary>
internal sealed class CurrentSettings : IDisposable
{
    private readonly IOptionsFactory<ScopeAuthOptions> _factory;
    private readonly OptionsMerge _merge;
    private readonly KeyRings _rings;
    private readonly Introspections _introspections;
    private readonly ILogger<CurrentSettings> _logger;
    private readonly IDisposable? _watch;
    private readonly Lock _reload = new();
    private volatile ScopeAuthSettings _current;
    private volatile IReadOnlyList<string> _reloadFaults = [];

    /// <exception cref="OptionsValidationException">The settings have faults; all of them are named.</exception>
    /// <exception cref="InvalidDataException">What is stored in this process is damaged.</exception>
    public CurrentSettings(
        IOptionsFactory<ScopeAuthOptions> factory, IOptions<ScopeAuthOptions> atStart, ConfigurationSource source, RegistrationStores stores, OptionsMerge merge, KeyRings rings,
        Introspections introspections, ILogger<CurrentSettings> logger)
    {
        _factory = factory;
        _merge = merge;
        _rings = rings;
        _introspections = introspections;
        _logger = logger;
        // First the configuration: its faults are to be said before a store is asked for anything.
        var configured = ForKeeping(atStart.Value);
        _current = Compile(configured, stores.ReadAtOnce(), before: null);
        if (source.Section is { } section) _watch = ChangeToken.OnChange(section.GetReloadToken, Reload);
    }

    public ScopeAuthSettings Current => _current;

    /// <summary>Why the last change of the configuration was not applied; empty when it was.</summary>
    public IReadOnlyList<string> ReloadFaults => _reloadFaults;

    /// <summary>Takes over what a store holds.</summary>
    /// <param name="kind">Of what it is.</param>
    /// <param name="set">What it holds. One that is older than what is known is left, because this node heard of its own change first, unless</param>
    /// <param name="replaces">is the version that is known.</param>
    public void Apply<TOptions>(RegistrationKind<TOptions> kind, RegistrationSet set, long? replaces = null)
        where TOptions : class
    {
        lock (_reload)
        {
            var merged = _current.Merged;
            var known = kind.Of(merged).Version;
            if (set.Version == known || (set.Version < known && replaces != known)) return;
            _current = Compile(merged.Configured, kind.Replace(merged.Sets, set), merged);
        }
        Log.RegistrationsApplied(_logger, kind.Section, set.Version);
    }

    /// <summary>What an entry would be if it were stored now; nothing is changed.</summary>
    /// <param name="kind">Of what it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="settings">Its settings, as they would be stored.</param>
    public StoredEntry<TOptions> Try<TOptions>(RegistrationKind<TOptions> kind, string name, string settings)
        where TOptions : class
    {
        var merged = _current.Merged;
        var known = kind.Of(merged.Sets) ?? new(0, []);
        // The newest of all: what was there before stands, and what excludes it is its own fault.
        var draft = new Registration { Name = name, Version = long.MaxValue, Settings = settings, ChangedBy = "", ChangedAt = default };
        var set = new RegistrationSet(long.MaxValue, [.. known.Entries.Where(entry => entry.Name != name), draft]);
        var entry = kind.Of(_merge.Merge(merged.Configured, kind.Replace(merged.Sets, set), merged)).ByName[name];
        if (entry.IsShadowed) return entry with { Faults = [$"{kind.Section}:{name}: the configuration has an entry of this name, which would win."] };
        return set.Entries.Count <= RegistrationSet.MaxEntries ? entry
            : entry with { Faults = [.. entry.Faults, $"{kind.Section}: at most {RegistrationSet.MaxEntries} entries are kept."] };
    }

    public void Dispose() => _watch?.Dispose();

    private void Reload()
    {
        lock (_reload)
        {
            try
            {
                _current = Compile(ForKeeping(_factory.Create(Options.DefaultName)), _current.Merged.Sets, _current.Merged);
                _reloadFaults = [];
                Log.SettingsReloaded(_logger, _current.Servers.All.Count);
            }
            catch (Exception exception)
            {
                // Also what the application's own code throws while it sets options: on this thread nobody else would catch it.
                _reloadFaults = exception is OptionsValidationException { Failures: var failures } ? [.. failures] : [$"{exception.GetType().Name}: {exception.Message}"];
                foreach (var fault in _reloadFaults) Log.ReloadFault(_logger, fault);
            }
        }
    }

    // What is kept of it are copies: the application may go on with options of its own making as it likes. Who asks for the options of the start gets the same
    // copies, so that ten thousand servers are not there twice.
    private static ScopeAuthOptions ForKeeping(ScopeAuthOptions configured)
    {
        foreach (var (name, server) in configured.AuthorizationServers.ToList()) configured.AuthorizationServers[name] = server.ForKeeping();
        return configured;
    }

    private ScopeAuthSettings Compile(ScopeAuthOptions configured, RegistrationSets sets, MergedOptions? before)
    {
        var merged = _merge.Merge(configured, sets, before);
        var settings = new ScopeAuthSettings(merged, _rings, _introspections, before is null ? null : _current);
        _rings.Keep(settings.Rings);
        _introspections.Keep(settings.Servers.All);
        var known = before?.FaultsOfStored.ToHashSet(StringComparer.Ordinal);
        foreach (var fault in merged.FaultsOfStored.Where(fault => known?.Contains(fault) != true)) Log.RegistrationSetAside(_logger, fault);
        return settings;
    }
}
