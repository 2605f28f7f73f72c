using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ScopeAuth.Audit;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Registrations;

/// <summary>Writes down each change of a registration, and each that was refused.</summary>
internal sealed class RegistrationAudit(AuditTrail trail, TimeProvider clock, ILogger<RegistrationAudit> logger)
{
    /// <param name="category">What was to be changed.</param>
    /// <param name="request">Who asked for what.</param>
    /// <param name="before">The settings before, without secrets; null if there were none.</param>
    /// <param name="after">The settings that were asked for, without secrets; null for none.</param>
    /// <param name="outcome">What became of it; null if the store failed.</param>
    /// <returns>Whether every sink kept the record.</returns>
    public ValueTask<bool> WriteAsync(string category, RegistrationRequest request, string? before, string? after, RegistrationOutcome? outcome)
    {
        var author = request.Author;
        var name = request.Name.Length <= VisibleText.MaxLength ? request.Name : request.Name[..VisibleText.MaxLength];
        Log.RegistrationChanged(
            logger, category, VisibleText.Escape(name), request.Action, outcome?.ToString() ?? "StoreFailed", VisibleText.Escape(author.AdminId));
        return trail.WriteAsync(new()
        {
            Timestamp = clock.GetUtcNow(),
            Action = request.Action,
            Category = category,
            Resource = name,
            AdminId = author.AdminId,
            ClientIp = author.ClientIp,
            Interface = author.Interface,
            Result = outcome == RegistrationOutcome.Applied ? AuditResult.Success : AuditResult.Failure,
            TraceId = author.TraceId ?? (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId : ActivityTraceId.CreateRandom()).ToHexString(),
            StatusCode = StatusOf(outcome),
            Before = before,
            After = after,
        });
    }

    private static int StatusOf(RegistrationOutcome? outcome) => outcome switch
    {
        RegistrationOutcome.Applied => 200,
        RegistrationOutcome.Faulty => 400,
        RegistrationOutcome.ReadOnly => 403,
        RegistrationOutcome.NotFound => 404,
        RegistrationOutcome.Conflict => 409,
        _ => 503,
    };
}
