using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ScopeAuth.Tests.Audit;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Introspection;

/// <summary>RFC 9701: an answer counts only if the server signed it, for this client, a moment ago.</summary>
public sealed class SignedAnswerTests : IAsyncDisposable
{
    private const string MediaType = "application/token-introspection+jwt";

    private readonly FakeClock _clock = new();
    private readonly FaultServer _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What is changed in a right answer: a text, and what stands there instead.</summary>
    public static TheoryData<string, string, bool> Changes => new()
    {
        { "", "", true },
        { "token-introspection+jwt", "application/token-introspection+jwt", true },
        { "token-introspection+jwt", "at+jwt", false },
        { "token-introspection+jwt", "JWT", false },
        { "\"alg\":\"ES256\"", "\"alg\":\"none\"", false },
        { "\"iss\":\"https://as.example\",\"aud\"", "\"iss\":\"https://other.example\",\"aud\"", false },
        { "\"aud\":\"api\"", "\"aud\":[\"other\",\"api\"]", true },
        { "\"aud\":\"api\"", "\"aud\":\"other\"", false },
        { "\"aud\":\"api\",", "", false },
        { "\"iat\":NOW", "\"iat\":1", false },
        { "\"iat\":NOW,", "", false },
        { "\"token_introspection\":", "\"introspection\":", false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task An_answer(string right, string instead, bool counts)
    {
        await using var api = await StartAsync();
        _server.AnswerWith(Sign(_key, right, instead), MediaType);

        var answer = await api.AskAsync("/whoami", AskingApi.NewToken());

        Assert.Equal(counts ? null : Rejection.IntrospectionUnavailable, answer.Rejection);
    }

    [Fact]
    public async Task An_answer_with_another_key_a_plain_one_and_one_of_another_media_type_do_not_count()
    {
        await using var api = await StartAsync();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        foreach (var (body, type) in new[] { (Sign(other), MediaType), (AskingApi.Active(_clock.GetUtcNow()), "application/json"), (Sign(_key), "application/jwt") })
        {
            _server.AnswerWith(body, type);
            Assert.Equal(Rejection.IntrospectionUnavailable, (await api.AskAsync("/whoami", AskingApi.NewToken())).Rejection);
        }
        Assert.Contains($"\r\nAccept: {MediaType}\r\n", _server.Texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_answer_is_no_access_token()
    {
        await using var api = await StartAsync();

        Assert.Equal(401, (await api.AskAsync("/whoami", Sign(_key))).Status);
        Assert.Empty(_server.Requests);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
        _key.Dispose();
    }

    private async Task<TestApi> StartAsync()
    {
        var file = _folder["as.pem"];
        await File.WriteAllTextAsync(file, _key.ExportSubjectPublicKeyInfoPem(), TestContext.Current.CancellationToken);
        return await AskingApi.StartAsync(_server, _clock, ("SignedIntrospection", "true"), ("PublicKeys:0", file));
    }

    private string Sign(ECDsa key, string right = "", string instead = "")
    {
        var header = """{"alg":"ES256","typ":"token-introspection+jwt","kid":"as"}""";
        var payload = $$"""{"iss":"https://as.example","aud":"api","iat":NOW,"token_introspection":{{AskingApi.Active(_clock.GetUtcNow())}}}""";
        if (right.Length > 0)
        {
            Assert.True(header.Contains(right, StringComparison.Ordinal) || payload.Contains(right, StringComparison.Ordinal));
            (header, payload) = (header.Replace(right, instead, StringComparison.Ordinal), payload.Replace(right, instead, StringComparison.Ordinal));
        }
        payload = payload.Replace("NOW", $"{_clock.GetUtcNow().ToUnixTimeSeconds()}", StringComparison.Ordinal);
        var input = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        return $"{input}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }
}
