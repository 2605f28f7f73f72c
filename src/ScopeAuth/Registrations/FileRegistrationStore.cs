using System.Runtime.CompilerServices;
using ScopeAuth.Storage;

namespace ScopeAuth.Registrations;

/// <summary>One set in one file, which every change replaces whole. Read at the start; after that this process alone changes it.</summary>
internal sealed class FileRegistrationStore(string folder, string what) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _gate = new();
    private FileStream? _lock;
    private RegistrationSet? _set;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Path { get; } = System.IO.Path.Combine(folder, "current.json");

    public RegistrationSet Set
    {
        get { lock (_gate) return _set ??= Load(); }
    }

    public async IAsyncEnumerable<RegistrationSet> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? yielded = null;
        while (true)
        {
            Task changed;
            RegistrationSet set;
            lock (_gate) (changed, set) = (_changed.Task, Set);
            if (set.Version != yielded) yield return set;
            yielded = set.Version;
            await changed.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask<RegistrationReceipt> WriteAsync(RegistrationChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var now = Set;
            if (now.Version != change.ExpectedVersion) return new(false, now);
            var next = After(now, change);
            // From here on nobody can cancel: the file is the new one or the old one.
            await AtomicFile.WriteAsync(Path, RegistrationFile.Write(next));
            lock (_gate)
            {
                _set = next;
                _changed.SetResult();
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            return new(true, next);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        lock (_gate) _lock?.Dispose();
        _writing.Dispose();
    }

    private static RegistrationSet After(RegistrationSet set, RegistrationChange change)
    {
        var others = set.Entries.Where(entry => entry.Name != change.Name);
        var version = set.Version + 1;
        return new(version, change.Settings is null
            ? [.. others]
            : [.. others, new() { Name = change.Name, Version = version, Settings = change.Settings, ChangedBy = change.ChangedBy, ChangedAt = change.ChangedAt }]);
    }

    private RegistrationSet Load()
    {
        _lock ??= FolderLock.Take(folder, what);
        // What a crash left half-written was never acknowledged.
        foreach (var draft in Directory.EnumerateFiles(folder, "*.tmp")) File.Delete(draft);
        return File.Exists(Path) ? RegistrationFile.Read(File.ReadAllBytes(Path), Path, what) : new(0, []);
    }
}
