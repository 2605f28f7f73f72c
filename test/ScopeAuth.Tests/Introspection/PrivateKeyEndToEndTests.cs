using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Audit;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Introspection;

/// <summary>A server as ZITADEL's: opaque tokens, and a client that proves itself by a key of its own.</summary>
public sealed class PrivateKeyEndToEndTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new(TimeProvider.System.GetUtcNow());
    private readonly TemporaryFolder _folder = new();
    private TestAuthorizationServer? _server;
    private TestApi? _api;

    private TestAuthorizationServer Server => _server!;

    private TestApi Api => _api!;

    private string KeyFile => Path.Combine(_folder.Path, "api.pem");

    public async ValueTask InitializeAsync()
    {
        var publicKey = WriteKey();
        _server = await TestServers.StartAsync(Vendor.Zitadel, _clock, options =>
        {
            options.OpaqueTokens = true;
            options.Clients.Add(new() { Id = "api@acme", PublicKeys = [publicKey] });
        });
        var settings = new Dictionary<string, string?>(_server.ConfigurationFor("server"));
        settings.Remove("AuthorizationServers:server:IntrospectionClient:Secret");
        settings["AuthorizationServers:server:IntrospectionClient:Id"] = "api@acme";
        settings["AuthorizationServers:server:IntrospectionClient:KeyFile"] = KeyFile;
        _api = await TestApi.StartAsync(
            settings, map: app => app.MapGet("/fresh", () => "fresh").RequireApiRole("Auditor").RequireFreshIntrospection(), clock: _clock);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null) await _api.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_token_revoked_there_is_refused_here_after_the_cache_time_and_at_once_where_a_fresh_answer_is_demanded()
    {
        var (one, other) = (NewToken(), NewToken());
        Assert.DoesNotContain('.', one);
        Assert.Equal(200, (await Api.AskAsync("/whoami", one)).Status);
        Assert.Equal(200, (await Api.AskAsync("/fresh", other)).Status);
        foreach (var issued in Server.IssuedTokens) issued.Revoke();

        Assert.Equal(Rejection.Inactive, (await Api.AskAsync("/fresh", other)).Rejection);
        Assert.Equal(200, (await Api.AskAsync("/whoami", one)).Status);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(Rejection.Inactive, (await Api.AskAsync("/whoami", one)).Rejection);
    }

    [Fact]
    public async Task A_thousand_requests_at_once_with_one_new_token_ask_once()
    {
        var token = NewToken();
        using var held = Server.Faults.Hold();
        var requests = Enumerable.Range(0, 1000).Select(_ => Api.AskAsync("/whoami", token)).ToList();
        await Server.Requests.WaitForAsync(TestEndpoint.Metadata, 1, TestContext.Current.CancellationToken);
        held.Dispose();

        Assert.All(await Task.WhenAll(requests), answer => Assert.Equal(200, answer.Status));
        Assert.Equal(1, Server.Requests.Introspection);
    }

    [Fact]
    public async Task A_revocation_here_refuses_at_once_and_forgets_what_the_server_said()
    {
        var list = Api.Services.GetRequiredService<IRevocationList>();
        // Two questions: after them it is known that this server wants an assertion for each.
        Assert.Equal(200, (await Api.AskAsync("/whoami", NewToken())).Status);
        var token = NewToken();
        Assert.Equal(200, (await Api.AskAsync("/whoami", token)).Status);
        var facts = (await Api.Validator.ValidateAsync(token, TestContext.Current.CancellationToken)).Token!;

        var revoked = await list.RevokeAsync(
            new NewRevocation { Target = RevocationTarget.Client("server", facts.ClientId!), Reason = RevocationReason.SecurityEvent, RevokedBy = "test" },
            TestContext.Current.CancellationToken);
        Assert.Equal(Rejection.Revoked, (await Api.AskAsync("/whoami", token)).Rejection);

        await list.LiftAsync(revoked.Id, "test", TestContext.Current.CancellationToken);
        var asked = Server.Requests.Introspection;
        Server.IssuedTokens[^1].Revoke();
        Assert.Equal(Rejection.Inactive, (await Api.AskAsync("/whoami", token)).Rejection);
        Assert.Equal(asked + 1, Server.Requests.Introspection);
    }

    [Fact]
    public async Task A_key_file_that_changes_is_followed()
    {
        Assert.Equal(200, (await Api.AskAsync("/whoami", NewToken())).Status);

        var publicKey = WriteKey();
        Server.Clients.Delete("api@acme");
        Server.Clients.Add(new() { Id = "api@acme", PublicKeys = [publicKey] });

        Assert.Equal(200, (await Api.AskAsync("/whoami", NewToken())).Status);
    }

    private string NewToken() => Server.IssueToken($"{TestServers.Organization}::Auditor");

    /// <returns>The public key, as it is uploaded.</returns>
    private string WriteKey()
    {
        using var rsa = RSA.Create(2048);
        File.WriteAllText(KeyFile, rsa.ExportPkcs8PrivateKeyPem());
        return rsa.ExportSubjectPublicKeyInfoPem();
    }
}
