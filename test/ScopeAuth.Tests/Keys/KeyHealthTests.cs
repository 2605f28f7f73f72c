using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tests.Network;

namespace ScopeAuth.Tests.Keys;

public sealed class KeyHealthTests : IAsyncDisposable
{
    private readonly KeyRingFixture _fixture = new();

    private FaultServer Server => _fixture.Server;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public void A_server_whose_keys_were_never_loaded_is_unhealthy()
    {
        _fixture.Ring();

        var health = Assert.Single(_fixture.Rings.Health());

        Assert.Equal(KeyHealthState.Unhealthy, health.State);
        Assert.Null(health.LastAttempt);
        Assert.Null(health.Age);
    }

    [Fact]
    public async Task A_server_is_healthy_then_degraded_then_unhealthy_as_an_outage_goes_on()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = await _fixture.LoadAsync(_fixture.Ring());
        Assert.Equal(KeyHealthState.Healthy, Assert.Single(_fixture.Rings.Health()).State);

        Server.AnswerWithStatus(404);
        _fixture.Clock.Advance(TimeSpan.FromHours(1));
        await _fixture.LoadAsync(ring);
        var health = Assert.Single(_fixture.Rings.Health());
        Assert.Equal((KeyHealthState.Degraded, TimeSpan.FromHours(1), 1), (health.State, health.Age, health.Keys));
        Assert.Equal(new KeyFailure(NetworkFailureKind.HttpStatus, "status 404"), health.LastFailure);
        Assert.Equal((2, 1), (health.Attempts, health.Failures));

        _fixture.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(KeyHealthState.Unhealthy, Assert.Single(_fixture.Rings.Health()).State);
    }

    [Fact]
    public async Task A_server_that_publishes_a_private_key_is_degraded()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one"), Jwks.Rsa("leaked", 1, "\"d\":\"AQ\"")));

        await _fixture.LoadAsync(_fixture.Ring());

        Assert.Equal(KeyHealthState.Degraded, Assert.Single(_fixture.Rings.Health()).State);
    }

    [Fact]
    public async Task Attempts_are_counted_by_server_and_kind_and_the_age_is_measured()
    {
        var meters = _fixture.Services.GetRequiredService<IMeterFactory>();
        var measured = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name == "ScopeAuth") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Add($"{instrument.Name} {value} {Text(tags)}"));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => measured.Add($"{instrument.Name} {value} {Text(tags)}"));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Add($"{instrument.Name} {value} {Text(tags)}"));
        listener.Start();

        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = await _fixture.LoadAsync(_fixture.Ring());
        listener.RecordObservableInstruments();
        Server.AnswerWithStatus(404);
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        await _fixture.LoadAsync(ring);
        listener.RecordObservableInstruments();
        _fixture.Clock.Advance(TimeSpan.FromHours(24));
        listener.RecordObservableInstruments();

        Assert.Equal(
            [
                "scopeauth.key.fetches 1 scopeauth.server=acme",
                "scopeauth.key.age 0 scopeauth.server=acme",
                "scopeauth.key.stale 0 scopeauth.server=acme",
                "scopeauth.key.fetches 1 scopeauth.server=acme error.type=HttpStatus",
                "scopeauth.key.age 60 scopeauth.server=acme",
                "scopeauth.key.stale 1 scopeauth.server=acme",      // used, and could not be loaded again
                "scopeauth.key.age 86460 scopeauth.server=acme",
                "scopeauth.key.stale 0 scopeauth.server=acme",      // used no more
            ],
            measured);
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
