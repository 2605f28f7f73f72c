using System.Text.Json;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

public sealed class AnswerTests(RefusalApi refusals) : IClassFixture<RefusalApi>
{
    public static TheoryData<Rejection> Rejections => Refusal.Rejections;

    [Fact]
    public void Every_rejection_is_in_the_table_once_or_named_as_not_to_be_provoked() => Assert.Equal(
        Enum.GetValues<Rejection>(),
        Refusal.All.Select(refusal => refusal.Rejection).Concat(Refusal.NotProvoked).Order());

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task Each_rejection_has_its_status_its_challenge_and_its_problem_document(Rejection rejection)
    {
        var expected = Refusal.Of(rejection);

        var answer = await expected.Ask(refusals, null);

        Assert.Equal(expected.Status, answer.Status);
        Assert.Equal(
            expected switch
            {
                { Status: 503 } => null,
                { Error: null } => "Bearer realm=\"api\"",
                _ => $"Bearer realm=\"api\", error=\"{expected.Error}\", error_description=\"{expected.Sentence}\"",
            },
            answer.Challenge);
        Assert.Equal(expected.RetryAfter, answer.RetryAfter);
        Assert.Equal("no-store", answer.CacheControl);
        Assert.Equal("application/problem+json", answer.ContentType);
        var problem = answer.Json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString());
        var traceId = problem.GetValueOrDefault("traceId");
        Assert.Equal(
            new()
            {
                ["type"] = $"urn:scopeauth:rejection:{rejection}",
                ["title"] = expected.Sentence,
                ["status"] = $"{expected.Status}",
                ["rejection"] = $"{rejection}",
                ["rejectionNumber"] = $"{(int)rejection}",
                ["traceId"] = traceId!,
            },
            problem);
        Assert.Matches("^[0-9a-f]{32}$", traceId!);
        Assert.Equal(JsonValueKind.Number, answer.Json.GetProperty("status").ValueKind);
        Assert.Equal(JsonValueKind.Number, answer.Json.GetProperty("rejectionNumber").ValueKind);
    }

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task Nothing_of_a_token_or_a_request_is_quoted(Rejection rejection)
    {
        var answer = await Refusal.Of(rejection).Ask(refusals, null);

        Assert.DoesNotContain("secret", answer.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("zscaler", answer.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task A_refused_HEAD_request_has_the_same_answer_without_a_body(Rejection rejection)
    {
        var expected = await Refusal.Of(rejection).Ask(refusals, null);

        var answer = await Refusal.Of(rejection).Ask(refusals, request => request.Method = HttpMethod.Head);

        Assert.Equal((expected.Status, expected.Challenge, expected.RetryAfter, ""), (answer.Status, answer.Challenge, answer.RetryAfter, answer.Body));
    }

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task The_status_alone_is_told_where_that_is_configured(Rejection rejection)
    {
        await using var api = new RefusalApi { Detail = ClientDetail.Status };
        await api.InitializeAsync();
        var expected = Refusal.Of(rejection);

        var answer = await expected.Ask(api, null);

        Assert.Equal(expected.Status, answer.Status);
        Assert.Equal(
            expected.Status == 503 ? null : "Bearer realm=\"api\"" + (expected.Error is null ? "" : $", error=\"{expected.Error}\""),
            answer.Challenge);
        Assert.Equal(["status", "title", "traceId", "type"], answer.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal("about:blank", answer.Json.GetProperty("type").GetString());
        var reasons = Enum.GetNames<Rejection>().Append(expected.Sentence);
        Assert.DoesNotContain(reasons, reason => answer.ToString().Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/firewall", "GET", "Operator", "zscaler.net::1234567::Auditor zscaler.net::1234567::FirewallAdmin")]
    [InlineData("/firewall", "POST", "Auditor", "zscaler.net::1234567::FirewallAdmin")]
    [InlineData("/firewall/full", "GET", "Auditor", "zscaler.net::1234567::FirewallAdmin")]
    [InlineData("/activate", "POST", "FirewallAdmin", "zscaler.net::1234567::Operator")]
    [InlineData("/never", "GET", "Auditor", null)]              // no role would do
    [InlineData("/whoami", "GET", "Unknown", null)]
    [InlineData("/secret/whoami", "GET", "Auditor", null)]
    public async Task A_forbidden_request_is_told_the_role_scopes_that_would_do_where_that_is_configured(string path, string method, string role, string? scope)
    {
        await using var api = new RefusalApi { Detail = ClientDetail.ReasonAndScopes };
        await api.InitializeAsync();

        var answer = await api.Api.AskAsync(path, api.Token(role), new(method));

        Assert.Equal(403, answer.Status);
        var challenge = $"Bearer realm=\"api\", error=\"insufficient_scope\", error_description=\"{answer.Json.GetProperty("title").GetString()}\"";
        Assert.Equal(scope is null ? challenge : $"{challenge}, scope=\"{scope}\"", answer.Challenge);
    }
}
