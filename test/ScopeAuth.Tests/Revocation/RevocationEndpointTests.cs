using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Revocation;

/// <summary>The revocation list over HTTP: what it does, who may, and that no organisation reaches another's.</summary>
public sealed class RevocationEndpointTests : IAsyncLifetime
{
    private const string Path = "/revocations";

    private TestAuthorizationServer _acme = null!;
    private TestAuthorizationServer _beta = null!;
    private TestAuthorizationServer _shared = null!;
    private TestApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _acme = await TestServers.StartAsync();
        _beta = await TestServers.StartAsync(configure: options =>
        {
            options.Organizations.Clear();
            options.Organizations.Add(TestServers.Other);
        });
        _shared = await TestServers.StartAsync(configure: options => options.Organizations.Add(TestServers.Other));
        _api = await TestApi.StartAsync(
            [.. _acme.ConfigurationFor("acme"), .. _beta.ConfigurationFor("beta"), .. _shared.ConfigurationFor("shared")],
            [new("ApiRoles:TokenAdmin:Access:Tokens", "Full"), new("ApiRoles:TokenViewer:Access:Tokens", "View")],
            map: app => app.MapScopeAuthRevocations(Path, "Tokens"));
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _acme.DisposeAsync();
        await _beta.DisposeAsync();
        await _shared.DisposeAsync();
    }

    [Fact]
    public async Task To_revoke_answers_201_then_200_and_the_token_is_refused_until_it_is_lifted()
    {
        var token = Token("Auditor");
        var id = (await _api.Validator.ValidateAsync(token, TestContext.Current.CancellationToken)).Token!.TokenId;
        var body = $$"""{"authorizationServer":"acme","tokenId":"{{id}}","reason":"RevokedByAdministrator","tokenExpiresAt":"2100-01-01T00:00:00Z"}""";

        var first = await SendAsync(HttpMethod.Post, Path, body);
        var second = await SendAsync(HttpMethod.Post, Path, body);

        Assert.Equal((201, 200), (first.Status, second.Status));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal("oauth-TokenAdmin$@1234567.zscaler.net", first.Json.GetProperty("revokedBy").GetString());
        Assert.Equal(Rejection.Revoked, (await _api.AskAsync("/whoami", token)).Rejection);
        var one = $"{Path}/{first.Json.GetProperty("id").GetString()}";
        Assert.Equal(first.Body, (await SendAsync(HttpMethod.Get, one)).Body);
        Assert.Equal(first.Body, (await SendAsync(HttpMethod.Get, Path)).Json.GetProperty("items")[0].GetRawText());
        Assert.Equal(1, (await SendAsync(HttpMethod.Get, $"{Path}/count?reason=RevokedByAdministrator")).Json.GetProperty("count").GetInt32());
        Assert.Equal(0, (await SendAsync(HttpMethod.Get, $"{Path}/count?kind=Client")).Json.GetProperty("count").GetInt32());

        Assert.Equal(204, (await SendAsync(HttpMethod.Delete, one)).Status);
        Assert.Equal(200, (await _api.AskAsync("/whoami", token)).Status);
        Assert.Equal(404, (await SendAsync(HttpMethod.Delete, one)).Status);
    }

    [Fact]
    public async Task To_revoke_again_for_longer_answers_200_and_what_was_there_with_the_later_end()
    {
        static string Body(int year) => $$"""{"authorizationServer":"acme","tokenId":"t","reason":"Other","tokenExpiresAt":"{{year}}-01-01T00:00:00Z"}""";
        var first = await SendAsync(HttpMethod.Post, Path, Body(2100));

        var longer = await SendAsync(HttpMethod.Post, Path, Body(2101));
        var shorter = await SendAsync(HttpMethod.Post, Path, Body(2099));

        Assert.Equal((201, 200, 200), (first.Status, longer.Status, shorter.Status));
        Assert.Equal(first.Body.Replace("\"endsAt\":\"2100", "\"endsAt\":\"2101", StringComparison.Ordinal), longer.Body);
        Assert.Equal(longer.Body, shorter.Body);
    }

    [Fact]
    public async Task A_batch_is_kept_whole_and_to_send_it_again_changes_nothing()
    {
        var bodies = Enumerable.Range(0, 1000).Select(number => $$"""{"authorizationServer":"acme","tokenId":"t{{number}}","reason":"SecurityEvent","tokenExpiresAt":"2100-01-01T00:00:00Z"}""").ToArray();
        var body = $"[{string.Join(',', bodies)}]";

        var first = await SendAsync(HttpMethod.Post, $"{Path}/batch", body);
        var second = await SendAsync(HttpMethod.Post, $"{Path}/batch", body);

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(Enumerable.Range(0, 1000).Select(number => $"t{number}"), first.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("tokenId").GetString()!));
        Assert.Equal(1000, (await SendAsync(HttpMethod.Get, $"{Path}/count")).Json.GetProperty("count").GetInt32());
        Assert.Equal(400, (await SendAsync(HttpMethod.Post, $"{Path}/batch", $"[{string.Join(',', bodies)},{bodies[0]}]")).Status);
        Assert.Equal(403, (await SendAsync(HttpMethod.Post, $"{Path}/batch", body, role: "TokenViewer")).Status);
    }

    [Theory]
    [InlineData("""[{"authorizationServer":"acme","subject":"s","reason":"Other"},{"authorizationServer":"beta","subject":"s","reason":"Other"}]""", "Revocation 2 of 2: ")]
    [InlineData("""[{"authorizationServer":"acme","subject":"s","reason":"Other"},null,null]""", "Revocation 2 of 3: ")]
    [InlineData("""[{"authorizationServer":"acme","subject":"s","reason":"Other"},{"authorizationServer":"acme","tokenId":"t","issuedBefore":"2026-01-01T00:00:00Z","reason":"Other"}]""", "")]
    [InlineData("[]", "A JSON array")]
    [InlineData("{}", "")]
    public async Task Of_a_batch_with_a_fault_nothing_is_kept(string body, string beginning)
    {
        var answer = await SendAsync(HttpMethod.Post, $"{Path}/batch", body);

        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.StartsWith(beginning, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await SendAsync(HttpMethod.Get, $"{Path}/count")).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_client_is_disabled_and_deleted()
    {
        var client = (await _api.Validator.ValidateAsync(Token("Auditor"), TestContext.Current.CancellationToken)).Token!.ClientId;

        // The administrator is of another client: the servers of the test know several.
        var disabled = await SendAsync(HttpMethod.Post, Path, $$"""{"authorizationServer":"acme","clientId":"{{client}}x","reason":"ClientDisabled"}""");
        var enabled = await SendAsync(HttpMethod.Delete, $"{Path}/{disabled.Json.GetProperty("id").GetString()}");
        var left = (await SendAsync(HttpMethod.Get, Path)).Json.GetProperty("items");
        Assert.Equal((201, 204, 1), (disabled.Status, enabled.Status, left.GetArrayLength()));
        Assert.True(left[0].TryGetProperty("issuedBefore", out _));

        var deleted = await SendAsync(HttpMethod.Post, Path, $$"""{"authorizationServer":"acme","clientId":"{{client}}x","reason":"ClientDeleted"}""");
        var lifted = await SendAsync(HttpMethod.Delete, $"{Path}/{deleted.Json.GetProperty("id").GetString()}");
        Assert.Equal((409, "application/problem+json"), (lifted.Status, lifted.ContentType));
    }

    [Fact]
    public async Task A_client_that_was_disabled_and_then_deleted_is_not_enabled_and_the_answer_is_not_to_try_again()
    {
        var disabled = await SendAsync(HttpMethod.Post, Path, """{"authorizationServer":"acme","clientId":"c","reason":"ClientDisabled"}""");
        Assert.Equal(201, (await SendAsync(HttpMethod.Post, Path, """{"authorizationServer":"acme","clientId":"c","reason":"ClientDeleted"}""")).Status);

        var enabled = await SendAsync(HttpMethod.Delete, $"{Path}/{disabled.Json.GetProperty("id").GetString()}");

        Assert.Equal((409, "application/problem+json"), (enabled.Status, enabled.ContentType));
        Assert.Equal(2, (await SendAsync(HttpMethod.Get, $"{Path}/count?kind=Client")).Json.GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("""{"authorizationServer":"beta","subject":"s","reason":"Other"}""")]
    [InlineData("""{"authorizationServer":"shared","subject":"s","reason":"Other"}""")]
    [InlineData("""{"authorizationServer":"nobody","subject":"s","reason":"Other"}""")]
    [InlineData("""{"subject":"s","reason":"Other"}""")]
    [InlineData("""{"authorizationServer":"acme","reason":"Other"}""")]
    [InlineData("""{"authorizationServer":"acme","subject":"s","clientId":"c","reason":"Other"}""")]
    [InlineData("""{"authorizationServer":"acme","subject":"s"}""")]
    [InlineData("""{"authorizationServer":"acme","subject":"s","reason":"Whim"}""")]
    [InlineData("""{"authorizationServer":"acme","subject":"","reason":"Other"}""")]
    [InlineData("""{"authorizationServer":"acme","tokenHash":"abc","reason":"Other"}""")]
    [InlineData("""{"authorizationServer":"acme","tokenId":"t","issuedBefore":"2026-01-01T00:00:00Z","reason":"Other"}""")]
    [InlineData("""{"authorizationServer":"acme","role":"zscaler.net::7::Admin","reason":"Other"}""")]
    [InlineData("""{"authorizationServer":"acme","subject":"s","reason":"Other","clientid":"c"}""")]
    [InlineData("""[]""")]
    [InlineData("""{""")]
    [InlineData("")]
    public async Task What_cannot_be_done_is_400_with_a_reason_that_quotes_nothing(string body)
    {
        var answer = await SendAsync(HttpMethod.Post, Path, body);

        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.NotEmpty(answer.Json.GetProperty("detail").GetString()!);
        Assert.Equal(0, (await SendAsync(HttpMethod.Get, $"{Path}/count")).Json.GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("?kind=1")]
    [InlineData("?reason=Whim")]
    [InlineData("?pageSize=0")]
    [InlineData("?pageSize=1001")]
    [InlineData("?page=x")]
    [InlineData("?revokedFrom=soon")]
    [InlineData("?subjet=s")]
    [InlineData("?value=a&value=b")]
    public async Task A_query_that_makes_no_sense_is_400(string query)
    {
        var answer = await SendAsync(HttpMethod.Get, Path + query);
        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.ContentType));
    }

    [Fact]
    public async Task No_organisation_sees_or_lifts_what_is_anothers()
    {
        var list = _api.Services.GetRequiredService<IRevocationList>();
        var others = new List<RevocationRecord>();
        foreach (var target in new[]
        {
            RevocationTarget.Subject("beta", "s"), RevocationTarget.Subject("shared", "s"), RevocationTarget.Of(RoleScope.Parse($"{TestServers.Other}::Operator")),
        })
        {
            others.Add(await list.RevokeAsync(new NewRevocation { Target = target, Reason = RevocationReason.Other, RevokedBy = "platform" }, TestContext.Current.CancellationToken));
        }
        Assert.Equal(201, (await SendAsync(HttpMethod.Post, Path, """{"authorizationServer":"acme","role":"Operator","reason":"Other"}""")).Status);

        var seen = (await SendAsync(HttpMethod.Get, Path)).Json.GetProperty("items");
        Assert.Equal((1, TestServers.Organization, "Operator"), (seen.GetArrayLength(), seen[0].GetProperty("organization").GetString(), seen[0].GetProperty("role").GetString()));
        foreach (var other in others)
        {
            Assert.Equal(404, (await SendAsync(HttpMethod.Get, $"{Path}/{other.Id}")).Status);
            Assert.Equal(404, (await SendAsync(HttpMethod.Delete, $"{Path}/{other.Id}")).Status);
            Assert.NotNull(await list.FindAsync(other.Id, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task View_reads_Full_writes_and_nobody_else_does_either()
    {
        const string Body = """{"authorizationServer":"acme","role":"Operator","reason":"Other"}""";

        Assert.Equal(200, (await SendAsync(HttpMethod.Get, Path, role: "TokenViewer")).Status);
        Assert.Equal(403, (await SendAsync(HttpMethod.Post, Path, Body, role: "TokenViewer")).Status);
        Assert.Equal(403, (await SendAsync(HttpMethod.Get, Path, role: "Auditor")).Status);
        Assert.Equal(401, (await _api.AskAsync(Path)).Status);
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        for (var number = 0; number < 5; number++)
            Assert.Equal(201, (await SendAsync(HttpMethod.Post, Path, $$"""{"authorizationServer":"acme","subject":"s{{number}}","reason":"Other"}""")).Status);

        var seen = new List<string?>();
        var page = (await SendAsync(HttpMethod.Get, $"{Path}?pageSize=2")).Json;
        while (true)
        {
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("subject").GetString()));
            if (!page.TryGetProperty("next", out var next)) break;
            page = (await SendAsync(HttpMethod.Get, $"{Path}?pageSize=2&page={next.GetString()}")).Json;
        }

        Assert.Equal(["s4", "s3", "s2", "s1", "s0"], seen);
    }

    private string Token(string role) => _acme.IssueToken($"{TestServers.Organization}::{role}");

    private Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string role = "TokenAdmin") => _api.AskAsync(
        path, Token(role), method, request => request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
}
