using System.Globalization;
using ScopeAuth.Audit;
using ScopeAuth.Console.Frame;
using ScopeAuth.Hosting;
using ScopeAuth.Keys;
using ScopeAuth.Revocation;

namespace ScopeAuth.Console.Overview;

/// <summary>How it stands: what the last hour brought, and what needs somebody's attention now.</summary>
internal sealed class OverviewModel(
    RequestHistory history, CurrentSettings settings, KeyRings rings, RevocationView revocations, AuditTrail trail, TimeProvider clock)
{
    /// <summary>How many rows of a chart are shown; the rest is one row.</summary>
    private const int Rows = 8;

    private readonly IReadOnlyList<HistoryMinute> _minutes = history.Read();

    public IReadOnlyList<HistoryMinute> Minutes => _minutes;

    public long Succeeded => _minutes.Sum(minute => minute.Succeeded);

    public long Failed => _minutes.Sum(minute => minute.Failed);

    public long Revocations => revocations.Current?.Count ?? 0;

    public int Servers => settings.Current.Servers.All.Count;

    public IReadOnlyList<(string Name, long Count)> ByRejection => Largest(refusal => refusal.Rejection);

    public IReadOnlyList<(string Name, long Count)> ByServer => Largest(refusal => refusal.Server);

    /// <summary>Everything that is not as it should be, the worst first; what the health check says, in sentences.</summary>
    public IReadOnlyList<(bool IsBad, string What, string Detail)> Problems
    {
        get
        {
            var (current, now) = (settings.Current, clock.GetUtcNow());
            var found = new List<(bool, string, string)>();
            if (revocations.IsStale(current, now))
            {
                found.Add((!revocations.MayJudge(current, now), "Revocations are stale",
                    revocations.CompleteAsOf is { } asOf ? $"This node has not heard of other nodes' revocations since {Times.Show(asOf)}." : "The list of revocations was not loaded yet."));
            }
            foreach (var server in rings.Health().Where(server => server.State != KeyHealthState.Healthy))
            {
                found.Add((server.State == KeyHealthState.Unhealthy, $"Keys of {server.ServerName}",
                    $"{(server.State == KeyHealthState.Unhealthy ? "No usable keys" : "Keys are used that could not be loaded again")}; last successful fetch {Times.ShowOr(server.LastSuccess, "never")}"
                    + (server.LastFailure is { } failure ? $", last attempt: {failure.Kind}." : ".")));
            }
            foreach (var server in current.Servers.All)
                if (server.Introspection?.Health is { LastFailure: { } failure } health)
                    found.Add((health.IsFailing, $"Answers of {server.Name}", $"It could not be asked about tokens: {failure.Kind}."));
            found.AddRange(settings.ReloadFaults.Select(fault => (true, "Configuration not applied", fault)));
            found.AddRange(trail.FailedSinks.Select(sink => (true, "Audit records are lost", $"{sink} did not keep the last record.")));
            return [.. found.OrderByDescending(problem => problem.Item1)];
        }
    }

    private List<(string Name, long Count)> Largest(Func<(string Server, string Rejection, long Count), string> by)
    {
        var all = _minutes.SelectMany(minute => minute.Refusals).GroupBy(by, StringComparer.Ordinal)
            .Select(group => (Name: group.Key, Count: group.Sum(refusal => refusal.Count)))
            .OrderByDescending(row => row.Count).ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
        if (all.Count <= Rows) return all;
        var others = all.Skip(Rows - 1).ToList();
        return [.. all.Take(Rows - 1), (string.Create(CultureInfo.InvariantCulture, $"{others.Count} others"), others.Sum(row => row.Count))];
    }
}
