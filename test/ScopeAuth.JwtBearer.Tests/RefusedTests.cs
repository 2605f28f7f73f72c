using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.JwtBearer.Tests;

public sealed class RefusedTests
{
    private const string Auditor = $"{TestServers.Organization}::Auditor";

    [Fact]
    public async Task Without_a_token_the_challenge_has_no_error()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server);

        var answer = await api.AskAsync("/whoami");

        Assert.Equal((401, "Bearer realm=\"api\"", Rejection.NoCredentials), (answer.Status, answer.Challenge, answer.Rejection));
        Assert.Equal(Rejection.NoCredentials, api.LastRecord.Rejection);
    }

    [Fact]
    public async Task Two_headers_are_a_bad_request()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server);
        var token = server.IssueToken(Auditor);

        var answer = await api.AskAsync("/whoami", change: request => request.Headers.TryAddWithoutValidation("Authorization", [$"Bearer {token}", $"Bearer {token}"]));

        Assert.Equal((400, Rejection.InvalidRequest), (answer.Status, answer.Rejection));
    }

    [Fact]
    public async Task A_wrong_signature_is_refused_by_the_handler_and_answered_by_ScopeAuth()
    {
        await using var server = await TestServers.StartAsync();
        var failures = 0;
        await using var api = await JwtBearerApi.StartAsync(server, options => options.Events = new()
        {
            OnAuthenticationFailed = _ =>
            {
                Interlocked.Increment(ref failures);
                return Task.CompletedTask;
            },
        });

        var answer = await api.AskAsync("/whoami", server.IssueToken(new TestToken { Scopes = [Auditor], BreakSignature = true }));

        Assert.Equal((401, Rejection.BadSignature), (answer.Status, answer.Rejection));
        Assert.Equal("Bearer realm=\"api\", error=\"invalid_token\", error_description=\"The access token is invalid\"", answer.Challenge);
        Assert.Equal(1, failures);
        Assert.Equal((AuditResult.Failure, Rejection.BadSignature, "server0"), (api.LastRecord.Result, api.LastRecord.Rejection, api.LastRecord.AuthorizationServer));
    }

    [Theory]
    [InlineData("zscalertwo.net::7654321::Auditor")]    // another organisation's, which this server may not speak for
    [InlineData("zscaler.net::1234567::Nobody")]        // a role that nobody configured
    [InlineData("openid")]                              // no role scope at all
    public async Task A_token_without_a_usable_role_opens_nothing(string scope)
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server);
        var token = server.IssueToken(scope);

        foreach (var path in new[] { "/whoami", "/firewall", "/by-role/Auditor" })
        {
            var answer = await api.AskAsync(path, token);
            Assert.Equal((403, Rejection.NoUsableRole), (answer.Status, answer.Rejection));
            Assert.Contains("error=\"insufficient_scope\"", answer.Challenge, StringComparison.Ordinal);
        }
        Assert.Equal((Rejection.NoUsableRole, "demo"), (api.LastRecord.Rejection, api.LastRecord.ClientId));
    }

    [Fact]
    public async Task A_role_that_does_not_reach_the_endpoint_is_forbidden()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server);
        var token = server.IssueToken(Auditor);

        Assert.Equal(200, (await api.AskAsync("/firewall", token)).Status);
        foreach (var path in new[] { "/firewall", "/activate" })
        {
            var answer = await api.AskAsync(path, token, HttpMethod.Post);
            Assert.Equal((403, Rejection.InsufficientRole), (answer.Status, answer.Rejection));
        }
        Assert.Equal((Rejection.InsufficientRole, "oauth-Auditor$@1234567.zscaler.net", 403), (api.LastRecord.Rejection, api.LastRecord.AdminId, api.LastRecord.StatusCode));
    }

    [Fact]
    public async Task An_endpoint_that_forbids_by_itself_is_answered_the_same_way()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server);

        var answer = await api.AskAsync("/forbidden", server.IssueToken(Auditor));

        Assert.Equal((403, Rejection.PolicyNotMet), (answer.Status, answer.Rejection));
    }

    [Fact]
    public async Task A_key_of_one_server_signs_for_no_other_though_the_handler_trusts_both()
    {
        await using var acme = await TestServers.StartAsync();
        await using var beta = await TestServers.StartAsync();
        // As many a handler is set up: the issuers and the keys of all servers in one heap.
        await using var api = await JwtBearerApi.StartAsync([acme, beta], authentication => authentication.AddJwtBearer(options =>
        {
            options.TokenValidationParameters.ValidAudience = "https://api.example";
            options.TokenValidationParameters.ValidIssuers = [acme.Issuer, beta.Issuer];
            options.TokenValidationParameters.IssuerSigningKeys = Keys.Of(acme, beta);
        }).AddScopeRoles());

        Assert.Equal(200, (await api.AskAsync("/whoami", acme.IssueToken(Auditor))).Status);
        var forged = await api.AskAsync("/whoami", acme.IssueToken(new TestToken { Scopes = [Auditor], SignWith = beta }));
        Assert.Equal((401, Rejection.UnknownKey), (forged.Status, forged.Rejection));
    }

    [Fact]
    public async Task A_token_that_the_handler_alone_refuses_is_refused_and_says_so()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server, options => options.Audience = "https://another.example");

        var answer = await api.AskAsync("/whoami", server.IssueToken(Auditor));

        Assert.Equal((401, Rejection.RefusedByHandler), (answer.Status, answer.Rejection));
        Assert.Equal("Bearer realm=\"api\", error=\"invalid_token\", error_description=\"The access token is invalid\"", answer.Challenge);
        Assert.Equal(Rejection.RefusedByHandler, api.LastRecord.Rejection);
    }

    [Fact]
    public async Task A_handler_that_cannot_get_its_keys_is_an_outage_and_not_a_bad_token()
    {
        await using var server = await TestServers.StartAsync();
        await using var dark = await TestServers.StartAsync();
        dark.Faults.Outage = true;
        await using var api = await JwtBearerApi.StartAsync([server], authentication => authentication.AddJwtBearer(JwtBearerApi.Trusting(dark)).AddScopeRoles());

        var answer = await api.AskAsync("/whoami", server.IssueToken(Auditor));
        Assert.Equal((503, Rejection.KeysUnavailable, "30"), (answer.Status, answer.Rejection, answer.RetryAfter));

        // What a local check can refuse is refused all the same.
        var expired = await api.AskAsync("/whoami", server.IssueToken(new TestToken { Scopes = [Auditor], Lifetime = TimeSpan.FromHours(-1) }));
        Assert.Equal(401, expired.Status);
    }

    [Fact]
    public async Task A_handler_that_has_no_key_to_try_is_an_outage_too()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(
            [server],
            authentication => authentication.AddJwtBearer(_ => { }).AddScopeRoles().AddAuthorizationServer("server0", options => options.AllowMissingKeyId = true));

        var answer = await api.AskAsync("/whoami", server.IssueToken(new TestToken { Scopes = [Auditor], RemovedHeader = ["kid"] }));

        Assert.Equal((503, Rejection.KeysUnavailable), (answer.Status, answer.Rejection));
    }

    [Fact]
    public async Task Another_exception_of_the_applications_events_is_not_taken_for_an_outage()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server, options => options.Events = new()
        {
            OnTokenValidated = _ => throw new InvalidOperationException("The application has a fault."),
        });

        Assert.Equal(500, (await api.AskAsync("/whoami", server.IssueToken(Auditor))).Status);
    }

    [Fact]
    public async Task A_token_of_a_server_that_only_the_handler_knows_is_refused()
    {
        await using var known = await TestServers.StartAsync();
        await using var other = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync([known], authentication => authentication.AddJwtBearer(JwtBearerApi.Trusting(other)).AddScopeRoles());

        var answer = await api.AskAsync("/whoami", other.IssueToken(Auditor));

        Assert.Equal((401, Rejection.UnknownIssuer), (answer.Status, answer.Rejection));
    }

    [Fact]
    public async Task Shared_secrets_that_the_handler_takes_are_not_taken()
    {
        var secret = new byte[32];
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server, options =>
            options.TokenValidationParameters.IssuerSigningKey = new Microsoft.IdentityModel.Tokens.SymmetricSecurityKey(secret));
        var token = server.IssueToken(new TestToken { Scopes = [Auditor], HmacKey = secret, RemovedHeader = ["kid"] });

        var answer = await api.AskAsync("/whoami", token);

        Assert.Equal((401, Rejection.AlgorithmNotAllowed), (answer.Status, answer.Rejection));
    }
}
