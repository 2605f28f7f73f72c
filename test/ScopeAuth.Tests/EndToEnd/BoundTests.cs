using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScopeAuth.Scopes;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Rule 13: what a token may cost. At each bound it is accepted, beyond it refused.</summary>
public sealed class BoundTests(BoundTests.Host host) : IClassFixture<BoundTests.Host>
{
    private const int MaxTokenLength = 16 * 1024;

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, Rejection.TokenTooLong)]
    public async Task The_length_of_a_token(int beyond, Rejection? expected)
    {
        var token = OfLength(MaxTokenLength + beyond);
        Assert.Equal(MaxTokenLength + beyond, token.Length);

        Assert.Equal(expected, (await host.Api.AskAsync("/whoami", token)).Rejection);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2048)]
    public async Task The_length_of_a_token_is_what_is_configured(int length)
    {
        await using var api = await TestApi.StartAsync(host.Server.ConfigurationFor("server"), [new("MaxTokenLength", "1024")]);

        Assert.Equal(length > 1024 ? Rejection.TokenTooLong : null, (await api.AskAsync("/whoami", OfLength(length))).Rejection);
    }

    [Theory]
    [InlineData(8 * 1024, null)]
    [InlineData(8 * 1024 + 1, Rejection.Malformed)]
    public async Task The_size_of_the_header(int bytes, Rejection? expected)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = host.Server.KeyId, ["pad"] = "" };
        header["pad"] = new string('x', bytes - Encoding.UTF8.GetByteCount(header.ToJsonString()));

        Assert.Equal(expected, await RejectionOfAsync(new() { RawHeader = header.ToJsonString() }));
    }

    [Theory]
    [InlineData(32, null)]
    [InlineData(33, Rejection.Malformed)]
    public async Task The_number_of_members_of_the_header(int members, Rejection? expected)
    {
        var token = new TestToken();
        for (var member = 3; member < members; member++) token.Header[$"m{member}"] = member;       // typ, alg and kid are there

        Assert.Equal(expected, await RejectionOfAsync(token));
    }

    [Theory]
    [InlineData(256, null)]
    [InlineData(257, Rejection.Malformed)]
    public async Task The_number_of_claims(int claims, Rejection? expected)
    {
        var token = new TestToken();
        for (var claim = 8; claim < claims; claim++) token.Claims[$"c{claim}"] = claim;             // the server writes eight

        Assert.Equal(expected, await RejectionOfAsync(token));
    }

    [Theory]
    [InlineData('[', 31, null)]                             // the payload is the first
    [InlineData('[', 32, Rejection.Malformed)]
    [InlineData('[', 2000, Rejection.Malformed)]
    [InlineData('{', 31, null)]
    [InlineData('{', 32, Rejection.Malformed)]
    public async Task The_depth_of_the_payload(char kind, int depth, Rejection? expected)
    {
        var (open, close) = kind == '[' ? ("[", "]") : ("{\"a\":", "}");
        var deep = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
        var payload = Payload();

        Assert.Equal(expected, await RejectionOfAsync(new() { RawPayload = $"{payload[..^1]},\"deep\":{deep}}}" }));
    }

    [Theory]
    [InlineData(RoleScopeReader.MaxScopes, false, null)]
    [InlineData(RoleScopeReader.MaxScopes + 1, false, Rejection.InvalidClaim)]
    [InlineData(RoleScopeReader.MaxScopes, true, null)]
    [InlineData(RoleScopeReader.MaxScopes + 1, true, Rejection.InvalidClaim)]
    public async Task The_number_of_scopes(int count, bool asArray, Rejection? expected)
    {
        // The one that counts comes last.
        string[] scopes = [.. Enumerable.Repeat("x", count - 1), $"{TestServers.Organization}::Auditor"];
        JsonNode claim = asArray ? new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]) : string.Join(' ', scopes);

        Assert.Equal(expected, await RejectionOfAsync(new() { Claims = { ["scope"] = claim } }));
    }

    [Theory]
    [InlineData(256, Rejection.UnknownKey)]                 // looked for, and not found
    [InlineData(257, Rejection.UnknownKey)]                 // not even looked for
    [InlineData(7000, Rejection.UnknownKey)]
    public async Task The_length_of_a_key_ID(int length, Rejection expected) =>
        Assert.Equal(expected, await RejectionOfAsync(new() { Header = { ["kid"] = new string('k', length) } }));

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1")]
    [InlineData("253402300800")]                            // the year 10000
    [InlineData("99999999999999999999999999999999999999999999999999")]
    [InlineData("1e309")]
    [InlineData("\"1700000000\"")]
    [InlineData("[1700000000]")]
    [InlineData("true")]
    [InlineData("null")]
    public async Task The_size_of_a_date(string date)
    {
        var payload = JsonNode.Parse(Payload())!.AsObject();
        payload.Remove("exp");
        var rejection = await RejectionOfAsync(new() { RawPayload = $"{payload.ToJsonString()[..^1]},\"exp\":{date}}}" });

        Assert.True(rejection is Rejection.InvalidClaim or Rejection.Expired, $"{rejection}");
    }

    [Fact]
    public async Task A_header_that_is_too_large_for_the_server_never_reaches_us()
    {
        using var response = await host.Api.GetAsync("/whoami", new string('a', 40_000));

        Assert.Equal(431, (int)response.StatusCode);
    }

    /// <summary>Tokens that are as costly as they can be, and the most they may allocate.</summary>
    public static TheoryData<string, int> Costs => new()
    {
        { "too long", 4 * 1024 },
        { "no token", 4 * 1024 },
        { "many members", 64 * 1024 },
        { "many scopes", 512 * 1024 },
        { "deep", 64 * 1024 },
        { "escapes", 256 * 1024 },
        { "duplicates", 64 * 1024 },
    };

    [Theory]
    [MemberData(nameof(Costs))]
    public async Task The_memory_that_a_token_costs(string what, int bytes)
    {
        var token = what switch
        {
            "too long" => new string('a', 1_000_000),
            "no token" => new string('.', MaxTokenLength),
            "many members" => Made($$"""{{{string.Join(',', Enumerable.Range(0, 1200).Select(member => $"\"{member}\":1"))}}}"""),
            "many scopes" => Made($$"""{{Payload()[..^1]}},"scp":[{{string.Join(',', Enumerable.Repeat("\"a\"", 2500))}}]}"""),
            "deep" => Made(new string('[', 11_000)),
            "escapes" => Made($$"""{"{{string.Concat(Enumerable.Repeat("\\u0061", 1500))}}":1}"""),
            _ => Made($$"""{{{string.Join(',', Enumerable.Repeat("\"iss\":1", 1300))}}}"""),
        };

        Assert.False((await host.Api.Validator.ValidateAsync(token, TestContext.Current.CancellationToken)).IsAccepted);
        Assert.InRange(await AllocatedBytes.FewestAsync(() => host.Api.Validator.ValidateAsync(token, TestContext.Current.CancellationToken)), 0, bytes);
    }

    public sealed class Host : OneServerApi;

    private string Made(string payload) => host.Server.IssueToken(new TestToken { RawPayload = payload });

    private Task<Rejection?> RejectionOfAsync(TestToken token)
    {
        token.Scopes.Add($"{TestServers.Organization}::Auditor");
        return AskAsync(host.Server.IssueToken(token));

        async Task<Rejection?> AskAsync(string compact) => (await host.Api.AskAsync("/whoami", compact)).Rejection;
    }

    /// <summary>The claims of a good token, as text.</summary>
    private string Payload()
    {
        var part = host.Token("Auditor").Split('.')[1];
        return JsonSerializer.Serialize(JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(part)));
    }

    // Base64url has no length of 4n + 1, so two parts are padded to meet any length.
    private string OfLength(int length)
    {
        for (var header = 0; header < 4; header++)
        {
            for (var padding = Math.Max(0, (length - 1024) * 3 / 4 - 8); padding < length; padding++)
            {
                var token = host.Server.IssueToken(new TestToken
                {
                    Scopes = [$"{TestServers.Organization}::Auditor"],
                    Header = { ["pad"] = new string('h', header) },
                    Claims = { ["pad"] = new string('p', padding) },
                });
                if (token.Length == length) return token;
                if (token.Length > length) break;
            }
        }
        throw new InvalidOperationException($"No token of {length} characters can be made.");
    }
}
