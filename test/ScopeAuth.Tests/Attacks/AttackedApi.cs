using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ScopeAuth.Keys;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Support;
using ScopeAuth.Tests.Tokens;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Attacks;

/// <summary>A real API that trusts one server, whose key set and tokens the test makes up.</summary>
/// <remarks>The tests of this folder are named after the rows of the table in docs/security.md: section and number.</remarks>
public sealed class AttackedApi : IAsyncLifetime
{
    private TestApi? _api;
    private TestAuthorizationServer? _server;

    internal static string GoodKeys { get; } = TestKey.Set("rsa-2048", "ec-256", "ec-384", "ec-521");

    internal string KeySet { get; init; } = GoodKeys;

    internal IReadOnlyList<KeyValuePair<string, string?>> Settings { get; init; } = [];

    internal FakeClock Clock { get; } = new();

    internal TestApi Api => _api!;

    internal TestAuthorizationServer Server => _server!;

    internal KeyRing Keys => Api.Services.GetRequiredService<KeyRings>().All.Single();

    /// <summary>What the server was asked for so far.</summary>
    internal int Requests => Server.Requests.Metadata + Server.Requests.Keys;

    internal static async Task<AttackedApi> StartAsync(string keySet, params KeyValuePair<string, string?>[] settings)
    {
        var api = new AttackedApi { KeySet = keySet, Settings = settings };
        await api.InitializeAsync();
        return api;
    }

    /// <summary>A setting of the server.</summary>
    internal static KeyValuePair<string, string?> Setting(string key, string value) => TestServers.Setting("acme", key, value);

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync(clock: Clock, configure: options =>
        {
            (options.Issuer, options.Audience) = (OfflineApi.Issuer, OfflineApi.Audience);
            options.Clients[0] = new() { Id = OfflineApi.Client, Secret = "not used" };
        });
        _server.Faults.KeysBody = KeySet;
        // Without the schedule, every request to the server is one that a token caused, or the test.
        _api = await TestApi.StartAsync(
            _server.ConfigurationFor("acme"),
            Settings,
            builder => builder.Services.Remove(builder.Services.Single(
                service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(KeyRefresher))),
            clock: Clock);
        await Keys.RefreshAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null) await _api.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>A token that is admitted as it is.</summary>
    internal TokenDraft Draft(string key = "ec-256", string algorithm = "ES256") => new(TestKey.Of(key), SignatureAlgorithm.Find(algorithm)!, Clock.GetUtcNow());

    internal Task<Answer> AskAsync(TokenDraft draft) => Api.AskAsync("/whoami", draft.Build());

    internal async Task AdmitsAsync(Action<TokenDraft>? change = null, string key = "ec-256", string algorithm = "ES256")
    {
        var draft = Draft(key, algorithm);
        change?.Invoke(draft);
        var answer = await AskAsync(draft);
        Assert.True(answer.Status == 200, $"{answer}");
    }

    /// <summary>Sends a token that is one change away from a good one, and it is refused at the one place it should be, without a word to the server.</summary>
    internal async Task RefusesAsync(Rejection expected, Action<TokenDraft> change, string key = "ec-256", string algorithm = "ES256")
    {
        await AdmitsAsync(null, key, algorithm);
        var requests = Requests;
        var draft = Draft(key, algorithm);
        change(draft);

        var answer = await AskAsync(draft);

        Assert.True(answer.Rejection == expected, $"expected {expected}: {answer}");
        Assert.Equal(requests, Requests);
    }
}
