using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Diagnostics;

/// <summary>The one ID by which a client's answer, the log lines and the audit record of a request find each other.</summary>
internal static class TraceId
{
    public static string Of(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
