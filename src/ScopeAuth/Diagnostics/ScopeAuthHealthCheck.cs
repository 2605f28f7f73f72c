using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScopeAuth.Audit;
using ScopeAuth.Hosting;
using ScopeAuth.Introspection;
using ScopeAuth.Keys;
using ScopeAuth.Revocation;

namespace ScopeAuth.Diagnostics;

/// <summary>
/// The health check <c>scopeauth</c>. Unhealthy: no token can be judged, for want of keys, of answers or of the revocations, or no request may pass for
/// want of an audit record. Degraded: some server's keys are old or missing, some server does not answer about its tokens, revocations of other nodes
/// are not heard of, a changed configuration was not applied, the stores of servers and roles were not read yet, a stored server or role is not in force, or audit records are lost.
/// </summary>
internal sealed class ScopeAuthHealthCheck(CurrentSettings settings, KeyRings rings, AuditTrail trail, RevocationView revocations, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var keys = rings.Health();
        var asked = settings.Current.Servers.All.Where(server => server.Introspection is not null)
            .ToDictionary(server => server.Name, server => server.Introspection!.Health);
        var data = keys.ToDictionary(server => $"keys:{server.ServerName}", server => (object)Describe(server));
        foreach (var (name, health) in asked) data[$"introspection:{name}"] = Describe(health);
        var problems = keys.Where(server => server.State != KeyHealthState.Healthy).Select(server => $"keys of {server.ServerName}: {server.State}").ToList();
        problems.AddRange(asked.Where(server => server.Value.LastFailure is not null)
            .Select(server => $"introspection of {server.Key}: {server.Value.LastFailure!.Kind}"));
        problems.AddRange(settings.ReloadFaults.Select(fault => $"configuration not applied: {fault}"));
        if (!settings.Current.Merged.AreLoaded) problems.Add("stored registrations were not read yet");
        problems.AddRange(settings.Current.Merged.FaultsOfStored.Select(fault => $"stored entry not in force: {fault}"));
        problems.AddRange(trail.FailedSinks.Select(sink => $"audit records not kept by {sink}"));

        var (now, current) = (clock.GetUtcNow(), settings.Current);
        if (revocations.IsStale(current, now)) problems.Add($"revocations of other nodes: {Describe(revocations.CompleteAsOf)}");
        data["revocations"] = Describe(revocations.CompleteAsOf);

        var mute = keys.Where(server => server.State == KeyHealthState.Unhealthy).Select(server => server.ServerName)
            .Concat(asked.Where(server => server.Value.IsFailing).Select(server => server.Key)).ToHashSet(StringComparer.Ordinal);
        var isBlocked = !revocations.MayJudge(current, now)
            || (current.Servers.All.Count > 0 && current.Servers.All.All(server => mute.Contains(server.Name)))
            || (!trail.IsHealthy && current.Audit.WhenSinkFails == AuditFailure.DenyRequest);
        var status = isBlocked ? HealthStatus.Unhealthy : problems.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy;
        return Task.FromResult(new HealthCheckResult(status, problems.Count > 0 ? string.Join("; ", problems) : "All is well.", data: data));
    }

    private static string Describe(IntrospectionHealth server) => string.Create(CultureInfo.InvariantCulture,
        $"{server.LastFailure?.Kind.ToString() ?? "Healthy"}, at {server.Endpoint}, last answer {server.LastSuccess:O}");

    private static string Describe(DateTimeOffset? completeAsOf) => completeAsOf is not { } time ? "not loaded"
        : time == DateTimeOffset.MaxValue ? "complete" : string.Create(CultureInfo.InvariantCulture, $"complete as of {time:O}");

    private static string Describe(KeyHealth server) => string.Create(CultureInfo.InvariantCulture,
        $"{server.State}, {server.Keys} keys from {server.Source}, {LastSuccess(server)}{LastFailure(server)}");

    private static string LastSuccess(KeyHealth server) => server is { LastSuccess: { } at, Age: { } age }
        ? string.Create(CultureInfo.InvariantCulture, $"last successful fetch {at:O}, {age.TotalSeconds:0} s ago")
        : "no successful fetch yet";

    // The kind alone: the detail may quote what the server sent, and health reports are often public.
    private static string LastFailure(KeyHealth server) => server is { LastFailure: { } failure } ? $", last attempt failed: {failure.Name}" : "";
}
