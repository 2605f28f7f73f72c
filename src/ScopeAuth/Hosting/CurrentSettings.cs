using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ScopeAuth.Diagnostics;
using ScopeAuth.Introspection;
using ScopeAuth.Keys;

namespace ScopeAuth.Hosting;

/// <summary>The settings in force. A change of the configuration replaces them whole, or, if it has a fault, not at all.</summary>
internal sealed class CurrentSettings : IDisposable
{
    private readonly IOptionsFactory<ScopeAuthOptions> _factory;
    private readonly KeyRings _rings;
    private readonly Introspections _introspections;
    private readonly ILogger<CurrentSettings> _logger;
    private readonly IDisposable? _watch;
    private readonly Lock _reload = new();
    private volatile ScopeAuthSettings _current;
    private volatile IReadOnlyList<string> _reloadFaults = [];

    /// <exception cref="OptionsValidationException">The settings have faults; all of them are named.</exception>
    public CurrentSettings(
        IOptionsFactory<ScopeAuthOptions> factory, ConfigurationSource source, KeyRings rings, Introspections introspections, ILogger<CurrentSettings> logger)
    {
        _factory = factory;
        _rings = rings;
        _introspections = introspections;
        _logger = logger;
        _current = Compile();
        if (source.Section is { } section) _watch = ChangeToken.OnChange(section.GetReloadToken, Reload);
    }

    public ScopeAuthSettings Current => _current;

    /// <summary>Why the last change of the configuration was not applied; empty when it was.</summary>
    public IReadOnlyList<string> ReloadFaults => _reloadFaults;

    public void Dispose() => _watch?.Dispose();

    private void Reload()
    {
        lock (_reload)
        {
            try
            {
                _current = Compile();
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

    private ScopeAuthSettings Compile()
    {
        var settings = new ScopeAuthSettings(_factory.Create(Options.DefaultName), _rings, _introspections);
        _rings.Keep(settings.Rings);
        return settings;
    }
}
