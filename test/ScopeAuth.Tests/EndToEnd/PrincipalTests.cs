using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Rule 11, and what a request can read about its caller.</summary>
public sealed class PrincipalTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestAuthorizationServer _server = null!;
    private TestApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync();
        _api = await TestApi.StartAsync(_server.ConfigurationFor("server"), map: app =>
        {
            app.MapGet("/change", ChangeAsync).RequireAuthorization();
            app.MapGet("/claims", (ClaimsPrincipal user) => user.Claims.Select(claim => $"{claim.Type}={claim.Value} ({claim.ValueType[(claim.ValueType.LastIndexOf('#') + 1)..]})"))
                .RequireAuthorization();
            app.MapGet("/roles", (ClaimsPrincipal user) => new[] { user.IsInRole("Auditor"), user.IsInRole("Operator"), user.IsInRole("FirewallAdmin"), user.IsInRole("auditor") })
                .RequireAuthorization();
        });
    }

    [Fact]
    public async Task What_one_request_does_to_its_principal_no_concurrent_and_no_later_one_sees()
    {
        var token = Token("Auditor", "Operator");
        var before = (await _api.AskAsync("/claims", token)).Body;

        var changing = _api.AskAsync("/change", token);
        await _changed.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(before, (await _api.AskAsync("/claims", token)).Body);
        Assert.Equal(403, (await _api.AskAsync("/firewall", token, HttpMethod.Post)).Status);

        _released.SetResult();
        Assert.Equal(200, (await changing).Status);
        Assert.Equal(before, (await _api.AskAsync("/claims", token)).Body);
        Assert.Equal(403, (await _api.AskAsync("/firewall", token, HttpMethod.Post)).Status);
        Assert.Equal("oauth-Auditor$@1234567.zscaler.net", (await _api.AskAsync("/whoami", token)).Json.GetProperty("adminId").GetString());
    }

    [Fact]
    public async Task A_policy_reads_the_token_and_no_claim_that_somebody_adds()
    {
        await using var api = await TestApi.StartAsync(_server.ConfigurationFor("server"), map: app =>
        {
            app.UseAuthentication();
            app.Use((context, next) =>
            {
                ((ClaimsIdentity?)context.User.Identity)?.AddClaim(new(ScopeAuthClaimTypes.Role, "FirewallAdmin"));
                context.User.AddIdentity(new([new(ScopeAuthClaimTypes.Role, "FirewallAdmin"), new(ScopeAuthClaimTypes.AdminId, "forged")], "Forged"));
                return next(context);
            });
            app.UseAuthorization();
        });

        Assert.Equal(403, (await api.AskAsync("/firewall", Token("Operator"))).Status);
    }

    [Fact]
    public async Task Two_principals_of_one_verdict_share_nothing()
    {
        var verdict = await _api.Validator.ValidateAsync(Token("Auditor"), TestContext.Current.CancellationToken);
        var organization = Organization.Parse(TestServers.Organization);
        Assert.True(verdict.IsAccepted);
        var (one, other) = (verdict.Token.CreatePrincipal(organization), verdict.Token.CreatePrincipal(organization));

        one.AddIdentity(new([new(ClaimTypes.Role, "x")], "x"));
        foreach (var claim in one.Identities.First().Claims.ToList()) one.Identities.First().RemoveClaim(claim);

        Assert.Equal("oauth-Auditor$@1234567.zscaler.net", other.Identity!.Name);
        Assert.True(other.IsInRole("Auditor"));
        Assert.Equal(other.Claims.Count(), verdict.Token.CreatePrincipal(organization).Claims.Count());
        Assert.Throws<ArgumentException>(() => verdict.Token.CreatePrincipal(Organization.Parse(TestServers.Other)));
    }

    [Fact]
    public async Task Claims_keep_their_names_and_arrays_are_a_claim_for_each_element()
    {
        var token = _server.IssueToken(new TestToken
        {
            Scopes = [$"{TestServers.Organization}::Auditor"],
            TokenId = "id-1",
            Subject = "subject",
            Claims =
            {
                ["groups"] = new JsonArray("a", "b", 3, true, null, new JsonObject { ["deep"] = new JsonArray(1) }),
                ["flag"] = false,
                ["ratio"] = 1.5,
                ["object"] = new JsonObject { ["name"] = 1 },
                ["empty"] = new JsonArray(),
                ["nothing"] = null,
                ["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"] = "mapped by others",
            },
        });

        var claims = (await _api.AskAsync("/claims", token)).Json.EnumerateArray().Select(claim => claim.GetString()!).ToList();

        string[] expected =
        [
            $"iss={_server.Issuer} (string)", "sub=subject (string)", "jti=id-1 (string)", $"scope={TestServers.Organization}::Auditor (string)",
            "groups=a (string)", "groups=b (string)", "groups=3 (integer64)", "groups=true (boolean)", "groups= (JSON_NULL)", "groups={\"deep\":[1]} (JSON)",
            "flag=false (boolean)", "ratio=1.5 (double)", "object={\"name\":1} (JSON)", "nothing= (JSON_NULL)",
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name=mapped by others (string)",
            "scopeauth:admin_id=oauth-Auditor$@1234567.zscaler.net (string)", "scopeauth:role=Auditor (string)", "scopeauth:client_id=demo (string)",
            $"scopeauth:organization={TestServers.Organization} (string)", "scopeauth:authorization_server=server (string)", "scopeauth:token_id=id-1 (string)",
        ];
        Assert.Equal("", string.Join(" | ", expected.Except(claims)));
        Assert.DoesNotContain(claims, claim => claim.StartsWith("empty", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("scopeauth:role")]
    [InlineData("scopeauth:admin_id")]
    [InlineData("scopeauth:organization")]
    [InlineData("ScopeAuth:Role")]                          // claims are found ignoring case
    [InlineData("SCOPEAUTH:ANYTHING")]
    public async Task A_token_cannot_forge_a_claim_of_ours(string name)
    {
        var token = _server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Operator"], Claims = { [name] = new JsonArray("FirewallAdmin", "forged") } });

        var answer = await _api.AskAsync("/claims", token);

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("forged", answer.Body, StringComparison.Ordinal);
        Assert.Equal("[false,true,false,false]", (await _api.AskAsync("/roles", token)).Body);
    }

    [Fact]
    public async Task Every_role_of_the_organisation_is_one_that_the_caller_is_in() =>
        Assert.Equal("[true,true,false,false]", (await _api.AskAsync("/roles", Token("Auditor", "Operator", "Auditor", "Nobody"))).Body);

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _server.DisposeAsync();
    }

    private string Token(params string[] roles) => _server.IssueToken(new TestToken { Scopes = [.. roles.Select(role => $"{TestServers.Organization}::{role}")] });

    private async Task ChangeAsync(HttpContext context)
    {
        var identity = (ClaimsIdentity)context.User.Identity!;
        foreach (var claim in identity.Claims.ToList()) identity.RemoveClaim(claim);
        identity.AddClaim(new(ScopeAuthClaimTypes.Role, "FirewallAdmin"));
        identity.AddClaim(new(ScopeAuthClaimTypes.AdminId, "forged"));
        identity.Label = "changed";
        identity.BootstrapContext = "changed";
        context.User.AddIdentity(new([new("extra", "extra")]));
        _changed.SetResult();
        await _released.Task.WaitAsync(context.RequestAborted);
    }
}
