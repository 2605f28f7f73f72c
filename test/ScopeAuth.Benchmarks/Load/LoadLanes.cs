using System.Diagnostics;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>One thread for each connection: it sends the next request when the last one was answered.</summary>
internal sealed class LoadLanes : IDisposable
{
    private readonly IReadOnlyList<LoadKind> _kinds;
    private readonly List<Lane> _lanes = [];
    private readonly Barrier _barrier;
    private volatile int _kind;
    private long _end;
    private bool _isOver;
    private Exception? _fault;

    public LoadLanes(IReadOnlyList<LoadKind> kinds, int connections)
    {
        _kinds = kinds;
        _barrier = new(connections + 1);
        for (var index = 0; index < connections; index++) _lanes.Add(new(this, index));
    }

    /// <returns>How many requests were answered.</returns>
    public long Run(int kind, TimeSpan time)
    {
        _kind = kind;
        _end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        _barrier.SignalAndWait();
        _barrier.SignalAndWait();
        if (_fault is not null) throw new InvalidOperationException($"'{_kinds[kind].Name}' failed.", _fault);
        return _lanes.Sum(lane => lane.Count);
    }

    public void Forget() => _lanes.ForEach(lane => lane.Forget());

    public double[] LatenciesOf(int kind) => [.. _lanes.SelectMany(lane => lane.LatenciesOf(kind)).Order()];

    public void Dispose()
    {
        _isOver = true;
        _barrier.SignalAndWait();
        _lanes.ForEach(lane => lane.Dispose());
        _barrier.Dispose();
    }

    private sealed class Lane : IDisposable
    {
        private readonly LoadLanes _all;
        private readonly Dictionary<int, LoadConnection> _connections = [];
        private readonly List<double>[] _latencies;
        private readonly Thread _thread;
        private int _turn;

        public Lane(LoadLanes all, int index)
        {
            _all = all;
            _turn = index * 1009;       // so that the connections do not send the same token at the same time
            foreach (var kind in all._kinds) _connections.TryAdd(kind.Port, new(kind.Port));
            _latencies = [.. all._kinds.Select(_ => new List<double>())];
            _thread = new(Work) { IsBackground = true };
            _thread.Start();
        }

        public long Count { get; private set; }

        public void Forget() => Array.ForEach(_latencies, list => list.Clear());

        public List<double> LatenciesOf(int kind) => _latencies[kind];

        public void Dispose()
        {
            _thread.Join();
            foreach (var connection in _connections.Values) connection.Dispose();
        }

        private void Work()
        {
            while (true)
            {
                _all._barrier.SignalAndWait();
                if (_all._isOver) return;
                Count = 0;
                try
                {
                    Send(_all._kind);
                }
                catch (Exception fault)
                {
                    _all._fault = fault;
                }
                _all._barrier.SignalAndWait();
            }
        }

        private void Send(int kind)
        {
            var sent = _all._kinds[kind];
            var connection = _connections[sent.Port];
            long now;
            while ((now = Stopwatch.GetTimestamp()) < _all._end)
            {
                connection.Exchange(sent, ref _turn);
                _latencies[kind].Add(Stopwatch.GetElapsedTime(now).TotalMicroseconds);
                Count++;
            }
        }
    }
}
