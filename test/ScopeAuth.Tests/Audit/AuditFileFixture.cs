using Microsoft.Extensions.Logging;
using ScopeAuth.Audit;

namespace ScopeAuth.Tests.Audit;

/// <summary>A folder, a clock, a log and a disk whose calls can be counted and broken.</summary>
internal sealed class AuditFileFixture : IDisposable
{
    private readonly ILoggerFactory _loggers;
    private int _flushes;
    private int _writes;

    public AuditFileFixture()
    {
        Options = new() { Directory = Folder.Path };
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Logs));
    }

    public TemporaryFolder Folder { get; } = new();

    public ManualClock Clock { get; } = new();

    public CollectedLogs Logs { get; } = new();

    public AuditOptions Options { get; }

    public int Flushes => Volatile.Read(ref _flushes);

    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Called before a flush reaches the disk.</summary>
    public Action OnFlush { get; set; } = () => { };

    /// <summary>Called before a write reaches the disk; gives how many bytes of it the disk takes, all if null.</summary>
    public Func<ReadOnlyMemory<byte>, int?> OnWrite { get; set; } = _ => null;

    public JsonLinesAuditSink Open() => new(new(() => Options, "/"), Clock, _loggers.CreateLogger<JsonLinesAuditSink>(), new AuditDisk
    {
        Write = async (file, bytes, offset) =>
        {
            Interlocked.Increment(ref _writes);
            var taken = OnWrite(bytes);
            await AuditDisk.Real.Write(file, bytes[..(taken ?? bytes.Length)], offset);
            if (taken is not null) throw new IOException("No space left on device");
        },
        Flush = file =>
        {
            Interlocked.Increment(ref _flushes);
            OnFlush();
            AuditDisk.Real.Flush(file);
        },
    });

    public void Dispose()
    {
        _loggers.Dispose();
        Logs.Dispose();
        Folder.Dispose();
    }
}
