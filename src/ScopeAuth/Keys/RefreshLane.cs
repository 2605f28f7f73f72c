using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace ScopeAuth.Keys;

/// <summary>Rings in the order in which they are due, and a fixed number of them in work at once. One timer serves them all.</summary>
internal sealed class RefreshLane(int width, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<KeyRing, long> _due = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _free = width;

    public void Add(KeyRing ring, TimeSpan delay)
    {
        lock (_gate) _due.Enqueue(ring, clock.GetTimestamp() + (long)(delay.TotalSeconds * clock.TimestampFrequency));
        Wake();
    }

    public void Remove(KeyRing ring)
    {
        lock (_gate) _due.Remove(ring, out _, out _);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var alarm = clock.CreateTimer(
            static lane => ((RefreshLane)lane!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            while (TryTake(out var ring)) _ = RefreshAsync(ring);
            alarm.Change(UntilNext(), Timeout.InfiniteTimeSpan);
            await _wake.Reader.ReadAsync(cancellationToken);
        }
    }

    private async Task RefreshAsync(KeyRing ring)
    {
        // The attempt never throws, and puts the ring back into a lane itself.
        await ring.RefreshAsync();
        lock (_gate) _free++;
        Wake();
    }

    private bool TryTake([NotNullWhen(true)] out KeyRing? ring)
    {
        lock (_gate)
        {
            ring = null;
            if (_free == 0 || !_due.TryPeek(out _, out var dueAt) || dueAt > clock.GetTimestamp()) return false;
            _free--;
            ring = _due.Dequeue();
            return true;
        }
    }

    private TimeSpan UntilNext()
    {
        lock (_gate)
        {
            // A full lane is woken by the first attempt that ends.
            if (_free == 0 || !_due.TryPeek(out _, out var dueAt)) return Timeout.InfiniteTimeSpan;
            var wait = clock.GetElapsedTime(clock.GetTimestamp(), dueAt);
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);
}
