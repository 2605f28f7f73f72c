using System.Text.Json.Nodes;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd.Vendors;

public sealed class PingFederateTests
{
    private const string FirstOrganization = "zscaler.net::1";
    private const string SecondOrganization = "zscaler.net::2";

    [Fact]
    public async Task Among_servers_without_issuer_the_key_ID_chooses()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await using var generic = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync([
            .. first.ConfigurationFor("first", FirstOrganization), .. second.ConfigurationFor("second", SecondOrganization), .. generic.ConfigurationFor("generic")]);

        foreach (var (server, name, organization) in ((TestAuthorizationServer, string, string)[])[(first, "first", FirstOrganization), (second, "second", SecondOrganization)])
        {
            var token = server.IssueToken($"{FirstOrganization}::Auditor", $"{SecondOrganization}::Auditor");
            var answer = await api.AskAsync("/whoami", token);
            Assert.True(answer.Status == 200, answer.ToString());
            Assert.Equal((name, organization), (answer.Json.GetProperty("authorizationServer").GetString(), answer.Json.GetProperty("organization").GetString()));
        }

        // A server with an issuer is never chosen by key ID.
        Assert.Equal(Rejection.UnknownKey, (await api.AskAsync("/whoami", generic.IssueToken(new TestToken
        {
            Scopes = [$"{TestServers.Organization}::Auditor"],
            RemovedClaims = ["iss"],
        }))).Rejection);
    }

    [Fact]
    public async Task A_key_ID_that_two_of_them_have_chooses_none()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        using var http = new HttpClient();
        second.Faults.KeysBody = await http.GetStringAsync(first.JwksUri, TestContext.Current.CancellationToken);
        await using var api = await TestApi.StartAsync([.. first.ConfigurationFor("first", FirstOrganization), .. second.ConfigurationFor("second", SecondOrganization)]);
        await api.Logs.FirstAsync(entry => entry.Text.StartsWith("Keys of first: ", StringComparison.Ordinal));
        await api.Logs.FirstAsync(entry => entry.Text.StartsWith("Keys of second: ", StringComparison.Ordinal));

        var answer = await api.AskAsync("/whoami", first.IssueToken($"{FirstOrganization}::Auditor", $"{SecondOrganization}::Auditor"));

        Assert.Equal((401, Rejection.UnknownKey), (answer.Status, answer.Rejection));
    }

    [Fact]
    public async Task Only_a_server_that_would_take_the_token_is_asked_for_its_keys()
    {
        await using var first = await StartAsync(options => options.Audience = "https://first.example");
        await using var second = await StartAsync(options => options.Audience = "https://second.example");
        var clock = new FakeClock();
        await using var api = await TestApi.StartAsync(
            [.. first.ConfigurationFor("first", FirstOrganization), .. second.ConfigurationFor("second", SecondOrganization)], clock: clock);
        await api.Logs.FirstAsync(entry => entry.Text.StartsWith("Keys of first: ", StringComparison.Ordinal));
        await api.Logs.FirstAsync(entry => entry.Text.StartsWith("Keys of second: ", StringComparison.Ordinal));
        clock.Advance(TimeSpan.FromSeconds(31));

        var now = clock.GetUtcNow();
        Assert.Equal(Rejection.UnknownKey, (await api.AskAsync("/whoami", first.IssueToken(new TestToken { Header = { ["kid"] = "unknown" }, IssuedAt = now }))).Rejection);

        Assert.Equal((2, 1), (first.Requests.Keys, second.Requests.Keys));
    }

    /// <summary>How many keys of the algorithm are published, whether several may be tried, and what becomes of a token without key ID.</summary>
    public static TheoryData<int, bool, Rejection?> WithoutKeyId => new()
    {
        { 1, false, null },
        { 1, true, null },
        { 2, false, Rejection.UnknownKey },
        { 2, true, null },
        { 4, true, null },
        { 5, true, Rejection.UnknownKey },
    };

    [Theory]
    [MemberData(nameof(WithoutKeyId))]
    public async Task The_key_ID_can_be_switched_off(int keys, bool allowed, Rejection? expected)
    {
        await using var server = await StartAsync();
        await using var api = await TestApi.StartAsync([.. server.ConfigurationFor("ping"), TestServers.Setting("ping", "AllowMissingKeyId", allowed.ToString())]);
        server.Faults.KeysBody = await KeysAsync(server, keys);
        await using var later = await TestApi.StartAsync([.. server.ConfigurationFor("ping"), TestServers.Setting("ping", "AllowMissingKeyId", allowed.ToString())]);
        TestToken Token(bool forged) => new() { Scopes = [$"{TestServers.Organization}::Auditor"], RemovedHeader = ["kid"], BreakSignature = forged };

        Assert.Equal(expected, (await later.AskAsync("/whoami", server.IssueToken(Token(forged: false)))).Rejection);
        Assert.Equal(expected ?? Rejection.BadSignature, (await later.AskAsync("/whoami", server.IssueToken(Token(forged: true)))).Rejection);
    }

    [Fact]
    public async Task A_token_without_key_ID_chooses_none_of_several_servers_without_issuer()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await using var api = await TestApi.StartAsync([
            .. first.ConfigurationFor("first", FirstOrganization), .. second.ConfigurationFor("second", SecondOrganization),
            TestServers.Setting("first", "AllowMissingKeyId", "true"), TestServers.Setting("second", "AllowMissingKeyId", "true")]);

        Assert.Equal(Rejection.UnknownKey, (await api.AskAsync("/whoami", first.IssueToken(new TestToken
        {
            Scopes = [$"{FirstOrganization}::Auditor"],
            RemovedHeader = ["kid"],
        }))).Rejection);
    }

    /// <summary>What an administrator may leave blank or set otherwise in the token manager.</summary>
    public static TheoryData<string, Rejection?> Fields => new()
    {
        { "as it comes", null },
        { "no token ID, no issue time, no subject", null },
        { "scopes as an array", null },
        { "scopes in the claim of the default name", null },
        { "type at+jwt", null },
        { "an issuer that is not registered", Rejection.UnknownIssuer },
        { "no client ID", Rejection.WrongClient },
        { "no audience", Rejection.WrongAudience },
        { "lives longer than a day, as far as can be told", Rejection.LifetimeTooLong },
        { "a shared secret", Rejection.AlgorithmNotAllowed },
        { "encrypted", Rejection.EncryptedToken },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_token_of_a_token_manager_that_is_set_up_otherwise(string what, Rejection? expected)
    {
        await using var server = await StartAsync();
        await using var api = await TestApi.StartAsync(server);
        var token = new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"] };
        switch (what)
        {
            case "no token ID, no issue time, no subject": foreach (var claim in (string[])["jti", "iat", "sub"]) token.RemovedClaims.Add(claim); break;
            case "scopes as an array": token.Claims["scp"] = new JsonArray("openid", $"{TestServers.Organization}::Auditor"); break;
            case "scopes in the claim of the default name": token.Claims["scope"] = $"openid {TestServers.Organization}::Auditor"; token.RemovedClaims.Add("scp"); break;
            case "type at+jwt": token.Header["typ"] = "at+jwt"; break;
            case "an issuer that is not registered": token.Claims["iss"] = server.BaseAddress.AbsoluteUri; break;
            case "no client ID": token.RemovedClaims.Add("client_id"); break;
            case "no audience": token.RemovedClaims.Add("aud"); break;
            case "lives longer than a day, as far as can be told": token.Claims["exp"] = TimeProvider.System.GetUtcNow().AddDays(2).ToUnixTimeSeconds(); break;
            case "a shared secret": token = new() { Scopes = token.Scopes, HmacKey = "secret"u8.ToArray() }; break;
        }
        var compact = what == "encrypted" ? "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.AA.AA.AA.AA" : server.IssueToken(token);

        Assert.Equal(expected, (await api.AskAsync("/whoami", compact)).Rejection);
    }

    [Fact]
    public async Task With_an_issuer_it_is_a_server_like_any_other_whatever_the_issuer_is()
    {
        await using var server = await StartAsync(options => options.Issuer = "acme-pingfederate");
        await using var api = await TestApi.StartAsync(server);

        Assert.Equal(200, (await api.AskAsync("/whoami", server.IssueToken($"{TestServers.Organization}::Auditor"))).Status);
        Assert.Equal(Rejection.UnknownIssuer, (await api.AskAsync("/whoami", server.IssueToken(new TestToken { RemovedClaims = ["iss"] }))).Rejection);
    }

    private static Task<TestAuthorizationServer> StartAsync(Action<TestAuthorizationServerOptions>? configure = null) =>
        TestServers.StartAsync(Vendor.PingFederate, configure: configure);

    /// <summary>The server's key set with that many keys of its algorithm, the active one among them.</summary>
    private static async Task<string> KeysAsync(TestAuthorizationServer server, int count)
    {
        using var http = new HttpClient();
        var set = JsonNode.Parse(await http.GetStringAsync(server.JwksUri, TestContext.Current.CancellationToken))!;
        var keys = set["keys"]!.AsArray().Select(key => key!.DeepClone().AsObject()).Where(key => (string?)key["use"] == "sig").ToList();
        var active = keys.Single(key => (string?)key["kid"] == server.KeyId);
        await using var others = await StartAsync();
        var more = JsonNode.Parse(await http.GetStringAsync(others.JwksUri, TestContext.Current.CancellationToken))!["keys"]!.AsArray()
            .Select(key => key!.DeepClone().AsObject()).Where(key => (string?)key["use"] == "sig");
        var chosen = keys.Where(key => key != active).Concat(more).Take(count - 1).Append(active).ToList();
        Assert.Equal(count, chosen.Count);
        return new JsonObject { ["keys"] = new JsonArray([.. chosen]) }.ToJsonString();
    }
}
