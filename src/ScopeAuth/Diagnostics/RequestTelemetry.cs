using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ScopeAuth.Diagnostics;

/// <summary>What a refused request leaves besides its answer and its audit record: a count, tags on the request's span, a log event.</summary>
internal sealed class RequestTelemetry(IMeterFactory meters, ILogger<RequestTelemetry> logger)
{
    private readonly Counter<long> _refusals = meters.Create(ScopeAuthDefaults.TelemetryName).CreateCounter<long>(
        "scopeauth.request.refusals", unit: "{request}", description: "Requests refused, by authorization server and rejection.");

    public void Refused(HttpContext context, string? authorizationServer, Rejection rejection)
    {
        var server = authorizationServer ?? "unknown";
        if (_refusals.Enabled)
            _refusals.Add(1, new("scopeauth.authorization_server", server), new KeyValuePair<string, object?>("scopeauth.rejection", rejection.ToString()));
        context.Features.Get<IHttpActivityFeature>()?.Activity
            .SetTag("scopeauth.authorization_server", server).SetTag("scopeauth.rejection", rejection.ToString());
        if (LevelOf(rejection) is { } level) Log.RequestRefused(logger, level, rejection);
    }

    // Null for what the judgement of the token has said already: one event for each refusal.
    private static LogLevel? LevelOf(Rejection rejection) => rejection switch
    {
        Rejection.NoCredentials => LogLevel.Debug,
        Rejection.InvalidRequest or Rejection.InsufficientRole or Rejection.PolicyNotMet or Rejection.RefusedByHandler => LogLevel.Information,
        Rejection.OrganizationNotNamed or Rejection.OrganizationNotGranted => LogLevel.Information,
        Rejection.AuditUnavailable => LogLevel.Warning,
        _ => null,
    };
}
