using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

public sealed class HeaderTests(HeaderTests.Host host) : IClassFixture<HeaderTests.Host>
{
    private readonly string _token = host.Token("Auditor");

    /// <summary>Header lines, '{token}' standing for a good token, and the answer: 200, or 401 without a token, or 400.</summary>
    public static TheoryData<string, int> Headers => new()
    {
        { "Authorization: Bearer {token}", 200 },
        { "Authorization: bearer {token}", 200 },                   // RFC 9110 section 11.1: the scheme's name ignores case
        { "Authorization: BEARER {token}", 200 },
        { "authorization: Bearer {token}", 200 },
        { "Authorization:Bearer {token}", 200 },                    // the white space around a header's value is not part of it
        { "Authorization:   Bearer {token}  ", 200 },
        { "Authorization: ", 401 },
        { "Authorization: Basic ZGVtbzpkZW1v", 401 },
        { "Authorization: DPoP {token}", 401 },
        { "Authorization: BearerToken {token}", 401 },
        { "Authorization: {token}", 401 },
        { "Authorization: Basic Bearer {token}", 401 },
        { "X-Authorization: Bearer {token}", 401 },
        { "Proxy-Authorization: Bearer {token}", 401 },
        { "Authorization: Bearer", 400 },
        { "Authorization: Bearer ", 400 },
        { "Authorization: Bearer  {token}", 400 },
        { "Authorization: Bearer\t{token}", 400 },
        { "Authorization: Bearer \t{token}", 400 },
        { "Authorization: Bearer={token}", 400 },
        { "Authorization: Bearer:{token}", 400 },
        { "Authorization: Bearer \"{token}\"", 400 },
        { "Authorization: Bearer {token} {token}", 400 },
        { "Authorization: Bearer {token}, Bearer {token}", 400 },
        { "Authorization: Bearer {token},", 400 },
        { "Authorization: Bearer {token}; charset=utf-8", 400 },
        { "Authorization: Bearer {token}%00", 400 },
        { "Authorization: Bearer é", 400 },
        { "Authorization: Bearer {token}\r\nAuthorization: Bearer {token}", 400 },
        { "Authorization: Bearer {token}\r\nAuthorization: Basic ZGVtbzpkZW1v", 400 },
        { "Authorization: Basic ZGVtbzpkZW1v\r\nAuthorization: Bearer {token}", 400 },
        { "Authorization: Bearer {token}\r\nAuthorization:", 400 },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task A_header_is_one_bearer_token_or_none(string header, int status)
    {
        var response = await RawRequest.GetAsync(host.Api, "/whoami", header.Replace("{token}", _token, StringComparison.Ordinal).Split("\r\n"));

        Assert.Equal(status, RawRequest.StatusOf(response));
        Assert.Equal(
            status switch
            {
                401 => "Bearer realm=\"firewall api\"",
                400 => "Bearer realm=\"firewall api\", error=\"invalid_request\", error_description=\"The request must carry one bearer token in one Authorization header\"",
                _ => null,
            },
            RawRequest.HeaderOf(response, "WWW-Authenticate"));
    }

    [Theory]
    [InlineData("?access_token={token}", "")]
    [InlineData("?token={token}&bearer={token}", "")]
    [InlineData("", "Cookie: access_token={token}; Bearer={token}; .AspNetCore.Cookies={token}")]
    [InlineData("", "X-Access-Token: {token}")]
    [InlineData("", "X-Forwarded-Authorization: Bearer {token}")]
    public async Task A_token_elsewhere_is_never_read(string query, string header)
    {
        string Filled(string text) => text.Replace("{token}", _token, StringComparison.Ordinal);
        string[] headers = header.Length == 0 ? [] : [Filled(header)];

        Assert.Equal(401, RawRequest.StatusOf(await RawRequest.GetAsync(host.Api, "/whoami" + Filled(query), headers)));

        // Beside a token in the header it changes nothing, neither for good nor for bad.
        Assert.Equal(200, RawRequest.StatusOf(await RawRequest.GetAsync(host.Api, "/whoami" + query, [$"Authorization: Bearer {_token}"])));
        Assert.Equal(401, RawRequest.StatusOf(await RawRequest.GetAsync(host.Api, "/whoami" + Filled(query), [.. headers, "Authorization: Bearer a.b.c"])));
    }

    [Fact]
    public async Task A_token_in_a_form_is_never_read()
    {
        void Form(HttpRequestMessage request) => request.Content = new FormUrlEncodedContent([new("access_token", _token)]);

        Assert.Equal(Rejection.NoCredentials, (await host.Api.AskAsync("/form", method: HttpMethod.Post, change: Form)).Rejection);
        Assert.Equal(200, (await host.Api.AskAsync("/form", _token, HttpMethod.Post, Form)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a.b.c")]
    [InlineData("not a token")]
    public async Task An_open_endpoint_answers_whatever_the_header_holds(string? token)
    {
        await using var api = await TestApi.StartAsync(
            host.Server.ConfigurationFor("server"),
            map: app => app.MapGroup("/closed").RequireApiRole("Operator").MapGet("/but-open", () => "open").AllowAnonymous());
        void Header(HttpRequestMessage request)
        {
            if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        foreach (var path in (string[])["/open", "/closed/but-open"])
        {
            var answer = await api.AskAsync(path, change: Header);
            Assert.Equal((200, "open", null), (answer.Status, answer.Body, answer.Challenge));
        }
    }

    public sealed class Host : OneServerApi
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Realm", "firewall api")];

        protected override void Map(WebApplication app) => app.MapPost("/form", (HttpRequest _) => "form").RequireAuthorization();
    }
}
