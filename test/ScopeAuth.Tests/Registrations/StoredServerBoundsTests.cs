using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Registrations;

/// <summary>Whoever may register a server at run time cannot read the host with it: no file, no variable, no address inside the network.</summary>
public sealed class StoredServerBoundsTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private readonly DataFolder _files = new();
    private TestAuthorizationServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TestServers.StartAsync();

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../secret")]
    [InlineData("acme/../../secret")]
    [InlineData(".")]
    public async Task A_file_outside_of_the_folder_is_a_fault_and_nothing_is_said_about_it(string file)
    {
        await using var api = await StartAsync(new KeyValuePair<string, string?>("Registrations:FilesPath", _files.Path));
        var options = Asked();
        options.IntrospectionClient.SecretFile = file;

        var result = await api.Servers.AddAsync("acme", options, RegisteredApi.Alice, Cancellation);

        Assert.Contains("SecretFile: a path below Registrations:FilesPath is expected", Assert.Single(result.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JwksFile")]
    [InlineData("PublicKeys")]
    [InlineData("IntrospectionClient:SecretFile")]
    [InlineData("IntrospectionClient:KeyFile")]
    [InlineData("IntrospectionClient:CertificateFile")]
    [InlineData("IntrospectionClient:PasswordFile")]
    public async Task Without_the_folder_no_file_can_be_named(string setting)
    {
        await using var api = await StartAsync();
        var options = Asked();
        switch (setting)
        {
            case "JwksFile": options.JwksFile = "a"; break;
            case "PublicKeys": options.PublicKeys = ["a"]; break;
            case "IntrospectionClient:SecretFile": options.IntrospectionClient.SecretFile = "a"; break;
            case "IntrospectionClient:KeyFile": options.IntrospectionClient.KeyFile = "a"; break;
            case "IntrospectionClient:CertificateFile": options.IntrospectionClient.CertificateFile = "a"; break;
            default: options.IntrospectionClient.PasswordFile = "a"; break;
        }

        Assert.Contains(api.Servers.FindFaults("acme", options), fault => fault.StartsWith($"ScopeAuth:AuthorizationServers:acme:{setting}: ", StringComparison.Ordinal)
            && fault.Contains("Registrations:FilesPath, which is not set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_below_the_folder_is_used_and_shown_as_it_was_named()
    {
        await File.WriteAllTextAsync(_files["acme.secret"], "demo-secret\n", Cancellation);
        await using var api = await StartAsync(new KeyValuePair<string, string?>("Registrations:FilesPath", _files.Path));
        var options = Asked();
        options.IntrospectionClient.SecretFile = "acme.secret";

        var result = await api.Servers.AddAsync("acme", options, RegisteredApi.Alice, Cancellation);

        Assert.Empty(result.Faults);
        Assert.Equal("acme.secret", result.Entry!.Options.IntrospectionClient.SecretFile);
        Assert.Equal(200, (await api.AskAsync(_server)).Status);
    }

    [Fact]
    public async Task A_variable_without_the_beginning_is_a_fault()
    {
        await using var api = await StartAsync();
        var options = Asked();
        options.IntrospectionClient.SecretVariable = "PATH";

        Assert.Contains("SecretVariable: a name that begins with SCOPEAUTH_SECRET_", Assert.Single(api.Servers.FindFaults("acme", options)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_inside_the_network_is_not_connected_to_unless_the_entry_says_so()
    {
        await using var api = await StartAsync();
        var options = TestServers.Registration(_server);
        options.AllowPrivateNetwork = null;
        var guarded = await api.Servers.AddAsync("acme", options, RegisteredApi.Alice, Cancellation);

        Assert.Equal(503, (await api.AskAsync(_server)).Status);
        Assert.Equal(0, _server.Requests.Metadata + _server.Requests.Keys);

        options.AllowPrivateNetwork = true;
        await api.Servers.ChangeAsync("acme", guarded.Entry!.Version, options, RegisteredApi.Alice, Cancellation);
        Assert.Equal(200, (await api.AskAsync(_server)).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
        _files.Dispose();
    }

    // One role is configured, no server is: with a store the application starts all the same.
    private Task<RegisteredApi> StartAsync(params KeyValuePair<string, string?>[] settings) => RegisteredApi.StartAsync(_folder.Path, settings);

    [Fact]
    public async Task A_check_of_settings_that_may_not_be_stored_fetches_nothing_and_one_of_good_settings_does()
    {
        await using var api = await StartAsync();
        var options = TestServers.Registration(_server);
        options.JwksFile = "/etc/passwd";

        Assert.All(await api.Servers.CheckAsync("acme", options, Cancellation), finding => Assert.Equal((CheckSeverity.Error, "Setting"), (finding.Severity, finding.Code)));

        options.JwksFile = null;
        options.AllowPrivateNetwork = null;
        Assert.Contains(await api.Servers.CheckAsync("acme", options, Cancellation), finding => finding.Severity == CheckSeverity.Error);
        options.AllowPrivateNetwork = true;
        Assert.DoesNotContain(await api.Servers.CheckAsync("acme", options, Cancellation), finding => finding.Severity == CheckSeverity.Error);
        Assert.Null(api.Servers.Find("acme"));
    }

    [Fact]
    public async Task A_stored_server_is_checked_by_its_name()
    {
        await using var api = await StartAsync();
        await api.Servers.AddAsync("acme", TestServers.Registration(_server), RegisteredApi.Alice, Cancellation);

        var findings = await api.Api.Services.GetRequiredService<AuthorizationServerCheck>().RunAsync("acme", Cancellation);

        Assert.NotEmpty(findings);
        Assert.DoesNotContain(findings, finding => finding.Severity == CheckSeverity.Error);
    }

    private AuthorizationServerOptions Asked()
    {
        var options = TestServers.Registration(_server);
        options.Validation = TokenValidation.LocalThenIntrospection;
        options.IntrospectionUri = _server.IntrospectionEndpoint!.AbsoluteUri;
        options.IntrospectionClient.Id = "demo";
        return options;
    }
}
