using Microsoft.Extensions.Logging;
using ScopeAuth.Revocation;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Revocation;

/// <summary>A folder with a journal, and the store that has it open.</summary>
internal sealed class JournalFolder : IAsyncDisposable
{
    private readonly LoggerFactory _loggers;
    private JournalRevocationStore? _store;

    public JournalFolder() => _loggers = new([Logs]);

    public string Path { get; } = Directory.CreateTempSubdirectory("scopeauth-revocations-").FullName;

    public CollectedLogs Logs { get; } = new();

    public JournalDamage WhenDamaged { get; set; }

    public JournalDisk Disk { get; set; } = JournalDisk.Real;

    public long SegmentBytes { get; init; } = 16 * 1024 * 1024;

    public int SnapshotFrom { get; init; } = 100_000;

    public FakeClock Clock { get; } = new(SomeRevocation.Time);

    public FileInfo[] Journals => [.. new DirectoryInfo(Path).GetFiles("journal-*.log").OrderBy(file => file.Name, StringComparer.Ordinal)];

    public string Snapshot => System.IO.Path.Combine(Path, "index.snapshot");

    public JournalRevocationStore Create() => new(Path, WhenDamaged, Clock, new Logger<JournalRevocationStore>(_loggers), Disk, SegmentBytes) { SnapshotFrom = SnapshotFrom };

    public async Task<JournalRevocationStore> OpenAsync()
    {
        _store = Create();
        await _store.OpenAsync(TestContext.Current.CancellationToken);
        return _store;
    }

    public async Task<JournalRevocationStore> ReopenAsync(Action? whileClosed = null)
    {
        await CloseAsync();
        whileClosed?.Invoke();
        return await OpenAsync();
    }

    public async Task CloseAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _store = null;
    }

    /// <summary>Changes one bit of a file.</summary>
    public static void Flip(string file, long at)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.Position = at;
        var value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value ^ 1));
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _loggers.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
