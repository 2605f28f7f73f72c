using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ScopeAuth.Console.AuditLog;

/// <summary>The rows of new records, as they are kept. It is one request, and so one record, however long somebody looks.</summary>
internal sealed class AuditTail(IAuditLog log, IServiceProvider services, ILoggerFactory loggers, TimeProvider clock, IHostApplicationLifetime application)
{
    public const string EventName = "records";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Records of several nodes, and of requests that end together, are not kept in the order of their times.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

    // The browser asks anew after that, and is asked anew whether it may.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <param name="query">Which records; the newest of them.</param>
    /// <param name="cancellationToken">Ends the tail without a word, as the end of the application does.</param>
    /// <returns>Rows, the newest first; none twice.</returns>
    public async IAsyncEnumerable<string> FollowAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!log.IsKept) yield break;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, application.ApplicationStopping);
        using var timer = new PeriodicTimer(Interval, clock);
        await using var renderer = new HtmlRenderer(services, loggers);
        var sent = new HashSet<AuditRecord>();
        var end = clock.GetUtcNow() + Longest;
        while (clock.GetUtcNow() is var now && now < end)
        {
            var since = now - Overlap;
            var fresh = await ReadAsync(query with { From = query.From > since ? query.From : since }, ended.Token);
            if (fresh is null) yield break;
            fresh = [.. fresh.Where(sent.Add)];
            sent.RemoveWhere(record => record.Timestamp < since);
            if (fresh.Count > 0) yield return await renderer.Dispatcher.InvokeAsync(() => RenderAsync(renderer, fresh));
            if (!await NextAsync(timer, ended.Token)) yield break;
        }
    }

    private async Task<IReadOnlyList<AuditRecord>?> ReadAsync(AuditQuery query, CancellationToken ended)
    {
        try
        {
            return (await log.QueryAsync(query, ended)).Records;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return null;        // the browser tries again by itself
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ended)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ended);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<string> RenderAsync(HtmlRenderer renderer, IReadOnlyList<AuditRecord> records)
    {
        using var rows = new StringWriter();
        foreach (var record in records)
            (await renderer.RenderComponentAsync<AuditRow>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(AuditRow.Record)] = record }))).WriteHtmlTo(rows);
        return rows.ToString();
    }
}
