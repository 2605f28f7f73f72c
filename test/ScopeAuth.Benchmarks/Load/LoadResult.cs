namespace ScopeAuth.Benchmarks.Load;

/// <summary>What one run reached, round by round.</summary>
internal sealed class LoadResult(LoadRun run, int rounds)
{
    private readonly long[] _answers = new long[rounds];
    private readonly double[] _seconds = new double[rounds];
    private readonly double[] _processor = new double[rounds];
    private readonly Dictionary<LoadKind, LatencyHistogram> _latencies = run.Kinds.Distinct().ToDictionary(kind => kind, _ => new LatencyHistogram());

    public string Name => run.Name;

    public double PerSecond => PairedRun.Median(Rates);

    /// <summary>Processor time of the server for one request, in microseconds.</summary>
    public double Processor => PairedRun.Median(Costs);

    /// <summary>How long the requests of the run's first kind took.</summary>
    public LatencyHistogram Latencies => LatenciesOf(run.Kinds[0]);

    private double[] Rates => [.. _answers.Zip(_seconds, (answers, seconds) => answers / seconds)];

    private double[] Costs => [.. _processor.Zip(_answers, (processor, answers) => processor / Math.Max(1, answers))];

    /// <summary>Adds a slice to its round.</summary>
    public void Add(int round, long answers, TimeSpan time, TimeSpan processor)
    {
        _answers[round] += answers;
        _seconds[round] += time.TotalSeconds;
        _processor[round] += processor.TotalMicroseconds;
    }

    public LatencyHistogram LatenciesOf(LoadKind kind) => _latencies[kind];

    /// <summary>Requests per second, as a part of those of another run.</summary>
    public Ratio Against(LoadResult other) => Ratio.Of([.. Rates.Zip(other.Rates, (mine, theirs) => mine / theirs)], 0);

    /// <summary>Time for a request, as a multiple of that of another run.</summary>
    public Ratio TimeAgainst(LoadResult other) => Ratio.Of([.. Rates.Zip(other.Rates, (mine, theirs) => theirs / mine)], 0);

    public Ratio ProcessorAgainst(LoadResult other) => Ratio.Of([.. Costs.Zip(other.Costs, (mine, theirs) => mine / theirs)], 0);
}
