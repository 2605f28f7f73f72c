using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ScopeAuth.Audit;

/// <summary>A query as bytes: a line is searched for what it would hold, and only lines that hold it are read.</summary>
/// <remarks>
/// A quotation mark within a text is escaped, and a record holds no objects: where the bytes <c>"action":"Read"</c> stand in a line, they
/// are the property.
/// </remarks>
internal sealed class AuditFilter
{
    private static readonly byte[] LineStart = [.. "{\"timestamp\":\""u8];

    private readonly List<byte[]> _parts = [];
    private readonly byte[]? _from;
    private readonly byte[]? _to;

    public AuditFilter(AuditQuery query)
    {
        // What is rarest comes first: it is what the files are searched for.
        AddSearch("traceId", query.TraceId);
        AddSearch("clientIp", query.ClientIp);
        AddSearch("adminId", query.AdminId);
        AddSearch("resource", query.Resource);
        AddExact("category", query.Category);
        AddExact("action", query.Action);
        AddExact("interface", query.Interface);
        AddExact("result", query.Result?.ToString());
        _from = query.From is { } from ? Text(from) : null;
        _to = query.To is { } to ? Text(to) : null;
    }

    /// <summary>What every wanted line holds; empty if that can be anything.</summary>
    public ReadOnlySpan<byte> Rarest => _parts.Count > 0 ? _parts[0] : default;

    public bool Matches(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(LineStart)) return false;
        // Times in UTC with seven digits: their order is that of their letters.
        var time = line[LineStart.Length..];
        if (_from is not null && time.SequenceCompareTo(_from) < 0) return false;
        if (_to is not null && time.SequenceCompareTo(_to) >= 0) return false;
        foreach (var part in _parts)
            if (line.IndexOf(part) < 0) return false;
        return true;
    }

    private static byte[] Text(DateTimeOffset time) => Encoding.ASCII.GetBytes(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    private void AddSearch(string name, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        if (text[^1] == '*') Add(name, text[..^1], end: "");
        else AddExact(name, text);
    }

    private void AddExact(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text)) Add(name, text, end: "\"");
    }

    private void Add(string name, string text, string end) => _parts.Add(Encoding.UTF8.GetBytes($"\"{name}\":\"{JsonEncodedText.Encode(text)}{end}"));
}
