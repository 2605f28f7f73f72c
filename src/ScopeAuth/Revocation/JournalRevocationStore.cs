using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using ScopeAuth.Diagnostics;
using ScopeAuth.Storage;

namespace ScopeAuth.Revocation;

/// <summary>Revocations in a folder of this machine: an append-only journal, and fingerprints in memory. One process at a time.</summary>
internal sealed class JournalRevocationStore(
    string folder, JournalDamage whenDamaged, TimeProvider clock, ILogger<JournalRevocationStore> logger, JournalDisk? disk = null, long segmentBytes = 16 * 1024 * 1024)
    : IRevocationStore, IEmbeddedRevocationStore, IAsyncDisposable
{
    private readonly List<Channel<RevocationBatch>> _followers = [];
    private readonly SemaphoreSlim _compacting = new(1, 1);
    private FileStream? _lock;
    private byte[] _key = [];
    private JournalContent? _content;
    private JournalWriter? _writer;

    /// <summary>Below that the journal itself is read in no time, and checked to its last byte.</summary>
    public int SnapshotFrom { get; init; } = 100_000;

    public RevokedSet Set => Content.Set;

    private JournalContent Content => _content ?? throw new InvalidOperationException("The journal of revocations is not open: the application has not started.");

    private JournalScan Scan => new(Content);

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _lock = FolderLock.Take(folder, "revocations");
        var start = new JournalStart(folder, whenDamaged, clock, logger);
        _content = await start.LoadAsync();
        _key = start.Key;
        var last = _content.Segments[^1];
        _writer = new(_content, OpenToWrite(last), disk ?? JournalDisk.Real, Publish, OpenNextAsync, segmentBytes);
        Log.JournalOpened(logger, folder, _content.Set.Count, start.UsedSnapshot);
    }

    public ValueTask<ReadOnlyMemory<byte>> ReadKeyAsync(CancellationToken cancellationToken) => new(_key);

    public async IAsyncEnumerable<RevocationBatch> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<RevocationBatch>(new() { SingleReader = true });
        long position;
        lock (Content.Gate)
        {
            _followers.Add(channel);
            position = Content.LastSequence;
        }
        try
        {
            yield return new() { Position = 0, StartsOver = true };
            foreach (var events in Scan.ReadAll(position, cancellationToken)) yield return new() { Position = 0, Events = events };
            yield return new() { Position = position, CompleteAsOf = DateTimeOffset.MaxValue };
            await foreach (var batch in channel.Reader.ReadAllAsync(cancellationToken)) yield return batch;
        }
        finally
        {
            lock (Content.Gate) _followers.Remove(channel);
        }
    }

    public async ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var decisions = await _writer!.AppendAsync(changes, cancellationToken);
        // Only what was lifted has to be read: one pass for all of them.
        var ids = changes.Where((change, place) => decisions[place].Lifted > 0).Select(change => change.Id).ToHashSet();
        var known = ids.Count == 0 ? [] : Scan.Find(ids, alive: false, cancellationToken);
        return [.. changes.Select((change, place) => ReceiptOf(change, decisions[place], known))];
    }

    public ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!RevocationId.From(id).IsOneToken) return new(Content.FindGroup(id));
        while (true)
        {
            var asOf = Content.LastSequence;
            var inForce = Content.Holds(id);
            if (inForce == false) return new((RevocationRecord?)null);
            // What is given a later end while the files are read stands further back than they were read.
            if (Scan.Find(id) is var found && (found is not null || inForce is null || Content.LastSequence == asOf)) return new(found);
        }
    }

    public ValueTask<RevocationPage> QueryAsync(RevocationQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new(Scan.Query(query, cancellationToken));
    }

    public ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new(Scan.Count(query, cancellationToken));
    }

    public async ValueTask<long> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        var before = Content.Set.Count;
        Content.Drop(endedBefore);
        var dead = Content.Entries - Content.Set.Count;
        if (dead > 10_000 && dead > Content.Set.Count) await CompactAsync(cancellationToken);
        return before - Content.Set.Count;
    }

    /// <summary>Leaves out of the files what is dead, one file after the other, while others read and write.</summary>
    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        await _compacting.WaitAsync(cancellationToken);
        try
        {
            // Before the change of files: what is lifted after it may stand in the new one, which is not rewritten.
            var upTo = Content.LastSequence;
            await _writer!.SwitchAsync();
            // A snapshot names a place in a file that may now be replaced.
            File.Delete(JournalStart.SnapshotIn(folder));
            List<JournalSegment> atRest;
            lock (Content.Gate) atRest = Content.Segments[..^1];
            long dropped = 0;
            foreach (var segment in atRest)
            {
                cancellationToken.ThrowIfCancellationRequested();
                dropped += await Task.Run(() => JournalRepair.Rewrite(segment, Content.IsAlive).Dropped, cancellationToken);
            }
            // Older files come first, so that a lift is left out only when nothing that it lifted is left.
            Content.ForgetLifts(upTo);
            lock (Content.Gate)
            {
                Content.Entries -= dropped;
                while (Content.Segments.Count > 1 && new FileInfo(Content.Segments[0].Path).Length == JournalSegment.HeaderLength)
                {
                    File.Delete(Content.Segments[0].IdsPath);
                    File.Delete(Content.Segments[0].Path);
                    Content.Segments.RemoveAt(0);
                }
            }
            Log.JournalCompacted(logger, dropped, Content.Entries);
            await SaveSnapshotAsync(cancellationToken);
        }
        finally
        {
            _compacting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
            try
            {
                await SaveSnapshotAsync(CancellationToken.None);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The next start reads the journal instead.
                Log.SnapshotNotWritten(logger, exception);
            }
        }
        if (_lock is not null) await _lock.DisposeAsync();
        _compacting.Dispose();
    }

    /// <summary>Writes the snapshot, if a start would gain from it.</summary>
    public async Task SaveSnapshotAsync(CancellationToken cancellationToken)
    {
        if (Content.Set.Count >= SnapshotFrom) await JournalSnapshot.WriteAsync(JournalStart.SnapshotIn(folder), Content, _key, cancellationToken);
        else File.Delete(JournalStart.SnapshotIn(folder));
    }

    private static RevocationReceipt ReceiptOf(RevocationChange change, JournalDecision decision, Dictionary<Guid, (long Sequence, RevocationRecord Record)> known)
    {
        if (change.IsLift) return decision.Lifted > 0 ? new(decision.Lifted, IsApplied: true, known.GetValueOrDefault(change.Id).Record) : new(0, IsApplied: false, null);
        var (sequence, record) = decision.Known!.Value;
        return new(sequence, IsApplied: decision.Added > 0, record);
    }

    // Called under the gate, so that nobody who begins to follow misses a batch or gets it twice.
    private void Publish(RevocationBatch batch)
    {
        foreach (var follower in _followers) follower.Writer.TryWrite(batch);
    }

    private async Task<(JournalSegment Segment, SafeFileHandle File)> OpenNextAsync()
    {
        var next = new JournalSegment(folder, Content.Segments[^1].Number + 1);
        await next.CreateAsync(_key, Content.LastSequence);
        return (next, OpenToWrite(next));
    }

    private static SafeFileHandle OpenToWrite(JournalSegment segment) =>
        File.OpenHandle(segment.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
}
