using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ScopeAuth.Keys;

/// <summary>Attempts to load keys, and the age of the keys in use. Tags are configured names and closed sets only.</summary>
internal sealed class KeyMetrics
{
    public const string MeterName = "ScopeAuth";
    private readonly Counter<long> _fetches;

    public KeyMetrics(IMeterFactory meters, Func<IReadOnlyList<KeyHealth>> health)
    {
        var meter = meters.Create(MeterName);
        _fetches = meter.CreateCounter<long>(
            "scopeauth.key.fetches", unit: "{fetch}", description: "Attempts to load the keys of an authorization server.");
        meter.CreateObservableGauge(
            "scopeauth.key.age",
            () => health().Where(server => server.Age is not null).Select(AgeOf),
            unit: "s",
            description: "Time since the keys of an authorization server were last loaded.");
        meter.CreateObservableGauge(
            "scopeauth.key.stale",
            () => health().Select(StaleOf),
            unit: "{server}",
            description: "1 while the keys of an authorization server are used although they could not be loaded again, else 0.");
    }

    public void Fetched(string serverName, KeyFailure? failure)
    {
        if (!_fetches.Enabled) return;
        var tags = new TagList { { "scopeauth.server", serverName } };
        if (failure is not null) tags.Add("error.type", failure.Name);
        _fetches.Add(1, tags);
    }

    private static Measurement<int> StaleOf(KeyHealth server) =>
        new(server.IsStale ? 1 : 0, new KeyValuePair<string, object?>("scopeauth.server", server.ServerName));

    private static Measurement<double> AgeOf(KeyHealth server) =>
        new(server.Age.GetValueOrDefault().TotalSeconds, new KeyValuePair<string, object?>("scopeauth.server", server.ServerName));
}
