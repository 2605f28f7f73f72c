using System.Diagnostics.Metrics;

namespace ScopeAuth.Audit;

internal sealed class AuditMetrics
{
    private readonly Counter<long> _records;
    private readonly Counter<long> _failures;

    public AuditMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("ScopeAuth");
        _records = meter.CreateCounter<long>("scopeauth.audit.records", unit: "{record}", description: "Audit records of decided requests.");
        _failures = meter.CreateCounter<long>("scopeauth.audit.failures", unit: "{record}", description: "Audit records that a sink did not keep.");
    }

    public bool AreCounted => _records.Enabled;

    public void Recorded(AuditResult result)
    {
        // Not ToString, which makes an object of the value.
        if (_records.Enabled) _records.Add(1, new KeyValuePair<string, object?>("result", result is AuditResult.Success ? nameof(AuditResult.Success) : nameof(AuditResult.Failure)));
    }

    /// <param name="sink">The type of the sink: a tag with as many values as the application has sinks.</param>
    public void Failed(string sink)
    {
        if (_failures.Enabled) _failures.Add(1, new KeyValuePair<string, object?>("sink", sink));
    }
}
