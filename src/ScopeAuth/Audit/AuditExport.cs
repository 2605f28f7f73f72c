using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ScopeAuth.Audit;

namespace ScopeAuth;

/// <summary>Writes records of the trail for another program, a page at a time: no export holds more than that in memory.</summary>
public static class AuditExport
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    private static readonly string[] Columns =
    [
        "timestamp", "action", "category", "resource", "adminId", "clientIp", "interface", "result", "traceId", "authorizationServer", "clientId", "organization",
        "role", "tokenId", "statusCode", "rejection", "before", "after",
    ];

    /// <summary>Writes one JSON object per line, as the files of the trail hold them.</summary>
    /// <param name="log">Where the records are.</param>
    /// <param name="query">Which of them; <see cref="AuditQuery.Limit"/> is the size of the parts in which they are read.</param>
    /// <param name="destination">Where they go. It is not closed.</param>
    /// <param name="cancellationToken">Ends the export.</param>
    public static async Task WriteJsonLinesAsync(this IAuditLog log, AuditQuery query, Stream destination, CancellationToken cancellationToken = default)
    {
        var lines = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(lines);
        await foreach (var page in PagesAsync(log, query, cancellationToken))
        {
            foreach (var record in page.Records)
            {
                json.Reset();
                AuditRecordJson.Write(json, record);
                await json.FlushAsync(cancellationToken);
                lines.Write("\n"u8);
            }
            await destination.WriteAsync(lines.WrittenMemory, cancellationToken);
            lines.ResetWrittenCount();
        }
    }

    /// <summary>Writes comma-separated values with a header (RFC 4180), in UTF-8 without a byte order mark.</summary>
    /// <remarks>A text that a spreadsheet would take for a formula is preceded by an apostrophe.</remarks>
    /// <param name="log">Where the records are.</param>
    /// <param name="query">Which of them; <see cref="AuditQuery.Limit"/> is the size of the parts in which they are read.</param>
    /// <param name="destination">Where they go. It is not closed.</param>
    /// <param name="cancellationToken">Ends the export.</param>
    public static async Task WriteCsvAsync(this IAuditLog log, AuditQuery query, Stream destination, CancellationToken cancellationToken = default)
    {
        await using var text = new StreamWriter(destination, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync(string.Join(',', Columns));
        await foreach (var page in PagesAsync(log, query, cancellationToken))
            foreach (var record in page.Records)
                await text.WriteLineAsync(string.Join(',', Cells(record).Select(Cell)).AsMemory(), cancellationToken);
    }

    private static async IAsyncEnumerable<AuditPage> PagesAsync(
        IAuditLog log, AuditQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(query);
        for (var next = query; ;)
        {
            var page = await log.QueryAsync(next, cancellationToken);
            yield return page;
            if (page.Next is null) yield break;
            next = next with { After = page.Next };
        }
    }

    private static string?[] Cells(AuditRecord record) =>
    [
        record.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), record.Action, record.Category, record.Resource, record.AdminId,
        record.ClientIp?.ToString(), record.Interface, record.Result.ToString(), record.TraceId, record.AuthorizationServer, record.ClientId,
        record.Organization, record.Role, record.TokenId, record.StatusCode.ToString(CultureInfo.InvariantCulture), record.Rejection?.ToString(),
        record.Before, record.After,
    ];

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
