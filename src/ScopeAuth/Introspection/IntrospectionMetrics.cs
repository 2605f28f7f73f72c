using System.Diagnostics.Metrics;

namespace ScopeAuth.Introspection;

/// <summary>How often servers are asked about tokens, and what came of it.</summary>
internal sealed class IntrospectionMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _questions = meters.Create(ScopeAuthDefaults.TelemetryName).CreateCounter<long>(
        "scopeauth.introspection.questions", unit: "{question}", description: "Questions about tokens to authorization servers, by server and outcome.");

    public void Asked(string serverName, in IntrospectionReply reply)
    {
        if (!_questions.Enabled) return;
        var outcome = reply.Failure?.Kind.ToString() ?? (reply.Answer.Refusal is null ? "Active" : "Inactive");
        _questions.Add(1, new("scopeauth.authorization_server", serverName), new KeyValuePair<string, object?>("scopeauth.outcome", outcome));
    }
}
