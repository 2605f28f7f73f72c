using System.Globalization;
using System.Text.Json;

namespace ScopeAuth.Benchmarks;

/// <summary>The figures that are promised, by name; each ratio has the ends of its 95 % interval beside it.</summary>
internal sealed class Gates
{
    private readonly SortedDictionary<string, double> _figures = new(StringComparer.Ordinal);

    public void Add(string name, double figure) => _figures[name] = figure;

    public void Add(string name, Ratio ratio) => (_figures[name], _figures[$"{name}_low"], _figures[$"{name}_high"]) = (ratio.Value, ratio.Low, ratio.High);

    public string ToJson() => JsonSerializer.Serialize(_figures, JsonSerializerOptions.Web);

    public override string ToString()
    {
        string Line(KeyValuePair<string, double> figure)
        {
            var interval = _figures.TryGetValue($"{figure.Key}_low", out var low) ? string.Create(CultureInfo.InvariantCulture, $" ({low:0.000} to {_figures[$"{figure.Key}_high"]:0.000})") : "";
            return string.Create(CultureInfo.InvariantCulture, $"| {figure.Key} | {figure.Value:0.###}{interval} |");
        }

        var lines = _figures.Where(figure => !figure.Key.EndsWith("_low", StringComparison.Ordinal) && !figure.Key.EndsWith("_high", StringComparison.Ordinal)).Select(Line);
        return $"| gate | figure (95 % interval) |\n|---|---|\n{string.Join('\n', lines)}";
    }
}
