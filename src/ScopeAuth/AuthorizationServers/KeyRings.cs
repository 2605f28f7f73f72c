using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ScopeAuth.AuthorizationServers;

/// <summary>All key rings in use. A reload of the configuration gets the rings whose settings did not change, with their keys.</summary>
internal sealed class KeyRings : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string ServerName, string Source), KeyRing> _rings = [];
    private readonly KeySources _sources;
    private readonly KeyRingContext _context;
    private readonly CancellationTokenSource _stopping = new();

    public KeyRings(KeySources sources, TimeProvider clock, ILogger<KeyRings> logger)
    {
        _sources = sources;
        _context = new(clock, new FetchBudget(capacity: 60, TimeSpan.FromMinutes(1), clock), logger) { Stopping = _stopping.Token };
    }

    public IReadOnlyList<KeyRing> All
    {
        get { lock (_gate) return [.. _rings.Values]; }
    }

    /// <param name="serverName">The configured name.</param>
    /// <param name="options">The server's settings; they have passed validation.</param>
    /// <param name="derivedMetadataUris">Where the metadata document may be, in order, if the settings name no source of keys.</param>
    /// <param name="acceptedMetadataIssuers">What the metadata document's issuer may be.</param>
    public KeyRing For(
        string serverName, AuthorizationServerOptions options, IReadOnlyList<Uri> derivedMetadataUris, IReadOnlyList<string> acceptedMetadataIssuers)
    {
        var source = _sources.Create(serverName, options, derivedMetadataUris, acceptedMetadataIssuers);
        var key = (serverName, FingerprintOf(serverName, source, options.AllowHttp));
        lock (_gate)
        {
            if (_rings.TryGetValue(key, out var known)) return known;
            return _rings[key] = new(serverName, source, _context);
        }
    }

    /// <summary>Forgets every ring that is not named here, after the servers of a new configuration have taken over.</summary>
    public void Keep(IEnumerable<KeyRing> inUse)
    {
        var kept = inUse.ToHashSet();
        lock (_gate)
        {
            foreach (var (key, ring) in _rings.ToList())
                if (!kept.Contains(ring)) _rings.Remove(key);
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    // Also the name of the file on disk: nothing but a hash of what was configured ever becomes part of a path.
    private static string FingerprintOf(string serverName, IKeySource source, bool allowHttp) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{serverName}\n{source.Identity}\n{allowHttp}")).AsSpan(0, 16));
}
