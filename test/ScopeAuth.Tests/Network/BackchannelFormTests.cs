using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Network;
using ScopeAuth.Tests.Keys;

namespace ScopeAuth.Tests.Network;

public sealed class BackchannelFormTests : IAsyncDisposable
{
    private readonly KeyRingFixture _fixture = new();

    private FaultServer Server => _fixture.Server;

    private static CancellationToken Token => KeyRingFixture.Token;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_form_is_posted_with_its_credentials_and_media_type()
    {
        Server.AnswerWith("{}", "application/example+json");

        var response = await _fixture.Channel().SendAsync(
            Form() with { Authorization = new AuthenticationHeaderValue("Basic", "YTpi") }, Token);

        var sent = Assert.Single(Server.Texts);
        Assert.StartsWith("POST /answer HTTP/1.1\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/x-www-form-urlencoded\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("\r\nAccept: application/json\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Basic YTpi\r\n", sent, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\ntoken=abc", sent, StringComparison.Ordinal);
        Assert.Null(response.Failure);
        Assert.Equal("application/example+json", response.MediaType);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_of_a_form_is_not_followed_even_on_the_same_host(int status)
    {
        Server.AnswerWithStatus(status, "Location: /elsewhere\r\n");

        Assert.Equal(NetworkFailureKind.Redirect, (await _fixture.Channel().SendAsync(Form(), Token)).Failure?.Kind);
        Assert.Equal(["/answer"], Server.Requests);
    }

    [Theory]
    [InlineData(true, 6)]       // five of six failed: it opens
    [InlineData(false, 8)]      // the good answer began a new count
    public async Task Good_answers_count_in_the_circuit_where_the_limits_say_so_and_else_begin_a_new_count(bool remembers, int requests)
    {
        var channel = _fixture.Channel(limits: new() { MaxRetries = 0, FailureRatio = 0.5, RemembersSuccess = remembers });
        Server.AnswerWithStatus(500);
        for (var time = 0; time < 3; time++) await channel.SendAsync(Form(), Token);
        Server.AnswerWith("{}");
        Assert.Null((await channel.SendAsync(Form(), Token)).Failure);
        Server.AnswerWithStatus(500);
        for (var time = 0; time < 4; time++) await channel.SendAsync(Form(), Token);

        Assert.Equal(requests, Server.Requests.Count);
    }

    [Fact]
    public async Task The_limit_of_a_request_is_its_own()
    {
        Server.AnswerWith(new string(' ', 100));

        Assert.Null((await _fixture.Channel().SendAsync(Form() with { MaxBytes = 100 }, Token)).Failure);
        Assert.Equal(NetworkFailureKind.TooLarge, (await _fixture.Channel().SendAsync(Form() with { MaxBytes = 99 }, Token)).Failure?.Kind);
    }

    [Fact]
    public async Task A_refusal_says_its_status_and_how_long_to_wait()
    {
        Server.AnswerWithStatus(401, "Retry-After: 17\r\n");

        var response = await _fixture.Channel().SendAsync(Form(), Token);

        Assert.Equal(NetworkFailureKind.HttpStatus, response.Failure?.Kind);
        Assert.Equal(HttpStatusCode.Unauthorized, response.Status);
        Assert.Equal(TimeSpan.FromSeconds(17), response.RetryAfter);
    }

    [Fact]
    public async Task A_date_to_wait_for_is_read_against_the_clock_of_the_server()
    {
        Server.AnswerWithStatus(404, "Date: Sat, 01 Jan 2000 00:00:00 GMT\r\nRetry-After: Sat, 01 Jan 2000 00:01:00 GMT\r\n");

        Assert.Equal(TimeSpan.FromMinutes(1), (await _fixture.Channel().SendAsync(Form(), Token)).RetryAfter);
    }

    [Fact]
    public void A_request_never_shows_what_it_carries() =>
        Assert.Equal(
            "https://as.example/introspect",
            (new BackchannelRequest(new("https://as.example/introspect?x=1"), "", 1) { Form = "token=abc" }).ToString());

    private BackchannelRequest Form() => new(new(Server.Address, "/answer"), "application/json", 1000) { Form = "token=abc" };

}
