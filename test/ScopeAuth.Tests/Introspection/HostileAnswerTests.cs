using System.Text.Json.Nodes;

namespace ScopeAuth.Tests.Introspection;

/// <summary>Whatever an introspection endpoint may answer, over a real socket: every row either opens nothing, or is right.</summary>
public sealed class HostileAnswerTests(AskingApi asking) : IClassFixture<AskingApi>
{
    /// <summary>A member of a right answer, what it is instead (nothing takes it out), and what comes of it.</summary>
    public static TheoryData<string, string?, Rejection?> Members => new()
    {
        { "active", "true", null },
        { "active", "false", Rejection.Inactive },
        { "active", "\"true\"", Rejection.Inactive },
        { "active", "\"false\"", Rejection.Inactive },
        { "active", "1", Rejection.Inactive },
        { "active", "null", Rejection.Inactive },
        { "active", "[true]", Rejection.Inactive },
        { "active", "{}", Rejection.Inactive },
        { "active", null, Rejection.Inactive },
        { "iss", null, null },                                                  // optional, and the address is the server's own
        { "iss", "\"https://other.example\"", Rejection.UnknownIssuer },
        { "iss", "\"https://as.example/\"", Rejection.UnknownIssuer },
        { "iss", "[\"https://as.example\"]", Rejection.UnknownIssuer },
        { "aud", null, Rejection.WrongAudience },
        { "aud", "\"https://other.example\"", Rejection.WrongAudience },
        { "aud", "[\"https://other.example\",\"https://api.example\"]", null },
        { "aud", "[\"https://api.example\",7]", Rejection.InvalidClaim },
        { "aud", "{}", Rejection.InvalidClaim },
        { "aud", "[]", Rejection.WrongAudience },
        { "exp", null, Rejection.InvalidClaim },
        { "exp", "\"1772370000\"", Rejection.InvalidClaim },
        { "exp", "1", Rejection.Expired },
        { "exp", "-1", Rejection.InvalidClaim },
        { "exp", "1e400", Rejection.InvalidClaim },
        { "exp", "99999999999", Rejection.LifetimeTooLong },
        { "nbf", "99999999999", Rejection.NotYetValid },
        { "nbf", "0", null },                                                   // old servers of a widespread product send it
        { "iat", "99999999999", Rejection.NotYetValid },
        { "iat", "\"now\"", Rejection.InvalidClaim },
        { "client_id", null, Rejection.WrongClient },
        { "client_id", "\"another\"", Rejection.WrongClient },
        { "client_id", "[\"demo\"]", Rejection.InvalidClaim },
        { "scope", null, Rejection.NoUsableRole },
        { "scope", "\"\"", Rejection.NoUsableRole },
        { "scope", "7", Rejection.InvalidClaim },
        { "scope", "[\"zscaler.net::1234567::Auditor\"]", null },
        { "scope", "[\"zscaler.net::1234567::Auditor\",7]", Rejection.InvalidClaim },
        { "scope", "\"zscaler.net::7::Auditor\"", Rejection.NoUsableRole },     // an organisation that the server does not speak for
        { "scope", "\"openid zscaler.net::1234567::Nobody\"", Rejection.NoUsableRole },
        { "token_type", null, null },
        { "token_type", "\"bearer\"", null },
        { "token_type", "\"DPoP\"", Rejection.UnverifiedBinding },
        { "token_type", "\"refresh_token\"", Rejection.TokenTypeNotAllowed },
        { "token_type", "7", Rejection.InvalidClaim },
        { "typ", "\"Refresh\"", Rejection.TokenTypeNotAllowed },
        { "token_use", "\"id\"", Rejection.TokenTypeNotAllowed },
        { "nonce", "\"n\"", Rejection.TokenTypeNotAllowed },
        { "cnf", "{\"jkt\":\"x\"}", Rejection.UnverifiedBinding },
        { "cnf", "{\"x5t#S256\":\"x\"}", Rejection.UnverifiedBinding },
        { "sub", "7", Rejection.InvalidClaim },
        { "jti", "7", Rejection.InvalidClaim },
        { "extension", "{\"nested\":[[[[1]]]]}", null },
    };

    /// <summary>Whole bodies; <c>ACTIVE</c> stands for a right answer without its braces.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { "nothing", "" },
        { "a text", "active" },
        { "an array", "[{ACTIVE}]" },
        { "a string", "\"active\"" },
        { "null", "null" },
        { "true", "true" },
        { "two objects", "{ACTIVE}{ACTIVE}" },
        { "a byte order mark", "\uFEFF{ACTIVE}" },
        { "a member twice", "{ACTIVE,\"active\":true}" },
        { "a member twice, no first", "{\"active\":false,ACTIVE}" },
        { "a member twice, in two spellings", "{ACTIVE,\"\\u0061ctive\":true}" },
        { "a nested member twice", "{ACTIVE,\"x\":{\"a\":1,\"a\":2}}" },
        { "a comment", "{ACTIVE /* yes */}" },
        { "a comma at the end", "{ACTIVE,}" },
        { "half of it", "{ACTIVE" },
        { "a lone surrogate", "{ACTIVE,\"x\":\"\\ud800\"}" },
        { "too deep", "{ACTIVE,\"x\":" + new string('[', 40) + new string(']', 40) + "}" },
        { "too many members", "{ACTIVE," + string.Join(',', Enumerable.Range(0, 300).Select(number => $"\"m{number}\":1")) + "}" },
        { "too large", "{ACTIVE,\"x\":\"" + new string('x', 70_000) + "\"}" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public async Task A_member(string name, string? value, Rejection? rejection)
    {
        asking.Server.AnswerWith(AskingApi.Active(asking.Clock.GetUtcNow(), (name, value is null ? null : Parse(value))));

        var answer = await asking.Api.AskAsync("/whoami", AskingApi.NewToken());

        Assert.Equal(rejection, answer.Rejection);
        if (rejection is null) Assert.Equal(200, answer.Status);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task What_is_no_answer_at_all_is_an_outage_and_no_verdict(string name, string body)
    {
        Assert.NotEmpty(name);
        asking.Server.AnswerWith(body.Replace("ACTIVE", AskingApi.Active(asking.Clock.GetUtcNow())[1..^1], StringComparison.Ordinal));

        await AssertUnavailableAsync("10");
    }

    [Theory]
    [InlineData("text/html", "")]
    [InlineData("application/xml", "")]
    [InlineData("application/json", "Content-Encoding: gzip\r\n")]
    public async Task A_body_that_was_not_asked_for_is_not_read(string type, string headers)
    {
        asking.Server.AnswerWith(AskingApi.Active(asking.Clock.GetUtcNow()), type, headers);

        await AssertUnavailableAsync("10");
    }

    [Theory]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(418)]
    public async Task Another_status_than_200_is_no_answer_whatever_the_body_says(int status)
    {
        asking.Server.AnswerWithStatus(status, "Location: /introspect2\r\n");

        await AssertUnavailableAsync("10");
        Assert.DoesNotContain("/introspect2", asking.Server.Requests);
    }

    [Fact]
    public async Task A_broken_answer_is_not_remembered()
    {
        var token = AskingApi.NewToken();
        asking.Server.AnswerWith("{");
        Assert.Equal(503, (await asking.Api.AskAsync("/whoami", token)).Status);

        asking.Server.AnswerWith(AskingApi.Active(asking.Clock.GetUtcNow()));
        Assert.Equal(200, (await asking.Api.AskAsync("/whoami", token)).Status);
    }

    [Fact]
    public async Task The_question_is_a_form_and_the_token_is_in_its_body_alone()
    {
        asking.Server.AnswerWith("""{"active":false}""");
        var token = $"{AskingApi.NewToken()}+/~._-==";

        await asking.Api.AskAsync("/whoami", token);

        var question = asking.Server.Texts[^1];
        Assert.StartsWith("POST /introspect HTTP/1.1\r\n", question, StringComparison.Ordinal);
        Assert.Contains("Authorization: Basic YXBpOnMzY3JldA==\r\n", question, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\ntoken={Uri.EscapeDataString(token)}&token_type_hint=access_token", question, StringComparison.Ordinal);
    }

    private static JsonNode Parse(string value) => JsonNode.Parse(value)!;

    private async Task AssertUnavailableAsync(string retryAfter)
    {
        var answer = await asking.Api.AskAsync("/whoami", AskingApi.NewToken());

        Assert.Equal((503, Rejection.IntrospectionUnavailable), (answer.Status, answer.Rejection));
        Assert.Equal(retryAfter, answer.RetryAfter);
        Assert.Null(answer.Challenge);
    }
}
