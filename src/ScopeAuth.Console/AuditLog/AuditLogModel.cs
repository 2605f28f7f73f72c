using Microsoft.AspNetCore.Http;
using ScopeAuth.Console.Frame;

namespace ScopeAuth.Console.AuditLog;

/// <summary>The audit trail, as far as a page of it goes.</summary>
internal sealed class AuditLogModel(IAuditLog log)
{
    private const int PageSize = 100;

    public bool IsKept => log.IsKept;

    public Asked Asked { get; private set; } = new(QueryCollection.Empty);

    public AuditPage Page { get; private set; } = new([], null);

    /// <summary>Why nothing could be read; null where it could.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the page reads itself again.</summary>
    public bool IsTail => Asked.Text("tail") == "on" && Asked.Text("after") is null;

    public async Task ListAsync(IQueryCollection query, CancellationToken cancellationToken)
    {
        Asked = new(query);
        // One part of the trail, however rare what is searched for is: the page says where to go on.
        Fault = await ListFault.OfAsync(
            async () => Page = await log.QueryAsync(Query() with { Limit = PageSize, After = Asked.Text("after") }, cancellationToken),
            "trail",
            "The records cannot be read at the moment; the service's log says why.");
    }

    /// <summary>What a tail of the page with this query shows.</summary>
    public AuditQuery Ask(IQueryCollection query)
    {
        Asked = new(query);
        return Query() with { Limit = PageSize };
    }

    public async Task ExportAsync(IQueryCollection query, Stream destination, bool asCsv, CancellationToken cancellationToken)
    {
        Asked = new(query);
        var all = Query() with { Limit = AuditQuery.MaxLimit };
        if (asCsv) await log.WriteCsvAsync(all, destination, cancellationToken);
        else await log.WriteJsonLinesAsync(all, destination, cancellationToken);
    }

    private AuditQuery Query() => new()
    {
        From = Asked.Time("from"),
        To = Asked.Time("to"),
        Action = Asked.Text("action"),
        Category = Asked.Text("category"),
        Result = Asked.Choice<AuditResult>("result"),
        Interface = Asked.Text("interface"),
        Resource = Asked.Text("resource"),
        AdminId = Asked.Text("admin"),
        ClientIp = Asked.Text("ip"),
        TraceId = Asked.Text("trace"),
    };
}
