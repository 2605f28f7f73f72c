using System.Net;

namespace ScopeAuth;

/// <summary>Who did what, when, and how it ended: one decided request. It never holds a token.</summary>
public sealed record AuditRecord
{
    /// <summary>When the request was decided, in UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What was done: the endpoint's own word (<c>Activate</c>), else by method: Read, Create, Update, Patch, Delete.</summary>
    public required string Action { get; init; }

    /// <summary>The category of the endpoint, or null where its policy names none.</summary>
    public string? Category { get; init; }

    /// <summary>The path of the request, without its query, which may hold secrets.</summary>
    public required string Resource { get; init; }

    /// <summary><c>oauth-&lt;role&gt;$@&lt;orgid&gt;.&lt;domain&gt;</c> of the role that granted the access, or of the token's first role if it was denied.</summary>
    public string? AdminId { get; init; }

    /// <summary>The client's address as the connection shows it (behind a proxy: as the forwarded-headers middleware shows it).</summary>
    public IPAddress? ClientIp { get; init; }

    /// <summary>How the request came: <c>API</c>, or the endpoint's own word.</summary>
    public required string Interface { get; init; }

    /// <summary>Success for an allowed request with a status below 400, else failure.</summary>
    public required AuditResult Result { get; init; }

    /// <summary>The trace ID that the response's body and the logs carry too.</summary>
    public required string TraceId { get; init; }

    /// <summary>The name of the authorization server, where it is known.</summary>
    public string? AuthorizationServer { get; init; }

    /// <summary>The client ID in the token, if its signature was good.</summary>
    public string? ClientId { get; init; }

    /// <summary>The organisation that the request is for, <c>&lt;cloud&gt;::&lt;orgId&gt;</c>.</summary>
    public string? Organization { get; init; }

    /// <summary>The API role that granted the access, or the token's first role if it was denied.</summary>
    public string? Role { get; init; }

    /// <summary>The token's ID, if its signature was good.</summary>
    public string? TokenId { get; init; }

    /// <summary>The status of the response; 500 if the endpoint threw before it answered, 499 if the client had gone by then.</summary>
    public required int StatusCode { get; init; }

    /// <summary>Why the request was refused, or null if it was allowed.</summary>
    public Rejection? Rejection { get; init; }

    /// <summary>Of a change of a registration: the settings before, as JSON, or null if there were none. Secrets are never in it.</summary>
    public string? Before { get; init; }

    /// <summary>Of a change of a registration: the settings that were asked for, as JSON, or null if it was deleted. A secret shows as <c>set</c>.</summary>
    public string? After { get; init; }
}
