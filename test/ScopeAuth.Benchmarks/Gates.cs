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

    public override string ToString() => $"| what | figure (95 % interval) | wanted |\n|---|---|---|\n{string.Join('\n', GateTarget.All.Select(Row))}";

    private string Row(GateTarget target)
    {
        var figure = _figures[target.Name];
        var (low, high) = (_figures.GetValueOrDefault($"{target.Name}_low", figure), _figures.GetValueOrDefault($"{target.Name}_high", figure));
        var interval = low == high ? "" : string.Create(CultureInfo.InvariantCulture, $" ({low:0.000} to {high:0.000})");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {target.What} | {figure:#,0.###}{interval} | {(target.IsAtLeast ? "at least" : "at most")} {target.Wanted:#,0.##}{target.Judge(figure, low, high)} |");
    }
}
