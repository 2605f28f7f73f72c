using Npgsql;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Audit;

/// <summary>Which records are asked for.</summary>
internal sealed class AuditConditions
{
    // The first parameter is the number of records.
    private readonly Conditions _conditions = new(first: 2);

    public AuditConditions(AuditQuery query, AuditPlace? after)
    {
        _conditions.AddTime("recorded_at >= {0}", query.From);
        _conditions.AddTime("recorded_at < {0}", query.To);
        if (query.Result is { } result) _conditions.Add("result = {0}", (short)result);
        _conditions.AddExact("action", query.Action);
        _conditions.AddExact("category", query.Category);
        _conditions.AddExact("interface", query.Interface);
        _conditions.AddSearch("resource", query.Resource);
        _conditions.AddSearch("admin_id", query.AdminId);
        _conditions.AddSearch("client_ip", query.ClientIp);
        _conditions.AddSearch("trace_id", query.TraceId);
        if (after is { } place) _conditions.AddBehind("recorded_at", place.RecordedAt, place.Id);
    }

    public string Where => _conditions.Where;

    public NpgsqlParameter[] Parameters => _conditions.Parameters;
}
