using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Console.Overview;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Console.Tests;

public sealed class RequestHistoryTests
{
    private readonly FakeClock _clock = new();
    private readonly IMeterFactory _meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    [Fact]
    public void An_hour_is_kept_by_minutes_and_what_is_older_is_forgotten()
    {
        using var history = Start();
        var records = _meters.Create("ScopeAuth").CreateCounter<long>("scopeauth.audit.records");
        records.Add(3, KeyValuePair.Create("result", (object?)"Success"));
        _clock.Advance(TimeSpan.FromMinutes(59));
        records.Add(2, KeyValuePair.Create("result", (object?)"Failure"));

        Assert.Equal((60, 3, 2), (history.Read().Count, history.Read()[0].Succeeded, history.Read()[^1].Failed));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((60, 0, 2), (history.Read().Count, history.Read().Sum(minute => minute.Succeeded), history.Read()[^2].Failed));
        records.Add(1, KeyValuePair.Create("result", (object?)"Success"));
        Assert.Equal((1, 0), (history.Read()[^1].Succeeded, history.Read()[^1].Failed));
    }

    [Fact]
    public void Refusals_are_counted_by_server_and_reason_and_their_number_has_a_bound()
    {
        using var history = Start();
        var refusals = _meters.Create("ScopeAuth").CreateCounter<long>("scopeauth.request.refusals");
        for (var count = 0; count < 5_000; count++)
            refusals.Add(1, new("scopeauth.authorization_server", $"as{count}"), new KeyValuePair<string, object?>("scopeauth.rejection", "Expired"));
        refusals.Add(1, new("scopeauth.authorization_server", "as0"), new KeyValuePair<string, object?>("scopeauth.rejection", "Expired"));

        var kept = history.Read()[^1].Refusals.ToList();

        Assert.Equal(5_001, kept.Sum(refusal => refusal.Count));
        Assert.Equal(2, kept.Single(refusal => refusal.Server == "as0").Count);
        Assert.InRange(kept.Count, 2_000, 2_100);
    }

    [Fact]
    public void Another_applications_metrics_in_the_same_process_are_not_counted()
    {
        using var history = Start();
        var others = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

        others.Create("ScopeAuth").CreateCounter<long>("scopeauth.audit.records").Add(1, KeyValuePair.Create("result", (object?)"Success"));

        Assert.Equal(0, history.Read().Sum(minute => minute.Succeeded));
    }

    private RequestHistory Start()
    {
        var history = new RequestHistory(_meters, _clock);
        history.Start();
        return history;
    }
}
