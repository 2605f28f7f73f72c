using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Keys;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Whatever a server does instead of giving its keys: known keys go on, unknown ones are an outage, nobody else is concerned, and it is asked no more than it should be.</summary>
public sealed class FaultyServerTests : IAsyncLifetime
{
    private static readonly TimeSpan PastTheCooldown = TimeSpan.FromSeconds(31);

    private readonly FakeClock _clock = new();
    private readonly FaultServer _published = new();
    private TestAuthorizationServer _faulty = null!;
    private TestAuthorizationServer _other = null!;

    public static TheoryData<string> Faults => [.. ServerFaults.All.Keys];

    public async ValueTask InitializeAsync()
    {
        _faulty = await TestServers.StartAsync(clock: _clock);
        _other = await TestServers.StartAsync(clock: _clock);
        _published.AnswerWith(await KeysAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _published.DisposeAsync();
        await _faulty.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Known_keys_go_on_and_unknown_ones_are_an_outage_of_one_server(string fault)
    {
        await using var api = await StartAsync(TestServers.Setting("faulty", "JwksUri", _published.Jwks.OriginalString));
        var (begin, requests) = ServerFaults.All[fault];
        begin(_published);

        await AssertOutageAsync(api, requests);
    }

    [Fact]
    public async Task Metadata_of_another_issuer_is_an_outage_of_one_server()
    {
        var keys = await KeysAsync();
        var issuer = _faulty.Issuer;
        _published.Answer = (path, stream, token) => stream.WriteAsync(
            FaultServer.Response(path is "/jwks" ? keys : Jwks.Metadata(issuer, _published.Jwks.OriginalString)), token).AsTask();
        await using var api = await StartAsync(TestServers.Setting("faulty", "MetadataUri", $"{_published.Origin}/metadata"));
        issuer = "https://other.example";

        await AssertOutageAsync(api, requests: 1);
    }

    [Fact]
    public async Task A_certificate_that_is_no_longer_believed_is_an_outage_of_one_server()
    {
        using var authority = new TestAuthority();
        await using var tls = await TlsServer.StartAsync(authority.Issue("localhost"), await KeysAsync());
        var isBelieved = true;
        await using var api = await StartAsync(
            TestServers.Setting("faulty", "JwksUri", $"https://localhost:{tls.Port}/jwks"),
            services => services.AddHttpClient("ScopeAuth:faulty").ConfigurePrimaryHttpMessageHandler((handler, _) =>
                ((SocketsHttpHandler)handler).SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => isBelieved));
        isBelieved = false;

        await AssertOutageAsync(api, requests: 0);
        Assert.Single(tls.Clients);
    }

    [Fact]
    public async Task A_server_that_answers_and_fails_by_turns_is_believed_each_time()
    {
        var keys = await KeysAsync();
        await using var api = await StartAsync(TestServers.Setting("faulty", "JwksUri", _published.Jwks.OriginalString));

        foreach (var fails in (bool[])[true, false, true, false])
        {
            if (fails) _published.AnswerWithStatus(404);
            else _published.AnswerWith(keys);
            _clock.Advance(PastTheCooldown);

            Assert.Equal(200, (await api.AskAsync("/whoami", Token(_faulty))).Status);
            Assert.Equal(fails ? Rejection.KeysUnavailable : Rejection.UnknownKey, (await api.AskAsync("/whoami", UnknownKey())).Rejection);
        }
    }

    [Fact]
    public async Task A_key_that_changes_its_type_under_one_id_is_used_as_what_it_is_now()
    {
        await using var api = await StartAsync(TestServers.Setting("faulty", "JwksUri", _published.Jwks.OriginalString));
        var old = Token(_faulty);
        var keyId = ReadKeyId(old);
        _published.AnswerWith(Jwks.Set(Jwks.Rsa(keyId)));
        _clock.Advance(PastTheCooldown);
        await RingOf(api).RefreshAsync();

        // An ES256 token finds no EC key under its ID any more: it is not tried with the RSA key.
        var answer = await api.AskAsync("/whoami", old);
        Assert.Equal((401, Rejection.UnknownKey), (answer.Status, answer.Rejection));
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_other))).Status);
    }

    private async Task AssertOutageAsync(TestApi api, int requests)
    {
        var ring = RingOf(api);
        var (asked, attempts) = (_published.Requests.Count, ring.State.Attempts);
        _clock.Advance(PastTheCooldown);
        var began = _clock.GetTimestamp();

        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_faulty))).Status);
        for (var request = 0; request < 20; request++)
        {
            var answer = await _clock.UntilAsync(api.AskAsync("/whoami", UnknownKey($"unknown-{request}")));
            Assert.Equal((503, Rejection.KeysUnavailable, "30"), (answer.Status, answer.Rejection, answer.RetryAfter));
            Assert.Equal(200, (await api.AskAsync("/whoami", Token(_faulty))).Status);
            Assert.Equal(200, (await api.AskAsync("/whoami", Token(_other))).Status);
        }

        // One attempt for all the tokens of a cool-down; the schedule makes its own, the first 4.5 s after a failure. The one under way counts, too.
        var elapsed = _clock.GetElapsedTime(began).TotalSeconds;
        attempts = ring.State.Attempts - attempts + 1;
        Assert.InRange(attempts, 1, 3 + (int)(elapsed / 30) + (int)(elapsed / 4.5));
        // No lower bound: the clock of this test runs on while a busy machine has not yet carried a request to its socket.
        Assert.InRange(_published.Requests.Count - asked, 0, requests * attempts);
        Assert.Equal((1, 1), (_other.Requests.Metadata, _other.Requests.Keys));
    }

    private async Task<TestApi> StartAsync(KeyValuePair<string, string?> keySource, Action<IServiceCollection>? configure = null)
    {
        var api = await TestApi.StartAsync(
            [.. _faulty.ConfigurationFor("faulty"), keySource, .. _other.ConfigurationFor("other")], configure: builder => configure?.Invoke(builder.Services), clock: _clock);
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_faulty))).Status);
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_other))).Status);
        return api;
    }

    private static KeyRing RingOf(TestApi api) => api.Services.GetRequiredService<KeyRings>().All.Single(ring => ring.ServerName == "faulty");

    private static string ReadKeyId(string token) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(token.AsSpan(0, token.IndexOf('.', StringComparison.Ordinal)))).RootElement.GetProperty("kid").GetString()!;

    private async Task<string> KeysAsync()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(_faulty.JwksUri, TestContext.Current.CancellationToken);
    }

    private static string Token(TestAuthorizationServer server) => server.IssueToken($"{TestServers.Organization}::Auditor");

    private string UnknownKey(string keyId = "unknown") =>
        _faulty.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], Header = { ["kid"] = keyId } });
}
