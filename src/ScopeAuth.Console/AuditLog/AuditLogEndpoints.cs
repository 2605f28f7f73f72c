using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ScopeAuth.Console.Hosting;

namespace ScopeAuth.Console.AuditLog;

internal static class AuditLogEndpoints
{
    private const string Category = "Audit Logs";

    public static void MapAuditLog(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("audit", async (HttpContext context, AuditLogModel model) =>
        {
            await model.ListAsync(context.Request.Query, context.RequestAborted);
            return Results.Extensions.Component<AuditLogPage>(model.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).Audited("Read", Category);
        pages.MapGet("audit/tail", (HttpContext context, AuditLogModel model, AuditTail tail) =>
            TypedResults.ServerSentEvents(tail.FollowAsync(model.Ask(context.Request.Query), context.RequestAborted), AuditTail.EventName)).Audited("Read", Category);
        pages.MapGet("audit/export.csv", (HttpContext context, AuditLogModel model) => Export(context, model, asCsv: true)).Audited("Download", Category);
        pages.MapGet("audit/export.jsonl", (HttpContext context, AuditLogModel model) => Export(context, model, asCsv: false)).Audited("Download", Category);
    }

    // Page by page from the trail to the client: however long the trail is, nothing is gathered here.
    private static IResult Export(HttpContext context, AuditLogModel model, bool asCsv) => Results.Stream(
        stream => model.ExportAsync(context.Request.Query, stream, asCsv, context.RequestAborted),
        asCsv ? "text/csv; charset=utf-8" : "application/jsonl",
        asCsv ? "audit.csv" : "audit.jsonl");
}
