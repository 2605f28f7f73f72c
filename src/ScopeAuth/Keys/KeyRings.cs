using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Keys;

/// <summary>All key rings in use. A reload of the configuration gets the rings whose settings did not change, with their keys.</summary>
internal sealed class KeyRings : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, KeyRing> _rings = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly KeySources _sources;
    private readonly KeyStore _store;
    private readonly RefreshQueue _queue;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly KeyMetrics _metrics;
    private readonly KeyRingContext _context;

    public KeyRings(KeySources sources, KeyStore store, RefreshQueue queue, IMeterFactory meters, TimeProvider clock, ILogger<KeyRings> logger)
    {
        (_sources, _store, _queue, _clock, _logger) = (sources, store, queue, clock, logger);
        _metrics = new(meters, Health);
        var shared = new FetchBudget(capacity: 60, TimeSpan.FromMinutes(1), clock);
        _context = new(clock, shared, Settle, ring => Log.KeyBudgetExhausted(_logger, ring.ServerName), _stopping.Token);
    }

    public IReadOnlyList<KeyRing> All
    {
        get { lock (_gate) return [.. _rings.Values]; }
    }

    /// <param name="serverName">The configured name.</param>
    /// <param name="options">The server's settings; they have passed validation.</param>
    /// <param name="metadata">Where the metadata document may be, if the settings name no source of keys; null for nowhere.</param>
    /// <param name="acceptedMetadataIssuers">What the metadata document's issuer may be.</param>
    public KeyRing For(
        string serverName, AuthorizationServerOptions options, MetadataPlace? metadata, ImmutableArray<string> acceptedMetadataIssuers)
    {
        var source = _sources.Create(serverName, options, metadata, acceptedMetadataIssuers);
        var fingerprint = FingerprintOf(serverName, source, options);
        lock (_gate)
            if (_rings.TryGetValue(fingerprint, out var known)) return known;

        // The disk is read outside the lock; should two callers get here, the second finds the first one's ring.
        var ring = new KeyRing(serverName, fingerprint, source, _context, _store.Read(serverName, fingerprint, source));
        lock (_gate)
        {
            if (!_rings.TryAdd(fingerprint, ring)) return _rings[fingerprint];
            _queue.AddNew(ring, others: _rings.Count - 1);
            return ring;
        }
    }

    /// <summary>Forgets every ring that is not named here, after the servers of a new configuration have taken over.</summary>
    public void Keep(IEnumerable<KeyRing> inUse)
    {
        var kept = inUse.ToHashSet();
        lock (_gate)
        {
            foreach (var ring in _rings.Values.Where(ring => !kept.Contains(ring)).ToList())
            {
                _rings.Remove(ring.Fingerprint);
                ring.Retire();
                _queue.Remove(ring);
            }
        }
    }

    public IReadOnlyList<KeyHealth> Health()
    {
        var now = _clock.GetUtcNow();
        return [.. All.Select(ring => KeyHealth.Of(ring, now))];
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Settle(KeyRing ring, KeyRingState before, KeyLoad load)
    {
        _queue.AddAgain(ring, RefreshSchedule.After(load, ring.Source, ring.State.FailuresInARow));
        _metrics.Fetched(ring.ServerName, load.Failure);
        KeyRingReport.Write(_logger, ring.ServerName, ring.Source, before, ring.State);
        if (load.Failure is null) _store.WriteSoon(ring);
    }

    // Also the name of the file on disk: nothing but a hash of what was configured ever becomes part of a path.
    private static string FingerprintOf(string serverName, IKeySource source, AuthorizationServerOptions options) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{serverName}\n{source.Identity}\n{options.AllowHttp}\n{options.AllowPrivateNetwork == false}")).AsSpan(0, 16));
}
