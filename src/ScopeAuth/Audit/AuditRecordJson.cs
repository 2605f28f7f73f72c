using System.Globalization;
using System.Text.Json;

namespace ScopeAuth.Audit;

/// <summary>A record as one JSON object. The default encoder leaves only ASCII on the line, so no text can end it or forge another.</summary>
internal static class AuditRecordJson
{
    public static void Write(Utf8JsonWriter json, AuditRecord record)
    {
        Span<byte> time = stackalloc byte[32];
        record.Timestamp.UtcDateTime.TryFormat(time, out var length, "O", CultureInfo.InvariantCulture);

        json.WriteStartObject();
        json.WriteString("timestamp"u8, time[..length]);
        json.WriteString("action"u8, record.Action);
        WriteText(json, "category"u8, record.Category);
        json.WriteString("resource"u8, record.Resource);
        WriteText(json, "adminId"u8, record.AdminId);
        WriteText(json, "clientIp"u8, record.ClientIp?.ToString());
        json.WriteString("interface"u8, record.Interface);
        json.WriteString("result"u8, record.Result.ToString());
        json.WriteString("traceId"u8, record.TraceId);
        WriteText(json, "authorizationServer"u8, record.AuthorizationServer);
        WriteText(json, "clientId"u8, record.ClientId);
        WriteText(json, "organization"u8, record.Organization);
        WriteText(json, "role"u8, record.Role);
        WriteText(json, "tokenId"u8, record.TokenId);
        json.WriteNumber("statusCode"u8, record.StatusCode);
        if (record.Rejection is { } rejection)
        {
            json.WriteString("rejection"u8, rejection.ToString());
            json.WriteNumber("rejectionNumber"u8, (int)rejection);
        }

        WriteText(json, "before"u8, record.Before);
        WriteText(json, "after"u8, record.After);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }
}
