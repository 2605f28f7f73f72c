using Microsoft.AspNetCore.Http;
using ScopeAuth.Bearer;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Audit;

/// <summary>Turns a decided request into its record. Every text is bounded here, so that no request can make a record large.</summary>
internal static class AuditRecordFactory
{
    private const int MaxMethodLength = 32;

    public static AuditRecord Create(
        HttpContext context, RequestDecision decision, DateTimeOffset decidedAt, int status, AuditResult result, Rejection? rejection)
    {
        var named = context.GetEndpoint()?.Metadata.GetMetadata<AuditActionAttribute>();
        return new()
        {
            Timestamp = decidedAt,
            Action = named?.Action ?? ActionOf(context.Request.Method),
            Category = named?.Category ?? decision.Category,
            Resource = Cut(context.Request.PathBase.Value + context.Request.Path.Value, VisibleText.MaxLength),
            AdminId = decision.AdminId ?? CutOrNull(named?.AdminIdOf?.Invoke(context.User)),
            ClientIp = context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
                ? mapped.MapToIPv4()
                : context.Connection.RemoteIpAddress,
            Interface = named?.Interface ?? "API",
            Result = result,
            TraceId = TraceId.Of(context),
            AuthorizationServer = decision.AuthorizationServer,
            ClientId = CutOrNull(decision.Token?.ClientId),
            Organization = decision.Organization == default ? null : decision.Organization.ToString(),
            Role = decision.Role,
            TokenId = CutOrNull(decision.Token?.TokenId),
            StatusCode = status,
            Rejection = rejection,
        };
    }

    private static string ActionOf(string method) => method.ToUpperInvariant() switch
    {
        "GET" or "HEAD" or "QUERY" => "Read",
        "POST" => "Create",
        "PUT" => "Update",
        "PATCH" => "Patch",
        "DELETE" => "Delete",
        var other => Cut(other, MaxMethodLength),
    };

    private static string? CutOrNull(string? text) => text is null ? null : Cut(text, VisibleText.MaxLength);

    private static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
