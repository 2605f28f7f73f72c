using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

public sealed class ReloadTests : IAsyncLifetime
{
    private readonly ChangingSettings _settings = new();
    private TestAuthorizationServer _first = null!;
    private TestAuthorizationServer _second = null!;
    private TestApi _api = null!;
    private bool _isBroken;

    public async ValueTask InitializeAsync()
    {
        _first = await TestServers.StartAsync();
        _second = await TestServers.StartAsync(Vendor.Okta);
        _settings.Replace(First);
        _api = await TestApi.StartAsync([], configure: builder =>
        {
            ((IConfigurationBuilder)builder.Configuration).Add(_settings);
            builder.Services.Configure<ScopeAuthOptions>(_ =>
            {
                if (_isBroken) throw new InvalidOperationException("The application's own code failed.");
            });
        });
        Assert.Equal(200, await StatusAsync(_first));
    }

    private KeyValuePair<string, string?>[] First => [.. _first.ConfigurationFor("first")];

    private KeyValuePair<string, string?>[] Second => [.. _second.ConfigurationFor("second")];

    [Fact]
    public async Task A_new_server_is_accepted_on_the_next_request_and_the_old_one_keeps_its_keys()
    {
        Assert.Equal(401, await StatusAsync(_second));

        _settings.Replace(First, Second);

        Assert.Equal(200, await StatusAsync(_second));
        Assert.Equal(200, await StatusAsync(_first));
        Assert.Equal(1, _first.Requests.Keys);
        Assert.Contains(_api.Logs.Entries, entry => entry.Id.Id == 22 && entry.Text.Contains("with 2 authorization servers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_removed_server_is_refused_at_once()
    {
        _settings.Replace(Second);

        Assert.Equal(Rejection.UnknownIssuer, await RejectionAsync(_first));
        Assert.Equal(200, await StatusAsync(_second));
    }

    [Fact]
    public async Task A_disabled_server_is_refused_at_once_and_accepted_again_when_it_is_enabled()
    {
        _settings.Replace(First, Second, [TestServers.Setting("first", "Enabled", "false")]);
        Assert.Equal(Rejection.UnknownIssuer, await RejectionAsync(_first));

        _settings.Replace(First, Second, [TestServers.Setting("first", "Enabled", "true")]);
        Assert.Equal(200, await StatusAsync(_first));
    }

    [Theory]
    [InlineData("AuthorizationServers:first:Audiences:0", "https://other.example", Rejection.WrongAudience)]
    [InlineData("AuthorizationServers:first:ClientIds:0", "other", Rejection.WrongClient)]
    [InlineData("AuthorizationServers:first:Algorithms:0", "RS256", Rejection.AlgorithmNotAllowed)]
    [InlineData("AuthorizationServers:first:MaxTokenLifetime", "00:10:00", Rejection.LifetimeTooLong)]
    [InlineData("AuthorizationServers:first:TokenTypes:0", "at+jwt", Rejection.TokenTypeNotAllowed)]
    [InlineData("AuthorizationServers:first:Issuer", "https://other.example", Rejection.UnknownIssuer)]
    [InlineData("AuthorizationServers:first:Organizations:0", TestServers.Other, Rejection.NoUsableRole)]
    [InlineData("ApiRoles:Auditor:Organizations:0", TestServers.Other, Rejection.NoUsableRole)]
    [InlineData("MaxTokenLength", "1024", null)]
    public async Task A_stricter_setting_holds_from_the_next_request_on(string setting, string value, Rejection? expected)
    {
        _settings.Replace(First.Where(known => known.Key != setting), [new(setting, value)]);

        Assert.Equal(expected, await RejectionAsync(_first));
    }

    [Theory]
    [InlineData("AuthorizationServers:first:Audiences:0", "", "ScopeAuth:AuthorizationServers:first:Audiences:")]
    [InlineData("AuthorizationServers:third:Issuer", "https://third.example", "ScopeAuth:AuthorizationServers:third:Organizations:")]
    [InlineData("AuthorizationServers:first:Isuer", "https://third.example", "ScopeAuth:AuthorizationServers:first:Isuer: unknown setting")]
    [InlineData("AuthorizationServers:first:JwksFile", "/does/not/exist", "ScopeAuth:AuthorizationServers:first:JwksFile: '/does/not/exist' cannot be read")]
    [InlineData("ApiRoles:Operator:Organizations", "", "ScopeAuth:ApiRoles:Operator:Organizations:")]
    [InlineData("Realm", "\"", "ScopeAuth:Realm:")]
    public async Task A_faulty_change_keeps_the_old_set_is_logged_and_shows_in_health(string setting, string value, string fault)
    {
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);

        _settings.Replace(First, Second, [new(setting, value)]);

        Assert.Equal(200, await StatusAsync(_first));
        Assert.Equal(401, await StatusAsync(_second));              // nothing of the change is applied
        Assert.Contains(_api.Logs.Entries, entry => entry is { Level: LogLevel.Error, Id.Id: 23 } && entry.Text.Contains(fault, StringComparison.Ordinal));
        var (status, description) = await HealthAsync();
        Assert.Equal(HealthStatus.Degraded, status);
        Assert.Contains($"configuration not applied: {fault}", description, StringComparison.Ordinal);

        _settings.Replace(First, Second);
        Assert.Equal(200, await StatusAsync(_second));
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
    }

    [Fact]
    public async Task A_change_that_takes_a_role_away_from_an_endpoint_is_a_fault()
    {
        await using var api = await TestApi.StartPlainAsync([], builder =>
        {
            builder.Configuration.Sources.Clear();
            ((IConfigurationBuilder)builder.Configuration).Add(_settings);
            _settings.Replace(First, Roles("Auditor", "Operator", "FirewallAdmin"));
            builder.Services.AddScopeRoleAuth();
        });

        _settings.Replace(First, Roles("Auditor", "FirewallAdmin"));

        Assert.Contains(api.Logs.Entries, entry => entry.Id.Id == 23 && entry.Text.Contains("HTTP: POST /activate asks for the API role 'Operator'", StringComparison.Ordinal));
        Assert.Equal(204, (await api.AskAsync("/activate", _first.IssueToken($"{TestServers.Organization}::Operator"), HttpMethod.Post)).Status);
    }

    [Fact]
    public async Task A_fault_in_the_applications_own_code_keeps_the_old_set_too()
    {
        _isBroken = true;
        _settings.Replace(First, Second);

        Assert.Equal(200, await StatusAsync(_first));
        Assert.Equal(401, await StatusAsync(_second));
        Assert.Contains("InvalidOperationException: The application's own code failed.", (await HealthAsync()).Description, StringComparison.Ordinal);

        _isBroken = false;
        _settings.Replace(First, Second);
        Assert.Equal(200, await StatusAsync(_second));
    }

    [Fact]
    public async Task A_file_that_changes_is_followed()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("scopeauth-reload-").FullName, "settings.json");
        await WriteAsync(file, "first", _first);
        IConfigurationRoot? configuration = null;
        await using var api = await TestApi.StartAsync([], configure: builder =>
        {
            builder.Configuration.AddJsonFile(file);
            configuration = builder.Configuration;
        });
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_first))).Status);

        await WriteAsync(file, "second", _second);
        configuration!.Reload();

        Assert.Equal(401, (await api.AskAsync("/whoami", Token(_first))).Status);
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(_second))).Status);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    private static Task WriteAsync(string file, string name, TestAuthorizationServer server) => File.WriteAllTextAsync(
        file,
        $$$"""
        { "ScopeAuth": { "AuthorizationServers": { "{{{name}}}": {
            "Vendor": "{{{server.Vendor}}}", "Issuer": "{{{server.Issuer}}}", "Audiences": [ "https://api.example" ], "ClientIds": [ "*" ],
            "Organizations": [ "{{{TestServers.Organization}}}" ], "AllowHttp": true } } } }
        """,
        TestContext.Current.CancellationToken);

    private static IEnumerable<KeyValuePair<string, string?>> Roles(params string[] names) =>
        names.SelectMany(name => (KeyValuePair<string, string?>[])[new($"ApiRoles:{name}:Access:Firewall", "Full"), new($"ApiRoles:{name}:Access:UrlFiltering", "View")]);

    private static string Token(TestAuthorizationServer server) => server.IssueToken($"{TestServers.Organization}::Auditor");

    private async Task<int> StatusAsync(TestAuthorizationServer server) => (await _api.AskAsync("/whoami", Token(server))).Status;

    private async Task<Rejection?> RejectionAsync(TestAuthorizationServer server) => (await _api.AskAsync("/whoami", Token(server))).Rejection;

    private async Task<(HealthStatus Status, string? Description)> HealthAsync()
    {
        var report = await _api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        return (report.Status, report.Entries["scopeauth"].Description);
    }
}
