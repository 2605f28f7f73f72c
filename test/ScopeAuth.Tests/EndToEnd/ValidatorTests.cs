using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>The road of a token without HTTP, in programs that have no web host.</summary>
public sealed class ValidatorTests : IAsyncLifetime
{
    private TestAuthorizationServer _server = null!;
    private ServiceProvider _services = null!;

    private IAccessTokenValidator Validator => _services.GetRequiredService<IAccessTokenValidator>();

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddScopeRoleAuth(Configuration().GetSection("ScopeAuth"));
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    [Fact]
    public async Task A_good_token_is_accepted_with_its_facts()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var token = _server.IssueToken(new TestToken
        {
            Scopes = [$"{TestServers.Organization}::Auditor", $"{TestServers.Other}::Operator", $"{TestServers.Organization}::Auditor"],
            ClientId = "demo",
            Subject = "subject",
            TokenId = "id-1",
            IssuedAt = now,
            Lifetime = TimeSpan.FromMinutes(5),
        });

        var verdict = await Validator.ValidateAsync(token, TestContext.Current.CancellationToken);

        Assert.True(verdict.IsAccepted);
        Assert.Null(verdict.Rejection);
        Assert.Equal("acme", verdict.AuthorizationServer);
        Assert.Equal(("acme", "demo", "subject", "id-1"), (verdict.Token.AuthorizationServer, verdict.Token.ClientId, verdict.Token.Subject, verdict.Token.TokenId));
        Assert.Equal((now, now.AddMinutes(5)), (verdict.Token.IssuedAt!.Value, verdict.Token.ExpiresAt));
        Assert.Equal([RoleScope.Parse($"{TestServers.Organization}::Auditor")], verdict.Token.Roles);
        var principal = verdict.Token.CreatePrincipal(Organization.Parse(TestServers.Organization));
        Assert.Equal("oauth-Auditor$@1234567.zscaler.net", principal.Identity!.Name);
        Assert.True(principal.Identity.IsAuthenticated);
    }

    [Theory]
    [InlineData("", Rejection.Malformed, null)]
    [InlineData("Bearer a.b.c", Rejection.Malformed, null)]
    [InlineData("expired", Rejection.Expired, "acme")]
    [InlineData("forged", Rejection.BadSignature, "acme")]
    [InlineData("no role", Rejection.NoUsableRole, "acme")]
    [InlineData("stranger", Rejection.UnknownIssuer, null)]
    public async Task A_bad_token_is_a_verdict_and_no_exception(string what, Rejection rejection, string? server)
    {
        var token = what switch
        {
            "expired" => _server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], Lifetime = TimeSpan.FromHours(-1) }),
            "forged" => _server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], BreakSignature = true }),
            "no role" => _server.IssueToken(),
            "stranger" => _server.IssueToken(new TestToken { Claims = { ["iss"] = "https://stranger.example" } }),
            _ => what,
        };

        var verdict = await Validator.ValidateAsync(token, TestContext.Current.CancellationToken);

        Assert.False(verdict.IsAccepted);
        Assert.Equal((rejection, server, null), (verdict.Rejection.Value, verdict.AuthorizationServer, verdict.Token));
    }

    [Fact]
    public async Task No_token_at_all_is_a_mistake_of_the_caller() =>
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Validator.ValidateAsync(null!, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Many_first_tokens_share_one_fetch_and_afterwards_a_verdict_is_given_at_once()
    {
        var tokens = Enumerable.Range(0, 50).Select(_ => _server.IssueToken($"{TestServers.Organization}::Auditor")).ToList();

        var verdicts = await Task.WhenAll(tokens.Select(token => Task.Run(() => Validator.ValidateAsync(token, TestContext.Current.CancellationToken).AsTask())));

        Assert.All(verdicts, verdict => Assert.True(verdict.IsAccepted));
        Assert.Equal(1, _server.Requests.Keys);
        Assert.True(Validator.ValidateAsync(tokens[0], TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_the_fetch_for_the_others()
    {
        using var impatient = new CancellationTokenSource();
        var token = _server.IssueToken($"{TestServers.Organization}::Auditor");
        using var held = _server.Faults.Hold();

        var first = Validator.ValidateAsync(token, impatient.Token).AsTask();
        await _server.Requests.WaitForAsync(TestEndpoint.Metadata, 1, TestContext.Current.CancellationToken);
        var second = Validator.ValidateAsync(token, TestContext.Current.CancellationToken).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        held.Dispose();

        Assert.True((await second).IsAccepted);
        Assert.Equal((1, 1), (_server.Requests.Metadata, _server.Requests.Keys));
    }

    [Fact]
    public async Task A_host_without_a_web_server_starts_and_validates()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddScopeRoleAuth(Configuration().GetSection("ScopeAuth"));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        var verdict = await host.Services.GetRequiredService<IAccessTokenValidator>().ValidateAsync(
            _server.IssueToken($"{TestServers.Organization}::Auditor"), TestContext.Current.CancellationToken);

        Assert.True(verdict.IsAccepted);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }

    private IConfigurationRoot Configuration() => new ConfigurationBuilder().AddInMemoryCollection(
        _server.ConfigurationFor("acme").Append(new("ApiRoles:Auditor:Access:Firewall", "View")).Append(new("ApiRoles:Operator:Organizations", "*"))
            .Select(setting => KeyValuePair.Create($"ScopeAuth:{setting.Key}", setting.Value))).Build();
}
