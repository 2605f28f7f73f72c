using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScopeAuth.Keys;
using ScopeAuth.Tests.Network;

namespace ScopeAuth.Tests.Keys;

public sealed class KeyRingsTests : IAsyncDisposable
{
    private readonly KeyRingFixture _fixture = new();

    private FaultServer Server => _fixture.Server;

    private static CancellationToken Token => KeyRingFixture.Token;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_reload_with_the_same_key_settings_gets_the_same_ring_with_its_keys()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var before = await _fixture.LoadAsync(_fixture.Ring());

        var after = _fixture.Rings.For("acme", new() { JwksUri = Server.Jwks.OriginalString, AllowHttp = true, Audiences = ["other"] }, null, []);

        Assert.Same(before, after);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public void Whatever_decides_where_keys_come_from_makes_another_ring()
    {
        AuthorizationServerOptions[] options =
        [
            new() { JwksUri = "https://as.example/jwks" },
            new() { JwksUri = "https://as.example/jwks2" },
            new() { JwksUri = "https://as.example/jwks", AllowHttp = true },
            new() { MetadataUri = "https://as.example/jwks" },
            new() { JwksFile = "/keys/jwks" },
            new() { JwksFile = "/keys/jwks2" },
            new() { PublicKeys = ["/keys/jwks"] },
            new() { PublicKeys = ["/keys/jwks", "/keys/jwks2"] },
            new(),
        ];

        var rings = options.Select(option => _fixture.Rings.For("acme", option, MetadataPlace.At("https://as.example/a"), ["https://as.example"])).ToList();
        rings.Add(_fixture.Rings.For("acme", new(), MetadataPlace.At("https://as.example/b"), ["https://as.example"]));
        rings.Add(_fixture.Rings.For("acme", new(), MetadataPlace.At("https://as.example/a"), ["https://other.example"]));
        rings.Add(_fixture.Rings.For("beta", new(), MetadataPlace.At("https://as.example/a"), ["https://as.example"]));

        Assert.Equal(12, rings.Distinct().Count());
        Assert.Equal(12, rings.Select(ring => ring.Fingerprint).Distinct().Count());
    }

    [Fact]
    public void Rings_that_a_new_configuration_does_not_name_are_dropped()
    {
        var kept = _fixture.Ring("kept");
        var dropped = _fixture.Ring("dropped");

        _fixture.Rings.Keep([kept]);

        Assert.Equal([kept], _fixture.Rings.All);
        Assert.True(dropped.IsRetired);
        Assert.False(kept.IsRetired);
        Assert.NotSame(dropped, _fixture.Ring("dropped"));
    }

    [Fact]
    public async Task An_outage_of_one_server_is_not_felt_by_another()
    {
        await using var dead = new FaultServer();
        dead.HangAfter("");
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var hanging = _fixture.Ring(dead, "dead").RefreshForUnknownKeyAsync(Token).AsTask();
        await dead.WhenRequestedAsync(Token);

        var healthy = _fixture.Ring("healthy");
        await healthy.RefreshForUnknownKeyAsync(Token);

        Assert.True(healthy.IsUsable);
        Assert.False(hanging.IsCompleted);
    }

    [Fact]
    public async Task The_application_starts_while_no_server_answers_and_loads_keys_as_soon_as_one_does()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await using var dead = new FaultServer();
        dead.HangAfter("");
        _fixture.Ring(dead, "dead");
        var ring = _fixture.Ring();

        var services = _fixture.Services.GetServices<IHostedService>().ToList();
        foreach (var service in services) await service.StartAsync(Token);
        await dead.WhenRequestedAsync(Token);
        await Server.WhenRequestedAsync(Token);
        await ring.RefreshAsync();

        Assert.True(ring.IsUsable);
        foreach (var service in services) await service.StopAsync(Token);
    }

    [Fact]
    public async Task A_dead_server_is_logged_once_and_its_return_once()
    {
        Server.AnswerWithStatus(404);
        var ring = _fixture.Ring();
        for (var attempt = 0; attempt < 20; attempt++) await _fixture.LoadAsync(ring);
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await _fixture.LoadAsync(ring);

        Assert.Single(_fixture.Logged.Of(31));
        Assert.Single(_fixture.Logged.Of(42));
        Assert.Equal(19, _fixture.Logged.Of(32).Count());
        Assert.Equal("Keys of acme can be loaded again, after 20 failed attempts.", Assert.Single(_fixture.Logged.Of(34)));
        Assert.All(_fixture.Logged.Entries.Where(entry => entry.Id is 32), entry => Assert.Equal(LogLevel.Debug, entry.Level));
    }

    [Fact]
    public async Task It_is_an_error_when_an_outage_outlasts_the_keys_and_only_then()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = await _fixture.LoadAsync(_fixture.Ring());
        Server.AnswerWithStatus(404);

        for (var hour = 0; hour < 30; hour++)
        {
            Assert.Equal(hour > 24 ? 1 : 0, _fixture.Logged.Of(42).Count());
            await _fixture.LoadAsync(ring);
            _fixture.Clock.Advance(TimeSpan.FromHours(1));
            if (hour is 24) await _fixture.LoadAsync(ring);
        }
    }

    [Fact]
    public async Task Keys_that_are_not_used_are_logged_once_at_the_level_they_deserve()
    {
        Server.AnswerWith(Jwks.Set(
            Jwks.Rsa("good"),
            Jwks.Rsa("leaked", 1, "\"d\":\"c2VjcmV0\""),
            Jwks.Rsa("twice", 1),
            Jwks.Rsa("twice", 2),
            Jwks.Rsa("enc", 1, "\"use\":\"enc\""),
            Jwks.Rsa("\\u001b[31m\\nforged entry", 1, "\"alg\":\"HS256\"")));
        var ring = await _fixture.LoadAsync(_fixture.Ring());
        await _fixture.LoadAsync(ring);

        Assert.Single(_fixture.Logged.Entries, entry => entry is { Id: 38, Level: LogLevel.Critical });
        Assert.Single(_fixture.Logged.Entries, entry => entry is { Id: 37, Level: LogLevel.Error });
        Assert.Single(_fixture.Logged.Entries, entry => entry is { Id: 36, Level: LogLevel.Debug });
        Assert.Contains(@"Key \u001b[31m\u000aforged entry of acme is not used: UnsupportedAlgorithm", Assert.Single(_fixture.Logged.Of(35)), StringComparison.Ordinal);
        Assert.DoesNotContain(_fixture.Logged.Entries, entry => entry.Text.Contains("c2VjcmV0", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_service_can_be_made() => Assert.Contains(_fixture.Services.GetServices<IHostedService>(), service => service is KeyRefresher);
}
