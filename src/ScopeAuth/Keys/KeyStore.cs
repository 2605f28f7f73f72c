using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;
using ScopeAuth.Storage;

namespace ScopeAuth.Keys;

/// <summary>The last good keys of every server, on disk where a path is configured: a restart during an outage still validates.</summary>
/// <remarks>Whoever may write to the folder decides which keys are trusted for up to 24 hours: it belongs to the API alone.</remarks>
internal sealed class KeyStore(string? dataPath, TimeProvider clock, ILogger<KeyStore> logger)
{
    /// <summary>Unchanged keys are written again only to say that they are fresh.</summary>
    private static readonly TimeSpan RewriteAfter = TimeSpan.FromMinutes(30);

    private readonly string? _folder = dataPath is null ? null : Path.Combine(dataPath, "keys");
    private readonly Lock _gate = new();
    private readonly HashSet<KeyRing> _pending = [];

    /// <summary>Completes when everything that was to be written is.</summary>
    public Task Writing { get; private set; } = Task.CompletedTask;

    /// <summary>What to start a ring with. A small local file, read once per ring before its server speaks for anyone.</summary>
    public KeyRingState? Read(string serverName, string fingerprint, IKeySource source)
    {
        if (_folder is null || source.Interval is not null) return null;
        try
        {
            var file = new FileInfo(PathOf(_folder, fingerprint));
            if (!file.Exists) return null;
            var fault = "it is too large";
            var state = file.Length > KeySetReader.MaxBytes ? null
                : StoredKeySet.Read(File.ReadAllBytes(file.FullName), source.Identity, clock.GetUtcNow(), out fault);
            if (state is null) Log.StoredKeysIgnored(logger, serverName, file.Name, fault);
            else Log.StoredKeysUsed(logger, serverName, state.Keys.Keys.Length, state.LastSuccess.GetValueOrDefault());
            return state;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.StoredKeysIgnored(logger, serverName, fingerprint, exception.GetType().Name);
            return null;
        }
    }

    /// <summary>Writes the ring's newest keys soon; nobody waits for the disk.</summary>
    public void WriteSoon(KeyRing ring)
    {
        if (_folder is null || ring.Source.Interval is not null || !IsWorthWriting(ring)) return;
        lock (_gate)
        {
            if (!_pending.Add(ring) || !Writing.IsCompleted) return;
            Writing = Task.Run(() => WriteAllAsync(_folder));
        }
    }

    private static bool IsWorthWriting(KeyRing ring) =>
        ring.Stored is not { } stored || stored.Generation != ring.Generation || ring.State.LastSuccess - stored.LastSuccess > RewriteAfter;

    // One writer for all rings: the older of two sets can never overtake the newer on its way to the disk.
    private async Task WriteAllAsync(string folder)
    {
        while (true)
        {
            KeyRing? ring;
            lock (_gate)
            {
                ring = _pending.FirstOrDefault();
                if (ring is null)
                {
                    Writing = Task.CompletedTask;
                    return;
                }
                _pending.Remove(ring);
            }
            await WriteAsync(folder, ring);
        }
    }

    private async Task WriteAsync(string folder, KeyRing ring)
    {
        var state = ring.State;
        try
        {
            await AtomicFile.WriteAsync(
                PathOf(folder, ring.Fingerprint), StoredKeySet.Write(ring.Source.Identity, state.LastSuccess.GetValueOrDefault(), state.Keys));
            ring.Stored = state;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.StoredKeysNotWritten(logger, ring.ServerName, exception.GetType().Name);
        }
    }

    private static string PathOf(string folder, string fingerprint) => Path.Combine(folder, fingerprint + ".json");
}
