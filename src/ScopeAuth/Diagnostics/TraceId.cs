using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Diagnostics;

/// <summary>The one ID by which a client's answer, the log lines and the audit record of a request find each other.</summary>
internal static class TraceId
{
    // An activity in the old hierarchical format has no trace ID: its hexadecimal form is 32 zeros, the same for every request.
    public static string Of(HttpContext context) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : context.TraceIdentifier;
}
