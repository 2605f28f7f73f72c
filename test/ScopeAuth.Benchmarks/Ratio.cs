namespace ScopeAuth.Benchmarks;

/// <summary>The median of the ratios of all rounds, with a 95 % interval for the median (order statistics).</summary>
internal sealed record Ratio(double Value, double Low, double High, double FirstNanoseconds)
{
    public static readonly Ratio One = new(1, 1, 1, 0);

    public static Ratio Of(double[] ratios, double firstNanoseconds)
    {
        var sorted = ratios.Order().ToArray();
        var half = (int)Math.Ceiling(0.98 * Math.Sqrt(sorted.Length));
        var middle = sorted.Length / 2;
        return new(sorted[middle], sorted[Math.Max(0, middle - half)], sorted[Math.Min(sorted.Length - 1, middle + half)], firstNanoseconds);
    }

    public override string ToString() => $"{Value:F3} ({Low:F3} to {High:F3})";
}
