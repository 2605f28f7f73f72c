using ScopeAuth.Testing;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Introspection;

/// <summary>Which server a token belongs to is never found out by asking around, and what one server said counts for no other.</summary>
public sealed class WhoseTokenTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private readonly FaultServer _one = new();
    private readonly FaultServer _two = new();

    public ValueTask InitializeAsync()
    {
        _one.AnswerWith(AskingApi.Active(_clock.GetUtcNow(), ("iss", "https://one.example")));
        _two.AnswerWith(AskingApi.Active(_clock.GetUtcNow(), ("iss", "https://two.example"), ("scope", $"{TestServers.Organization}::Operator")));
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("one_", "two_", "one_x", "one")]
    [InlineData("one_", "two_", "two_x", "two")]
    [InlineData("one_", "two_", "three_x", null)]
    [InlineData("one_", "two_", "ONE_x", null)]
    [InlineData("one_", "two_", "one", null)]
    [InlineData("one_", "*", "one_x", "one")]
    [InlineData("one_", "*", "anything", "two")]
    [InlineData("one_", "one_two_", "one_two_x", "two")]        // the longer beginning
    [InlineData("one_", "one_two_", "one_x", "one")]
    [InlineData("*", null, "a.b", "one")]
    [InlineData("*", null, "a.b.c", null)]                      // three parts: a JWT, if a bad one
    [InlineData("*", null, "a.b.c.d.e", null)]
    [InlineData("*", null, "eyJhbGciOiJub25lIn0.e30.", null)]
    [InlineData(null, null, "anything", null)]
    public async Task The_beginning_of_an_opaque_token_decides(string? one, string? two, string token, string? server)
    {
        await using var api = await StartAsync(one, two);

        var answer = await api.AskAsync("/whoami", token);

        Assert.Equal(server is null ? 401 : 200, answer.Status);
        Assert.Equal(server == "one" ? 1 : 0, _one.Requests.Count);
        Assert.Equal(server == "two" ? 1 : 0, _two.Requests.Count);
        if (server is not null) Assert.Equal(server, answer.Json.GetProperty("authorizationServer").GetString());
    }

    [Fact]
    public async Task A_header_names_the_server_and_an_answer_for_one_server_is_none_for_the_other()
    {
        await using var api = await StartAsync(null, null, ("AuthorizationServerHeader", "X-Authorization-Server"));
        _two.AnswerWith("""{"active":false}""");

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(200, (await AskAsync(api, "shared", "one")).Status);
            Assert.Equal(Rejection.Inactive, (await AskAsync(api, "shared", "two")).Rejection);
            Assert.Equal(Rejection.UnknownIssuer, (await AskAsync(api, "shared", "three")).Rejection);
            Assert.Equal(Rejection.UnknownIssuer, (await AskAsync(api, "shared", "one, two")).Rejection);
            Assert.Equal(Rejection.UnknownIssuer, (await AskAsync(api, "shared", "ONE")).Rejection);
            Assert.Equal(Rejection.Malformed, (await api.AskAsync("/whoami", "shared")).Rejection);
        }
        Assert.Equal((1, 1), (_one.Requests.Count, _two.Requests.Count));
    }

    [Fact]
    public async Task A_header_that_names_nobody_is_not_overruled_by_who_takes_every_token()
    {
        await using var api = await StartAsync("*", "two_", ("AuthorizationServerHeader", "X-Authorization-Server"));

        Assert.Equal(Rejection.UnknownIssuer, (await AskAsync(api, "two_x", "three")).Rejection);
        Assert.Equal(200, (await AskAsync(api, "one_x", "two")).Status);

        Assert.Equal((0, 1), (_one.Requests.Count, _two.Requests.Count));
    }

    [Fact]
    public async Task Requests_that_name_different_servers_share_no_question()
    {
        await using var api = await StartAsync(null, null, ("AuthorizationServerHeader", "X-Authorization-Server"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => AskAsync(api, "shared", number % 2 == 0 ? "one" : "two")));

        for (var number = 0; number < answers.Length; number++)
            Assert.Equal(number % 2 == 0 ? "Auditor" : "Operator", answers[number].Json.GetProperty("roles")[0].GetString());
        Assert.Equal((1, 1), (_one.Requests.Count, _two.Requests.Count));
    }

    [Fact]
    public async Task The_header_overrules_no_issuer_of_a_jwt()
    {
        await using var issuer = await TestServers.StartAsync(clock: _clock);
        var settings = Settings(null, null, ("AuthorizationServerHeader", "X-Authorization-Server"));
        foreach (var (key, value) in issuer.ConfigurationFor("issuer")) settings[key] = value;
        await using var api = await TestApi.StartAsync(settings, clock: _clock);

        var answer = await AskAsync(api, issuer.IssueToken($"{TestServers.Organization}::Auditor"), "one");

        Assert.Equal("issuer", answer.Json.GetProperty("authorizationServer").GetString());
        Assert.Empty(_one.Requests);
    }

    [Theory]
    [InlineData(Rejection.Expired)]
    [InlineData(Rejection.WrongAudience)]
    [InlineData(Rejection.WrongClient)]
    [InlineData(Rejection.AlgorithmNotAllowed)]
    [InlineData(Rejection.TokenTypeNotAllowed)]
    [InlineData(Rejection.UnknownIssuer)]
    [InlineData(Rejection.UnverifiedBinding)]
    public async Task A_jwt_that_a_local_check_refuses_is_asked_about_nowhere(Rejection rejection)
    {
        await using var server = await TestServers.StartAsync(clock: _clock);
        await using var api = await TestApi.StartAsync(
            [.. TestServers.AskedConfiguration(server, "server"), TestServers.Setting("server", "OpaqueTokens", "*")], clock: _clock);
        var token = new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"] };
        switch (rejection)
        {
            case Rejection.Expired: token = new TestToken { Scopes = token.Scopes, IssuedAt = _clock.GetUtcNow().AddHours(-3) }; break;
            case Rejection.WrongAudience: token = new TestToken { Scopes = token.Scopes, Audience = "https://other.example" }; break;
            case Rejection.WrongClient: token = new TestToken { Scopes = token.Scopes, ClientId = "another" }; break;
            case Rejection.AlgorithmNotAllowed: token.Header["alg"] = "none"; break;
            case Rejection.TokenTypeNotAllowed: token.Header["typ"] = "token-introspection+jwt"; break;
            case Rejection.UnknownIssuer: token.Claims["iss"] = "https://other.example"; break;
            default: token.Claims["cnf"] = new System.Text.Json.Nodes.JsonObject { ["jkt"] = "x" }; break;
        }

        Assert.Equal(rejection, (await api.AskAsync("/whoami", server.IssueToken(token))).Rejection);
        Assert.Equal(0, server.Requests.Introspection);
    }

    [Fact]
    public async Task A_forged_jwt_never_gets_from_a_failed_signature_to_a_question()
    {
        await using var server = await TestServers.StartAsync(clock: _clock);
        await using var api = await TestApi.StartAsync(
            TestServers.AskedConfiguration(server, "server", TokenValidation.LocalThenIntrospection), clock: _clock);

        var answer = await api.AskAsync("/whoami", server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], BreakSignature = true }));

        Assert.Equal(Rejection.BadSignature, answer.Rejection);
        Assert.Equal(0, server.Requests.Introspection);
    }

    [Theory]
    [InlineData(TokenValidation.Introspection)]
    [InlineData(TokenValidation.LocalThenIntrospection)]
    public async Task An_answer_about_another_clients_token_is_not_believed(TokenValidation validation)
    {
        await using var server = await TestServers.StartAsync(clock: _clock);
        await using var api = await TestApi.StartAsync(
            [.. TestServers.AskedConfiguration(server, "server", validation), TestServers.Setting("server", "ClientIds:0", "*")], clock: _clock);
        server.Faults.IntrospectionBody = AskingApi.Active(_clock.GetUtcNow(), ("iss", server.Issuer), ("client_id", "another"));

        Assert.Equal(Rejection.WrongClient, (await api.AskAsync("/whoami", server.IssueToken($"{TestServers.Organization}::Auditor"))).Rejection);
    }

    [Fact]
    public async Task After_the_signature_an_answer_may_be_short_but_not_wrong()
    {
        await using var server = await TestServers.StartAsync(clock: _clock);
        await using var api = await TestApi.StartAsync(
            TestServers.AskedConfiguration(server, "server", TokenValidation.LocalThenIntrospection), clock: _clock);

        async Task<Rejection?> AskAsync(string body)
        {
            server.Faults.IntrospectionBody = body;
            return (await api.AskAsync("/whoami", server.IssueToken($"{TestServers.Organization}::Auditor"))).Rejection;
        }

        Assert.Null(await AskAsync("""{"active":true}"""));
        Assert.Equal(Rejection.UnknownIssuer, await AskAsync("""{"active":true,"iss":"https://other.example"}"""));
        Assert.Equal(Rejection.WrongAudience, await AskAsync("""{"active":true,"aud":"https://other.example"}"""));
        Assert.Equal(Rejection.Expired, await AskAsync("""{"active":true,"exp":1}"""));
        Assert.Equal(Rejection.UnverifiedBinding, await AskAsync("""{"active":true,"cnf":{}}"""));
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    private Dictionary<string, string?> Settings(string? one, string? two, params (string Setting, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>();
        foreach (var (server, name, opaque) in new[] { (_one, "one", one), (_two, "two", two) })
        {
            foreach (var (key, value) in AskingApi.Settings(server, name)) settings[key] = value;
            settings[$"AuthorizationServers:{name}:Issuer"] = $"https://{name}.example";
            settings.Remove($"AuthorizationServers:{name}:OpaqueTokens");
            if (opaque is not null) settings[$"AuthorizationServers:{name}:OpaqueTokens"] = opaque;
        }
        foreach (var (setting, value) in more) settings[setting] = value;
        return settings;
    }

    private Task<TestApi> StartAsync(string? one, string? two, params (string Setting, string Value)[] more) =>
        TestApi.StartAsync(Settings(one, two, more), clock: _clock);

    private static Task<Answer> AskAsync(TestApi api, string token, string server) =>
        api.AskAsync("/whoami", token, change: request => request.Headers.TryAddWithoutValidation("X-Authorization-Server", server));
}
