using System.Globalization;
using System.Net;
using System.Text.Json;

namespace ScopeAuth.Audit;

/// <summary>A record from the line that <see cref="AuditRecordJson"/> wrote.</summary>
internal static class AuditRecordReader
{
    /// <returns>Null if the line is not whole, or of something else.</returns>
    public static AuditRecord? TryRead(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static AuditRecord? Read(JsonElement line)
    {
        if (!DateTimeOffset.TryParseExact(Text(line, "timestamp"), "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var timestamp)) return null;
        if (!Enum.TryParse<AuditResult>(Text(line, "result"), out var result)) return null;
        if (Text(line, "action") is not { } action || Text(line, "resource") is not { } resource) return null;
        if (Text(line, "interface") is not { } way || Text(line, "traceId") is not { } trace) return null;
        return new()
        {
            Timestamp = timestamp,
            Action = action,
            Category = Text(line, "category"),
            Resource = resource,
            AdminId = Text(line, "adminId"),
            ClientIp = IPAddress.TryParse(Text(line, "clientIp"), out var address) ? address : null,
            Interface = way,
            Result = result,
            TraceId = trace,
            AuthorizationServer = Text(line, "authorizationServer"),
            ClientId = Text(line, "clientId"),
            Organization = Text(line, "organization"),
            Role = Text(line, "role"),
            TokenId = Text(line, "tokenId"),
            StatusCode = line.TryGetProperty("statusCode", out var status) ? status.GetInt32() : 0,
            Rejection = line.TryGetProperty("rejectionNumber", out var number) ? (Rejection)number.GetInt32() : null,
            Before = Text(line, "before"),
            After = Text(line, "after"),
        };
    }

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var text) ? text.GetString() : null;
}
