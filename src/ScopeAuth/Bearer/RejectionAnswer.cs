using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using ScopeAuth.Audit;
using ScopeAuth.Diagnostics;
using ScopeAuth.Hosting;
using ScopeAuth.Middleware;
using ScopeAuth.Roles;

namespace ScopeAuth.Bearer;

/// <summary>
/// The answer to a refused request: status and challenge as RFC 6750 section 3 has them, and a problem document (RFC 9457).
/// Nothing in it comes from a token.
/// </summary>
internal sealed class RejectionAnswer(CurrentSettings settings, RequestTelemetry telemetry) : IRejectionAnswer
{
    private static readonly SearchValues<char> Unescaped = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._:");

    private RejectionTexts _texts = new(settings.Current);

    public Task WriteAsync(HttpContext context, Rejection rejection)
    {
        telemetry.Refused(context, RequestDecision.Of(context).AuthorizationServer, rejection);
        var response = context.Response;
        if (response.HasStarted) return Task.CompletedTask;
        var text = Texts().Of(rejection);

        response.StatusCode = text.Row.Status;
        response.Headers.CacheControl = "no-store";
        if (text.Row.RetryAfter > 0) response.Headers.RetryAfter = text.Row.RetryAfter.ToString(CultureInfo.InvariantCulture);
        else response.Headers.Append(HeaderNames.WWWAuthenticate, ScopeThatWouldDo(context, rejection) is { } scope ? $"{text.Challenge}, scope=\"{scope}\"" : text.Challenge);
        return WriteProblemAsync(context, text, TraceId.Of(context));
    }

    private RejectionTexts Texts()
    {
        var (texts, current) = (_texts, settings.Current);
        return texts.Settings == current ? texts : _texts = new(current);
    }

    // The organisation is spelled as it is configured, the roles are configured names.
    private string? ScopeThatWouldDo(HttpContext context, Rejection rejection)
    {
        if (rejection != Rejection.InsufficientRole || settings.Current.ClientDetail != ClientDetail.ReasonAndScopes) return null;
        if (context.Features.Get<SufficientRoles>() is not { Names.IsEmpty: false } roles) return null;
        var organization = RequestDecision.Of(context).Organization;
        return string.Join(' ', roles.Names.Select(role => new RoleScope(organization, role)));
    }

    private static Task WriteProblemAsync(HttpContext context, RejectionText text, string traceId)
    {
        var response = context.Response;
        // The application may have put anything there.
        if (traceId.AsSpan().ContainsAnyExcept(Unescaped)) traceId = JavaScriptEncoder.Default.Encode(traceId);
        var length = text.Problem.Length + traceId.Length + RejectionText.EndOfProblem.Length;
        response.ContentType = "application/problem+json";
        response.ContentLength = length;

        var writer = response.BodyWriter;
        var problem = writer.GetSpan(length);
        text.Problem.CopyTo(problem);
        Encoding.ASCII.GetBytes(traceId, problem[text.Problem.Length..]);
        RejectionText.EndOfProblem.CopyTo(problem[(length - RejectionText.EndOfProblem.Length)..]);
        writer.Advance(length);
        // Once it is under way nobody writes over it: whoever puts answers of his own in the place of some asks for that first. But it is not told before its record.
        if (!IsServers(context.Features) || context.Features.Find<AuditedRequest>() is not { IsRecorded: false } audited) return writer.FlushAsync(CancellationToken.None).AsTask();
        audited.HoldAnswer();
        return Task.CompletedTask;
    }

    // A body that somebody has put before the server's may be forgotten by the time the record is written.
    private static bool IsServers(IFeatureCollection features) => ReferenceEquals(features.Find<IHttpResponseBodyFeature>(), features.Find<IHttpResponseFeature>());
}
