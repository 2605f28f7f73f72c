using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Audit;

/// <summary>Which records are asked for.</summary>
internal static class AuditConditions
{
    public static Conditions Of(AuditQuery query, AuditPlace? after)
    {
        // The first parameter is the number of records.
        var conditions = new Conditions(first: 2);
        conditions.AddSpan("recorded_at", query.From, query.To);
        if (query.Result is { } result) conditions.Add("result = {0}", (short)result);
        conditions.AddExact("action", query.Action);
        conditions.AddExact("category", query.Category);
        conditions.AddExact("interface", query.Interface);
        conditions.AddSearch("resource", query.Resource);
        conditions.AddSearch("admin_id", query.AdminId);
        conditions.AddSearch("client_ip", query.ClientIp);
        conditions.AddSearch("trace_id", query.TraceId);
        if (after is { } place) conditions.AddBehind("recorded_at", place.RecordedAt, place.Id);
        return conditions;
    }
}
