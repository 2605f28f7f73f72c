using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace ScopeAuth.Revocation;

/// <summary>Appends to the journal. One task writes; calls that wait at the same time share one flush of the disk.</summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private const int GroupBytes = 4 * 1024 * 1024;

    private readonly Channel<JournalRequest> _queue = Channel.CreateBounded<JournalRequest>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private readonly List<JournalRequest> _group = [];
    // What this group makes of each ID: null where it lifts it.
    private readonly Dictionary<Guid, (long Sequence, RevocationRecord Record)?> _decided = [];
    private readonly JournalContent _content;
    private readonly JournalScan _scan;
    private readonly JournalDisk _disk;
    private readonly Action<RevocationBatch> _publish;
    private readonly Func<Task<(JournalSegment Segment, SafeFileHandle File)>> _openNext;
    private readonly long _segmentBytes;
    private readonly Task _writing;

    private SafeFileHandle _file;
    private long _end;
    private long _sequence;
    private bool _isTorn;

    public JournalWriter(
        JournalContent content, SafeFileHandle file, JournalDisk disk, Action<RevocationBatch> publish,
        Func<Task<(JournalSegment Segment, SafeFileHandle File)>> openNext, long segmentBytes)
    {
        (_content, _scan, _file, _end, _disk, _publish, _openNext, _segmentBytes) = (content, new(content), file, content.End, disk, publish, openNext, segmentBytes);
        using var detached = ExecutionContext.SuppressFlow();
        _writing = Task.Run(RunAsync);
    }

    public async ValueTask<JournalDecision[]> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
    {
        // Read before the writer's turn comes, so that nobody else waits for it.
        var request = new JournalRequest(changes) { Known = _scan.FindRevoked(changes, cancellationToken) };
        await _queue.Writer.WriteAsync(request, cancellationToken);
        return await request.Decided.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Goes on in a new file, so that all others are at rest.</summary>
    public async Task SwitchAsync()
    {
        var request = new JournalRequest([]) { IsSwitch = true };
        await _queue.Writer.WriteAsync(request);
        await request.Decided.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
        _file.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            try
            {
                while (_bytes.WrittenCount < GroupBytes && _queue.Reader.TryRead(out var request)) Decide(request);
                await WriteAsync();
                Acknowledge();
                if (_group.Exists(request => request.IsSwitch)) await SwitchFileAsync();
                foreach (var waiting in _group) waiting.Decided.TrySetResult(waiting.Decisions);
                // Where there is no room for a new file, the old one goes on growing.
                if (_end >= _segmentBytes) await SwitchFileAsync();
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
            _bytes.ResetWrittenCount();
            _group.Clear();
            _decided.Clear();
        }
    }

    private void Decide(JournalRequest request)
    {
        _group.Add(request);
        if (_group.Count == 1)
        {
            _sequence = _content.LastSequence;
            _bytes.GetSpan(JournalFrame.HeaderLength)[..JournalFrame.HeaderLength].Clear();
            _bytes.Advance(JournalFrame.HeaderLength);
        }
        for (var place = 0; place < request.Changes.Count; place++) request.Decisions[place] = Decide(request, request.Changes[place]);
    }

    private JournalDecision Decide(JournalRequest request, RevocationChange change)
    {
        if (!change.IsLift) return Revoke(request, change.Record!);
        if (!IsInForce(change.Id)) return default;
        var replacement = change.Record is { } record ? Revoke(request, record) : default;
        JournalEntry.WriteLift(_bytes, ++_sequence, change.Id, change.LiftedBy!);
        _decided[change.Id] = null;
        return replacement with { Lifted = _sequence };
    }

    private JournalDecision Revoke(JournalRequest request, RevocationRecord record)
    {
        long superseded = 0;
        if (Find(request, record.Id) is { } known)
        {
            if (known.Record.Prolong(record) is not { } prolonged) return new(0, 0, 0, known);
            // To a reader of the journal it is a lift and a revocation that follows in the same frame.
            JournalEntry.WriteLift(_bytes, superseded = ++_sequence, record.Id, record.RevokedBy);
            record = prolonged;
        }
        JournalEntry.Write(_bytes, ++_sequence, record);
        _decided[record.Id] = (_sequence, record);
        return new(_sequence, superseded, 0, (_sequence, record));
    }

    private (long Sequence, RevocationRecord Record)? Find(JournalRequest request, Guid id)
    {
        if (_decided.TryGetValue(id, out var decided)) return decided;
        if (_content.Holds(id) == false) return null;
        if (!RevocationId.From(id).IsOneToken) return _content.GroupOf(id);
        if (request.Known.TryGetValue(id, out var known) && !_content.IsSuperseded(id, known.Sequence)) return known;
        return _scan.Find(new HashSet<Guid> { id }, alive: true, CancellationToken.None).TryGetValue(id, out var found) ? found : null;
    }

    private bool IsInForce(Guid id) => _decided.TryGetValue(id, out var decided) ? decided is not null : _content.Holds(id) ?? _scan.Find(id) is not null;

    private async ValueTask WriteAsync()
    {
        CutOff();
        // Where nothing changes, nothing is written.
        if (_bytes.WrittenCount <= JournalFrame.HeaderLength) return;
        // One frame for all of them. Of several, a power cut might keep the last and lose the first, which would look like damage inside.
        JournalFrame.WriteHeader(MemoryMarshal.AsMemory(_bytes.WrittenMemory).Span);
        _isTorn = true;
        await _disk.Write(_file, _bytes.WrittenMemory, _end);
        _disk.Flush(_file);
        _isTorn = false;
        _end += _bytes.WrittenCount;
    }

    private void Acknowledge()
    {
        if (_group.Count == 0) return;
        var events = new List<RevocationEvent>();
        lock (_content.Gate)
        {
            foreach (var request in _group) request.Apply(_content, events);
            _content.LastSequence = Math.Max(_content.LastSequence, _sequence);
            _content.End = _end;
            if (events.Count > 0) _publish(new() { Events = events, Position = _sequence, CompleteAsOf = DateTimeOffset.MaxValue });
        }
        // Not who waits for the next file, which may fail: what is written counts all the same.
        foreach (var request in _group.Where(request => !request.IsSwitch)) request.Decided.TrySetResult(request.Decisions);
    }

    private async ValueTask SwitchFileAsync()
    {
        CutOff();
        var (segment, file) = await _openNext();
        _file.Dispose();
        (_file, _end, _isTorn) = (file, JournalSegment.HeaderLength, false);
        lock (_content.Gate)
        {
            _content.Segments[^1].Places.Clear();
            _content.Segments.Add(segment);
            _content.End = _end;
        }
    }

    // What a failed write left behind, which may be whole on the disk. Nobody is told that something is in force before a start would say the same.
    private void CutOff()
    {
        if (!_isTorn) return;
        RandomAccess.SetLength(_file, _end);
        _disk.Flush(_file);
        _isTorn = false;
    }

    private void Fail(Exception exception)
    {
        var told = new IOException($"Revocations cannot be kept on disk, and nothing of this call was: {exception.Message}", exception);
        // After a switch that failed, what was written before is acknowledged already.
        foreach (var request in _group) request.Decided.TrySetException(told);
    }
}
