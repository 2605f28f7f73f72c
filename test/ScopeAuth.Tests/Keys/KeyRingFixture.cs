using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Keys;

/// <summary>Key retrieval as an application registers it, on a clock of the test's.</summary>
internal sealed class KeyRingFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private FaultServer? _server;

    public KeyRingFixture(Action<IServiceCollection>? configure = null, FakeClock? clock = null)
    {
        Clock = clock ?? new();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logged));
        services.AddKeyRetrieval();
        // The one time limit that no fake clock moves: a busy machine must not fail a test by it.
        services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(
            (handler, _) => ((SocketsHttpHandler)handler).ConnectTimeout = Timeout.InfiniteTimeSpan));
        configure?.Invoke(services);
        _services = services.BuildServiceProvider(validateScopes: true);
        Rings = _services.GetRequiredService<KeyRings>();
    }

    public FakeClock Clock { get; }

    public RecordedLog Logged { get; } = new();

    public KeyRings Rings { get; }

    /// <summary>A server that answers as the test wants it to; there as soon as somebody asks for it.</summary>
    public FaultServer Server => _server ??= new();

    public IServiceProvider Services => _services;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>As a server's settings make it, for loopback as in tests.</summary>
    public Backchannel Channel(bool allowHttp = true, bool? publicNetworkOnly = null, string serverName = "acme", BackchannelLimits? limits = null) =>
        _services.GetRequiredService<Backchannels>().Create(serverName, new() { AllowHttp = allowHttp }, publicNetworkOnly, limits);

    public KeyRing Ring(string name = "acme") => Ring(Server, name);

    public KeyRing Ring(FaultServer server, string name = "acme") =>
        Rings.For(name, new() { JwksUri = server.Jwks.OriginalString, AllowHttp = true }, null, []);

    public KeyRing MetadataRing() => MetadataRing(Server);

    public KeyRing MetadataRing(FaultServer server, string? issuer = null, params string[] paths) => Rings.For(
        "acme",
        new() { AllowHttp = true },
        new(server.Origin, origin => [.. (paths.Length == 0 ? ["/.well-known/openid-configuration"] : paths).Select(path => new Uri(origin, path))]),
        [issuer ?? server.Origin]);

    /// <summary>For rings made by hand: attempts end here and are not scheduled again.</summary>
    public KeyRingContext Context() => new(Clock, new(capacity: 60, TimeSpan.FromMinutes(1), Clock), (_, _, _) => { }, _ => { }, CancellationToken.None);

    /// <summary>Lets the short delays between the attempts of one load pass, and nothing longer.</summary>
    public async Task<KeyRing> LoadAsync(KeyRing ring)
    {
        var load = ring.RefreshAsync();
        var retryDelay = TimeSpan.FromSeconds(1.5);
        while (await Task.WhenAny(load, Clock.WhenDueWithinAsync(retryDelay, Token)) != load) Clock.Advance(retryDelay);
        await load;
        return ring;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}
