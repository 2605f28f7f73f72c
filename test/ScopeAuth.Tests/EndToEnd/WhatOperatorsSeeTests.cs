using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ScopeAuth.Keys;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>The start report and the health report: each server by its name, and nothing secret.</summary>
public sealed class WhatOperatorsSeeTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private TestAuthorizationServer _okta = null!;
    private TestAuthorizationServer _ping = null!;
    private TestApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _okta = await TestServers.StartAsync(Vendor.Okta, _clock);
        _ping = await TestServers.StartAsync(Vendor.PingFederate, _clock);
        _api = await TestApi.StartAsync(
            [.. _okta.ConfigurationFor("acme-okta", TestServers.Organization, TestServers.Other), .. _ping.ConfigurationFor("acme-ping")], clock: _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _okta.DisposeAsync();
        await _ping.DisposeAsync();
    }

    [Fact]
    public void The_start_says_a_line_for_each_server()
    {
        Assert.Equal("ScopeAuth trusts 2 authorization servers.", Assert.Single(_api.Logs.Entries, entry => entry.Id.Id == 20).Text);
        Assert.Equal(
            [
                $"acme-okta: Okta, issuer {_okta.Issuer}, keys from {_okta.Issuer}/.well-known/openid-configuration, 2 organisations.",
                $"acme-ping: PingFederate, issuer none, keys from {_ping.JwksUri}, 1 organisations.",
            ],
            _api.Logs.Entries.Where(entry => entry.Id.Id == 24).Select(entry => entry.Text).Order(StringComparer.Ordinal));
        Assert.All(_api.Logs.Entries.Where(entry => entry.Id.Id == 24), entry => Assert.Equal(LogLevel.Information, entry.Level));
    }

    [Fact]
    public async Task The_start_says_where_a_server_is_asked()
    {
        await using var api = await TestApi.StartAsync(
            TestServers.AskedConfiguration(_okta, "asked").Where(setting => !setting.Key.EndsWith(":IntrospectionUri", StringComparison.Ordinal)), clock: _clock);
        await using var both = await TestApi.StartAsync(TestServers.AskedConfiguration(_okta, "asked", TokenValidation.LocalThenIntrospection), clock: _clock);

        Assert.Contains("asked at the endpoint that its metadata will name, 1 organisations.", Line(api), StringComparison.Ordinal);
        Assert.Contains($"/.well-known/openid-configuration, asked at {_okta.IntrospectionEndpoint}, 1 organisations.", Line(both), StringComparison.Ordinal);

        static string Line(TestApi api) => Assert.Single(api.Logs.Entries, entry => entry.Id.Id == 24).Text;
    }

    [Fact]
    public async Task Health_says_of_each_server_its_state_its_last_successful_fetch_and_its_age()
    {
        await LoadAsync();
        _clock.Advance(TimeSpan.FromSeconds(90));

        var (status, okta, ping) = await HealthAsync();

        Assert.Equal(HealthStatus.Healthy, status);
        Assert.Matches(@"^Healthy, \d keys from http://.*/openid-configuration, last successful fetch 2026-03-01T12:00:00\.0000000\+00:00, 90 s ago$", okta);
        Assert.Matches(@"^Healthy, \d keys from http://.*, last successful fetch 2026-03-01T12:00:00\.0000000\+00:00, 90 s ago$", ping);
    }

    [Fact]
    public async Task One_server_in_trouble_degrades_the_whole_and_all_of_them_make_it_unhealthy()
    {
        await LoadAsync();
        _okta.Faults.KeysBody = "no key set";
        _clock.Advance(TimeSpan.FromHours(1));
        await RingOf("acme-okta").RefreshAsync();

        var (status, okta, _) = await HealthAsync();
        Assert.Equal(HealthStatus.Degraded, status);
        Assert.Matches("^Degraded, .* 3600 s ago, last attempt failed: InvalidKeySet$", okta);

        _ping.Faults.KeysBody = "no key set";
        _clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(HealthStatus.Unhealthy, (await HealthAsync()).Status);
    }

    private async Task<(HealthStatus Status, string Okta, string Ping)> HealthAsync()
    {
        var report = await _api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        var entry = report.Entries["scopeauth"];
        return (entry.Status, entry.Data["keys:acme-okta"].ToString()!, entry.Data["keys:acme-ping"].ToString()!);
    }

    private Task LoadAsync() => Task.WhenAll(RingOf("acme-okta").RefreshAsync(), RingOf("acme-ping").RefreshAsync());

    private KeyRing RingOf(string server) => _api.Services.GetRequiredService<KeyRings>().All.Single(ring => ring.ServerName == server);
}
