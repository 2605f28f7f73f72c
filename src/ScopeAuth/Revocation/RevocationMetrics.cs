using System.Diagnostics.Metrics;

namespace ScopeAuth.Revocation;

/// <summary>How many revocations are in force, and how far behind the other nodes this one is.</summary>
internal sealed class RevocationMetrics
{
    public RevocationMetrics(IMeterFactory meters, RevocationView view, TimeProvider clock)
    {
        var meter = meters.Create(ScopeAuthDefaults.TelemetryName);
        meter.CreateObservableGauge("scopeauth.revocation.entries", () => view.Current?.Count ?? 0, unit: "{revocation}", description: "Revocations in force on this node.");
        meter.CreateObservableGauge("scopeauth.revocation.staleness", () => Staleness(view, clock), unit: "s",
            description: "How long ago this node knew every revocation of every node. Without a value before the list was loaded.");
    }

    private static IEnumerable<Measurement<double>> Staleness(RevocationView view, TimeProvider clock)
    {
        if (view.CompleteAsOf is { } asOf) yield return new(Math.Max(0, (clock.GetUtcNow() - asOf).TotalSeconds));
    }
}
