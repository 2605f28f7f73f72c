using System.Security.Claims;

namespace ScopeAuth.Samples.Audit;

/// <summary>The audit log of the caller's organisation.</summary>
internal static class AuditLogEndpoints
{
    public static void MapAuditLogs(this RouteGroupBuilder group) =>
        group.MapGet("", List).WithSummary("Who did what, the newest first");

    private static IEnumerable<AuditLogEntry> List(ClaimsPrincipal user, RecentAuditRecords records) =>
        records.Of(user.GetOrganization()!.Value).Select(AuditLogEntry.Of);
}
