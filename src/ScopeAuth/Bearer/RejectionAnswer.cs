using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using ScopeAuth.Diagnostics;
using ScopeAuth.Hosting;
using ScopeAuth.Roles;

namespace ScopeAuth.Bearer;

/// <summary>
/// The answer to a refused request: status and challenge as RFC 6750 section 3 has them, and a problem document (RFC 9457).
/// Nothing in it comes from a token.
/// </summary>
internal sealed class RejectionAnswer(CurrentSettings settings, RequestTelemetry telemetry) : IRejectionAnswer
{
    public async Task WriteAsync(HttpContext context, Rejection rejection)
    {
        telemetry.Refused(context, RequestDecision.Of(context).AuthorizationServer, rejection);
        if (context.Response.HasStarted) return;
        var row = RejectionTable.Of(rejection);
        var detail = settings.Current.ClientDetail;
        var response = context.Response;

        response.StatusCode = row.Status;
        response.Headers.CacheControl = "no-store";
        if (row.RetryAfter > 0) response.Headers.RetryAfter = row.RetryAfter.ToString(CultureInfo.InvariantCulture);
        else response.Headers.Append(HeaderNames.WWWAuthenticate, Challenge(row, detail, ScopeThatWouldDo(context, rejection)));

        response.ContentType = "application/problem+json";
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        WriteProblem(json, context, rejection, row, detail);
        await json.FlushAsync(CancellationToken.None);
    }

    private string Challenge(RejectionRow row, ClientDetail detail, string? scope)
    {
        var challenge = $"Bearer realm=\"{settings.Current.Realm}\"";
        if (row.Error is null) return challenge;
        challenge += $", error=\"{row.Error}\"";
        if (detail != ClientDetail.Status) challenge += $", error_description=\"{row.Sentence}\"";
        return scope is null ? challenge : $"{challenge}, scope=\"{scope}\"";
    }

    // The organisation is spelled as it is configured, the roles are configured names.
    private string? ScopeThatWouldDo(HttpContext context, Rejection rejection)
    {
        if (rejection != Rejection.InsufficientRole || settings.Current.ClientDetail != ClientDetail.ReasonAndScopes) return null;
        if (context.Features.Get<SufficientRoles>() is not { Names.IsEmpty: false } roles) return null;
        var organization = RequestDecision.Of(context).Organization;
        return string.Join(' ', roles.Names.Select(role => new RoleScope(organization, role)));
    }

    private static void WriteProblem(Utf8JsonWriter json, HttpContext context, Rejection rejection, RejectionRow row, ClientDetail detail)
    {
        json.WriteStartObject();
        json.WriteString("type", detail == ClientDetail.Status ? "about:blank" : $"urn:scopeauth:rejection:{rejection}");
        json.WriteString("title", detail == ClientDetail.Status ? ReasonPhrases.GetReasonPhrase(row.Status) : row.Sentence);
        json.WriteNumber("status", row.Status);
        if (detail != ClientDetail.Status)
        {
            json.WriteString("rejection", rejection.ToString());
            json.WriteNumber("rejectionNumber", (int)rejection);
        }
        json.WriteString("traceId", TraceId.Of(context));
        json.WriteEndObject();
    }
}
