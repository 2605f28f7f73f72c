namespace ScopeAuth.Benchmarks.Load;

/// <summary>What one kind of request reached, round by round.</summary>
internal sealed class LoadResult(string name, int rounds)
{
    private readonly double[] _perSecond = new double[rounds];
    private readonly double[] _processor = new double[rounds];

    public string Name { get; } = name;

    public double PerSecond => PairedRun.Median(_perSecond);

    /// <summary>Processor time of the server for one request, in microseconds.</summary>
    public double Processor => PairedRun.Median(_processor);

    public IReadOnlyList<double> Latencies { get; set; } = [];

    public void Add(int round, long count, TimeSpan time, TimeSpan processor)
    {
        _perSecond[round] = count / time.TotalSeconds;
        _processor[round] = processor.TotalMicroseconds / Math.Max(1, count);
    }

    public double Percentile(double part) => Latencies.Count == 0 ? 0 : Latencies[(int)(part * (Latencies.Count - 1))];

    /// <summary>Requests per second, as a part of those of another kind.</summary>
    public Ratio Against(LoadResult other) => Ratio.Of([.. _perSecond.Zip(other._perSecond, (mine, theirs) => mine / theirs)], 0);

    /// <summary>Time for a request, as a multiple of that of another kind.</summary>
    public Ratio TimeAgainst(LoadResult other) => Ratio.Of([.. _perSecond.Zip(other._perSecond, (mine, theirs) => theirs / mine)], 0);

    public Ratio ProcessorAgainst(LoadResult other) => Ratio.Of([.. _processor.Zip(other._processor, (mine, theirs) => mine / theirs)], 0);
}
