using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Every way to say where the keys of a server are.</summary>
public sealed class KeySourceTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scopeauth-sources-");
    private TestAuthorizationServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServers.StartAsync();

    [Theory]
    [InlineData("PublicKeys:0", "public key")]
    [InlineData("PublicKeys:0", "certificate")]
    [InlineData("JwksFile", "key set")]
    public async Task A_file(string setting, string content)
    {
        var file = Write($"{_server.KeyId}.pem", content switch
        {
            "public key" => _server.PublicKeyPem,
            "certificate" => _server.CertificatePem,
            _ => await KeySetAsync(),
        });
        await using var api = await StartAsync((setting, file));

        Assert.Equal(200, await StatusAsync(api));
        Assert.Equal((0, 0), (_server.Requests.Metadata, _server.Requests.Keys - (content == "key set" ? 1 : 0)));
        Assert.Equal(401, await StatusAsync(api, new() { BreakSignature = true }));
    }

    [Fact]
    public async Task Several_files_for_a_rotation()
    {
        var (oldId, old) = (_server.KeyId, Write($"{_server.KeyId}.pem", _server.PublicKeyPem));
        var oldToken = Token();
        _server.RotateKeys(keepOld: true);
        Assert.NotEqual(oldId, _server.KeyId);
        var fresh = Write($"{_server.KeyId}.crt", _server.CertificatePem);

        await using var both = await StartAsync(("PublicKeys:0", old), ("PublicKeys:1", fresh));
        Assert.Equal((200, 200), (await StatusAsync(both), (await both.AskAsync("/whoami", oldToken)).Status));

        await using var onlyNew = await StartAsync(("PublicKeys:0", fresh));
        Assert.Equal((200, 401), (await StatusAsync(onlyNew), (await onlyNew.AskAsync("/whoami", oldToken)).Status));
    }

    [Fact]
    public async Task One_file_with_several_keys_whose_tokens_carry_no_key_ID()
    {
        var first = _server.PublicKeyPem;
        _server.RotateKeys(keepOld: false);
        await using var api = await StartAsync(("PublicKeys:0", Write("all.pem", $"{first}\n{_server.CertificatePem}")), ("AllowMissingKeyId", "true"));

        Assert.Equal(200, await StatusAsync(api, new() { RemovedHeader = ["kid"] }));
        Assert.Equal(401, await StatusAsync(api));              // in such a file each key's ID is its thumbprint
    }

    [Fact]
    public async Task A_file_that_is_replaced_while_the_API_runs()
    {
        var clock = new FakeClock(TimeProvider.System.GetUtcNow());
        var file = Write("keys.json", await KeySetAsync());
        await using var api = await StartAsync(clock, ("JwksFile", file));
        Assert.Equal(200, await StatusAsync(api));
        _server.RotateKeys(keepOld: false);
        _server.RotateKeys(keepOld: false);

        File.WriteAllText(file, await KeySetAsync());
        clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(200, await StatusAsync(api));
    }

    [Fact]
    public async Task The_address_of_a_key_set()
    {
        await using var api = await StartAsync(("JwksUri", _server.JwksUri.AbsoluteUri));

        Assert.Equal(200, await StatusAsync(api));
        Assert.Equal((0, 1), (_server.Requests.Metadata, _server.Requests.Keys));
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    public async Task The_address_of_a_metadata_document(string path)
    {
        await using var api = await StartAsync(("MetadataUri", new Uri(_server.BaseAddress, path).AbsoluteUri));

        Assert.Equal(200, await StatusAsync(api));
        Assert.Equal((1, 1), (_server.Requests.Metadata, _server.Requests.Keys));
    }

    /// <summary>The vendor, the one place where its metadata lies for the issuer <c>{host}/tenant</c>, and whether it is looked for there.</summary>
    public static TheoryData<Vendor, string, bool> Derived => new()
    {
        { Vendor.Generic, "/tenant/.well-known/openid-configuration", true },
        { Vendor.Generic, "/.well-known/oauth-authorization-server/tenant", true },
        { Vendor.Generic, "/tenant/.well-known/oauth-authorization-server", false },
        { Vendor.Generic, "/.well-known/openid-configuration", false },
        { Vendor.Okta, "/tenant/.well-known/openid-configuration", true },
        { Vendor.Okta, "/.well-known/oauth-authorization-server/tenant", true },
        { Vendor.PingFederate, "/.well-known/oauth-authorization-server/tenant", true },
        { Vendor.PingFederate, "/tenant/.well-known/openid-configuration", true },
        { Vendor.ZIdentity, "/tenant/.well-known/openid-configuration", true },
        { Vendor.Zitadel, "/tenant/.well-known/openid-configuration", true },
        { Vendor.Zitadel, "/.well-known/oauth-authorization-server/tenant", false },
        { Vendor.SafewhereIdentify, "/tenant/.well-known/openid-configuration", true },
    };

    [Theory]
    [MemberData(nameof(Derived))]
    public async Task Where_a_vendor_has_its_metadata(Vendor vendor, string path, bool found)
    {
        var asked = 0;
        await using var host = await StartDocumentAsync(path, () => asked++);
        var issuer = $"{host.Urls.Single()}/tenant";
        await using var api = await StartAsync(("Vendor", vendor.ToString()), ("Issuer", issuer), ("Audiences:0", "https://api.example"));
        var token = new TestToken { Claims = { ["iss"] = issuer, ["cid"] = "demo" } };

        // The answer tells good keys from none; what the token says else is another vendor's business.
        var answer = await api.AskAsync("/whoami", Token(token));

        Assert.Equal((found, found ? 1 : 0), (answer.Rejection != Rejection.KeysUnavailable, asked));
    }

    [Theory]
    [InlineData("other issuer")]
    [InlineData("issuer with a slash")]
    [InlineData("keys on another host")]
    public async Task Metadata_of_somebody_else_is_not_believed(string what)
    {
        if (what == "other issuer") _server.Faults.MetadataIssuer = "https://other.example";
        if (what == "issuer with a slash") _server.Faults.MetadataIssuer = _server.Issuer + "/";
        if (what == "keys on another host")
            _server.Faults.MetadataBody = JsonSerializer.Serialize(new { issuer = _server.Issuer, jwks_uri = _server.JwksUri.AbsoluteUri.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) });
        await using var api = await StartAsync();

        Assert.Equal(503, await StatusAsync(api));
        Assert.Equal(0, _server.Requests.Keys);
        Assert.Contains(api.Logs.Entries, entry => entry.Id.Id == 33 && entry.Level == LogLevel.Error);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<WebApplication> StartDocumentAsync(string path, Action asked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var host = builder.Build();
        host.Urls.Add("http://127.0.0.1:0");
        host.MapGet(path, (HttpRequest request) =>
        {
            asked();
            return Results.Json(new { issuer = $"http://{request.Host}/tenant", jwks_uri = _server.JwksUri });
        });
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private string Write(string name, string content)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, content);
        return file;
    }

    private async Task<string> KeySetAsync()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(_server.JwksUri, TestContext.Current.CancellationToken);
    }

    private Task<TestApi> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, settings);

    private Task<TestApi> StartAsync(TimeProvider? clock, params (string Key, string Value)[] settings) => TestApi.StartAsync(
        [.. _server.ConfigurationFor("server"), .. settings.Select(setting => TestServers.Setting("server", setting.Key, setting.Value))], clock: clock);

    private string Token(TestToken? token = null)
    {
        token ??= new();
        token.Scopes.Add($"{TestServers.Organization}::Auditor");
        return _server.IssueToken(token);
    }

    private async Task<int> StatusAsync(TestApi api, TestToken? token = null) => (await api.AskAsync("/whoami", Token(token))).Status;
}
