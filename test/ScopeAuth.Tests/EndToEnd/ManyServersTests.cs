using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Tests.Keys;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Ten thousand registered servers.</summary>
public sealed class ManyServersTests : IAsyncDisposable
{
    private const int Servers = 10_000;
    private readonly FakeClock _clock = new();
    private readonly FaultServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_start_with_ten_thousand_servers_asks_a_few_of_them_at_once_and_the_others_over_a_minute()
    {
        var release = new TaskCompletionSource();
        var keys = FaultServer.Response(Jwks.Set(Jwks.Rsa("one")));
        _server.Answer = async (_, stream, token) =>
        {
            await release.Task.WaitAsync(token);
            await stream.WriteAsync(keys, token);
        };
        await using var api = await TestApi.StartAsync([], configure: builder => builder.Services.Configure<ScopeAuthOptions>(Register), clock: _clock, loadKeys: false);
        var rings = api.Services.GetRequiredService<KeyRings>().All;
        Assert.Equal(Servers, rings.Count);

        // The whole minute in which their first attempts are due, and nobody answers: no more than five are asked.
        await _server.WhenRequestedAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(rings.Count(ring => ring.IsLoading), 1, 5);
        Assert.Equal("open", (await api.AskAsync("/open")).Body);

        release.SetResult();
        while (rings.Count(ring => ring.IsUsable) < 100)
        {
            await _clock.WhenDueWithinAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            Assert.InRange(rings.Count(ring => ring.IsLoading), 0, 5);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    private void Register(ScopeAuthOptions options)
    {
        for (var number = 0; number < Servers; number++)
            options.AuthorizationServers[string.Create(CultureInfo.InvariantCulture, $"customer-{number}")] = new()
            {
                Issuer = string.Create(CultureInfo.InvariantCulture, $"https://as.customer-{number}.example"),
                JwksUri = string.Create(CultureInfo.InvariantCulture, $"{_server.Jwks}?customer={number}"),
                AllowHttp = true,
                Audiences = ["https://api.example"],
                ClientIds = ["*"],
                Organizations = [string.Create(CultureInfo.InvariantCulture, $"zscaler.net::{number}")],
            };
    }
}
