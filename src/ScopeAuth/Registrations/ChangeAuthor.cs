using System.Net;

namespace ScopeAuth;

/// <summary>Who asks for a change, for the audit record and the entry.</summary>
public sealed record ChangeAuthor
{
    /// <summary>The admin ID or user name, at most 256 characters.</summary>
    public required string AdminId { get; init; }

    /// <summary>How the change came.</summary>
    /// <value>Default <c>API</c>; a page says <c>Admin UI</c>.</value>
    public string Interface { get; init; } = "API";

    /// <summary>The client's address, where there is one.</summary>
    public IPAddress? ClientIp { get; init; }

    /// <summary>The trace ID of the request.</summary>
    /// <value>Default: that of the current activity, else a new one.</value>
    public string? TraceId { get; init; }
}
