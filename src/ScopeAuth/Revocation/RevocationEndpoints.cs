using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;
using ScopeAuth.Hosting;

namespace ScopeAuth.Revocation;

/// <summary>The revocation list over HTTP, for administrators of one organisation. That the caller may be here is decided before.</summary>
internal static class RevocationEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;
    private const int MaxBatchBytes = 1024 * 1024;
    private const int MaxBatch = 1000;

    public static Task RevokeAsync(HttpContext context) => AnswerAsync(context, async (list, scope) =>
    {
        var body = await ReadAsync(context, MaxBodyBytes, RevocationJson.Default.RevocationBody) ?? throw new ArgumentException("A JSON object is expected.");
        var (record, isNew) = await list.AddAsync(RevocationRequest.Read(body, context.User, scope), context.RequestAborted);
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path.Value!.TrimEnd('/')}/{record.Id}";
        await WriteAsync(context, isNew ? 201 : 200, RevocationDocument.Of(record), RevocationJson.Default.RevocationDocument);
    });

    /// <summary>All of them or none, and as often as one likes: the answer names what is in force.</summary>
    public static Task RevokeManyAsync(HttpContext context) => AnswerAsync(context, async (list, scope) =>
    {
        var bodies = await ReadAsync(context, MaxBatchBytes, RevocationJson.Default.RevocationBodyArray);
        if (bodies is not { Length: > 0 and <= MaxBatch }) throw new ArgumentException($"A JSON array of 1 to {MaxBatch} revocations is expected.");
        var records = await list.RevokeAsync(RevocationRequest.Read(bodies, context.User, scope), context.RequestAborted);
        await WriteAsync(context, 200, new([.. records.Select(RevocationDocument.Of)], null), RevocationJson.Default.RevocationListDocument);
    });

    public static Task ListAsync(HttpContext context) => AnswerAsync(context, async (list, scope) =>
    {
        var page = await list.ListAsync(RevocationRequest.Read(context.Request.Query, scope), context.RequestAborted);
        await WriteAsync(context, 200, new([.. page.Items.Select(RevocationDocument.Of)], page.Next), RevocationJson.Default.RevocationListDocument);
    });

    public static Task CountAsync(HttpContext context) => AnswerAsync(context, async (list, scope) =>
    {
        var count = await list.CountAsync(RevocationRequest.Read(context.Request.Query, scope), context.RequestAborted);
        await WriteAsync(context, 200, new(count), RevocationJson.Default.RevocationCountDocument);
    });

    public static Task FindAsync(HttpContext context) => AnswerAsync(context, async (list, scope) =>
    {
        if (await FindAsync(context, list, scope) is { } record) await WriteAsync(context, 200, RevocationDocument.Of(record), RevocationJson.Default.RevocationDocument);
        else await ProblemAsync(context, 404, "No such revocation is in force.");
    });

    public static Task LiftAsync(HttpContext context) => AnswerAsync(context, async (list, scope) =>
    {
        if (await FindAsync(context, list, scope) is not { } record) await ProblemAsync(context, 404, "No such revocation is in force.");
        else if (record.IsFinal) await ProblemAsync(context, 409, "The client was deleted: its revocation cannot be lifted.");
        else if (record is { Reason: RevocationReason.ClientDisabled, Target.Kind: RevocationKind.Client, IssuedBefore: null } && await list.IsDeletedAsync(record.Target, context.RequestAborted))
            await ProblemAsync(context, 409, "The client was deleted: it cannot be enabled.");
        else
        {
            await list.LiftAsync(record.Id, RevocationRequest.AdminIdOf(context.User), context.RequestAborted);
            context.Response.StatusCode = 204;
        }
    });

    private static async Task<RevocationRecord?> FindAsync(HttpContext context, RevocationList list, RevocationScope scope)
    {
        var id = Guid.Parse((string)context.GetRouteValue("id")!, CultureInfo.InvariantCulture);
        return await list.FindAsync(id, context.RequestAborted) is { } record && scope.Contains(record.Target) ? record : null;
    }

    private static async Task AnswerAsync(HttpContext context, Func<RevocationList, RevocationScope, Task> answer)
    {
        var services = context.RequestServices;
        try
        {
            await answer(services.GetRequiredService<RevocationList>(), ScopeOf(context.User, services.GetRequiredService<CurrentSettings>().Current));
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or JsonException)
        {
            await ProblemAsync(context, 400, RevocationRequest.Explain(exception));
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or BadHttpRequestException))
        {
            Log.RevocationRequestFailed(services.GetRequiredService<ILogger<RevocationList>>(), exception);
            context.Response.Headers.RetryAfter = "5";
            await ProblemAsync(context, 503, "The revocations are out of reach at the moment. Whether the request took effect is not known; it may be sent again.");
        }
    }

    // A server that speaks for others, too, is theirs as well: what one organisation revokes there would hit them.
    private static RevocationScope ScopeOf(ClaimsPrincipal user, ScopeAuthSettings settings)
    {
        var organization = user.GetOrganization() ?? throw new ArgumentException("The request is for no organisation.");
        return new(organization, [.. settings.ServerOrganizations.Where(server => server.Value.All(each => each == organization)).Select(server => server.Key)]);
    }

    private static ValueTask<T?> ReadAsync<T>(HttpContext context, int maxBytes, JsonTypeInfo<T> type)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes;
        return JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
    }

    private static Task WriteAsync<T>(HttpContext context, int status, T document, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(document, type, cancellationToken: context.RequestAborted);
    }

    private static Task ProblemAsync(HttpContext context, int status, string detail)
    {
        if (context.Response.HasStarted) return Task.CompletedTask;
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Problem(detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status)).ExecuteAsync(context);
    }
}
