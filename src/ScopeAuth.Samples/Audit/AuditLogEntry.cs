namespace ScopeAuth.Samples.Audit;

/// <summary>An audit record as this API shows it.</summary>
internal sealed record AuditLogEntry(
    DateTimeOffset Timestamp,
    string Action,
    string? Category,
    string Resource,
    string? AdminId,
    string? ClientIp,
    string Interface,
    string Result,
    int StatusCode,
    string? Rejection,
    string? AuthorizationServer,
    string? ClientId,
    string? Organization,
    string? Role,
    string? TokenId,
    string TraceId)
{
    public static AuditLogEntry Of(AuditRecord record) => new(
        record.Timestamp,
        record.Action,
        record.Category,
        record.Resource,
        record.AdminId,
        record.ClientIp?.ToString(),
        record.Interface,
        record.Result.ToString(),
        record.StatusCode,
        record.Rejection?.ToString(),
        record.AuthorizationServer,
        record.ClientId,
        record.Organization,
        record.Role,
        record.TokenId,
        record.TraceId);
}
