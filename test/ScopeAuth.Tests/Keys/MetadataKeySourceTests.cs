using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tests.Network;

namespace ScopeAuth.Tests.Keys;

public sealed class MetadataKeySourceTests : IAsyncDisposable
{
    private const string Oidc = "/.well-known/openid-configuration";
    private const string OAuth = "/.well-known/oauth-authorization-server";
    private readonly FaultServer _other = new();
    private readonly KeyRingFixture _fixture = new();
    private readonly Dictionary<string, byte[]> _pages = [];

    public MetadataKeySourceTests()
    {
        _pages["/jwks"] = FaultServer.Response(Jwks.Set(Jwks.Rsa("one")));
        _fixture.Server.Answer = (path, stream, token) => stream.WriteAsync(_pages.GetValueOrDefault(path) ?? FaultServer.Response("", 404), token).AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_found_by_the_metadata_document()
    {
        _pages[Oidc] = FaultServer.Response(Jwks.Metadata(_fixture.Server.Origin, _fixture.Server.Jwks.OriginalString));

        var ring = await _fixture.LoadAsync(_fixture.MetadataRing());

        Assert.True(ring.Current.Contains("one"u8));
        Assert.Equal([Oidc, "/jwks"], _fixture.Server.Requests);
    }

    [Fact]
    public async Task The_next_address_is_asked_if_a_document_is_not_there_and_remembered()
    {
        _pages[OAuth] = FaultServer.Response(Jwks.Metadata(_fixture.Server.Origin, _fixture.Server.Jwks.OriginalString));
        var ring = await _fixture.LoadAsync(_fixture.MetadataRing(_fixture.Server, null, Oidc, OAuth));

        await _fixture.LoadAsync(ring);

        Assert.False(ring.LastAttemptFailed);
        Assert.Equal([Oidc, OAuth, "/jwks", OAuth, "/jwks"], _fixture.Server.Requests);
    }

    [Fact]
    public async Task A_document_that_moved_back_is_found_again()
    {
        _pages[OAuth] = FaultServer.Response(Jwks.Metadata(_fixture.Server.Origin, _fixture.Server.Jwks.OriginalString));
        var ring = await _fixture.LoadAsync(_fixture.MetadataRing(_fixture.Server, null, Oidc, OAuth));

        (_pages[Oidc], _pages[OAuth]) = (_pages[OAuth], FaultServer.Response("<html>", 200, "text/html"));
        await _fixture.LoadAsync(ring);

        Assert.False(ring.LastAttemptFailed);
    }

    [Fact]
    public async Task A_document_of_another_issuer_is_refused_and_both_names_are_said()
    {
        _pages[Oidc] = FaultServer.Response(Jwks.Metadata("https://evil.example/<b>", _fixture.Server.Jwks.OriginalString));

        var ring = await _fixture.LoadAsync(_fixture.MetadataRing());

        Assert.Equal(KeyFailureKind.IssuerMismatch, ring.State.LastFailure?.Kind);
        Assert.Contains(@"https://evil.example/\u003cb\u003e", ring.State.LastFailure?.Detail, StringComparison.Ordinal);
        Assert.Contains($"'{_fixture.Server.Origin}'", ring.State.LastFailure?.Detail, StringComparison.Ordinal);
        Assert.Equal([Oidc], _fixture.Server.Requests);
        Assert.Contains(_fixture.Logged.Entries, entry => entry is { Id: 33, Level: Microsoft.Extensions.Logging.LogLevel.Error });
    }

    [Theory]
    [InlineData("/")]           // RFC 8414 section 3.3: equal, code point by code point
    [InlineData("/x")]
    public async Task The_issuer_must_be_equal_to_the_last_character(string suffix)
    {
        _pages[Oidc] = FaultServer.Response(Jwks.Metadata(_fixture.Server.Origin + suffix, _fixture.Server.Jwks.OriginalString));

        Assert.Equal(KeyFailureKind.IssuerMismatch, (await _fixture.LoadAsync(_fixture.MetadataRing())).State.LastFailure?.Kind);
    }

    [Fact]
    public async Task A_template_issuer_is_accepted_where_it_is_expected()
    {
        const string Template = "https://login.microsoftonline.com/{tenantid}/v2.0";
        _pages[Oidc] = FaultServer.Response(Jwks.Metadata(Template, _fixture.Server.Jwks.OriginalString));

        Assert.True((await _fixture.LoadAsync(_fixture.MetadataRing(_fixture.Server, Template))).IsUsable);
    }

    [Fact]
    public async Task Failures_that_say_more_than_not_there_are_reported()
    {
        _pages[OAuth] = FaultServer.Response(Jwks.Metadata("https://evil.example", _fixture.Server.Jwks.OriginalString));

        Assert.Equal(KeyFailureKind.IssuerMismatch, (await _fixture.LoadAsync(_fixture.MetadataRing(_fixture.Server, null, Oidc, OAuth))).State.LastFailure?.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"issuer":42,"jwks_uri":"x"}""")]
    [InlineData("""{"issuer":"\ud800","jwks_uri":"x"}""")]
    [InlineData("""{"issuer":"ISSUER"}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":7}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"/jwks"}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"file:///etc/passwd"}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"ftp://127.0.0.1/jwks"}""")]
    [InlineData("""{"issuer":"ISSUER","issuer":"ISSUER","jwks_uri":"JWKS"}""")]
    public async Task What_is_no_metadata_document_is_refused(string text)
    {
        _pages[Oidc] = FaultServer.Response(text.Replace("ISSUER", _fixture.Server.Origin, StringComparison.Ordinal).Replace("JWKS", _fixture.Server.Jwks.OriginalString, StringComparison.Ordinal));

        var ring = await _fixture.LoadAsync(_fixture.MetadataRing());

        Assert.Equal(KeyFailureKind.InvalidMetadata, ring.State.LastFailure?.Kind);
        Assert.Single(_fixture.Server.Requests);
    }

    [Theory]
    [InlineData("https://other.example/keys", "set JwksUri")]
    [InlineData("http://169.254.169.254/latest", "set JwksUri")]
    [InlineData("http://127.0.0.1.evil.example/", "set JwksUri")]
    [InlineData("http://user:secret@127.0.0.1/jwks", "credentials")]
    public async Task A_key_set_elsewhere_is_not_followed(string jwksUri, string advice)
    {
        _pages[Oidc] = FaultServer.Response(Jwks.Metadata(_fixture.Server.Origin, jwksUri));

        var ring = await _fixture.LoadAsync(_fixture.MetadataRing());

        Assert.Equal(KeyFailureKind.JwksUriNotAllowed, ring.State.LastFailure?.Kind);
        Assert.Contains(advice, ring.State.LastFailure?.Detail, StringComparison.Ordinal);
        Assert.Equal([Oidc], _fixture.Server.Requests);
    }

    [Theory]
    [InlineData("404", "HttpStatus")]
    [InlineData("302 elsewhere", "Redirect")]
    [InlineData("HTML", "ContentType")]
    [InlineData("{}", "InvalidMetadata")]
    [InlineData("""{"issuer":"https://other.example","jwks_uri":"https://other.example/jwks"}""", "IssuerMismatch")]
    public async Task The_document_may_be_at_the_next_address_if_it_is_not_at_the_first(string first, string failure)
    {
        _pages[Oidc] = first switch
        {
            "404" => FaultServer.Response("", 404),
            "302 elsewhere" => FaultServer.Response("", 302, headers: "Location: https://other.example/\r\n"),
            "HTML" => FaultServer.Response("<html>", 200, "text/html"),
            _ => FaultServer.Response(first),
        };

        Assert.Equal(failure, (await _fixture.LoadAsync(_fixture.MetadataRing())).State.LastFailure?.Name);
        _pages[OAuth] = FaultServer.Response(Jwks.Metadata(_fixture.Server.Origin, _fixture.Server.Jwks.OriginalString));
        Assert.True((await _fixture.LoadAsync(_fixture.MetadataRing(_fixture.Server, null, Oidc, OAuth))).IsUsable);
    }

    [Theory]
    [InlineData("")]            // closes the connection
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999999\r\nConnection: close\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")]
    public async Task A_server_that_answers_badly_answers_no_better_at_the_next_address(string answer)
    {
        _pages[Oidc] = System.Text.Encoding.ASCII.GetBytes(answer);
        _pages[OAuth] = FaultServer.Response(Jwks.Metadata(_fixture.Server.Origin, _fixture.Server.Jwks.OriginalString));

        var ring = await _fixture.LoadAsync(_fixture.MetadataRing(_fixture.Server, null, Oidc, OAuth));

        Assert.False(ring.IsUsable);
        Assert.DoesNotContain(OAuth, _fixture.Server.Requests);
    }

    [Fact]
    public async Task A_server_that_is_down_is_not_asked_for_its_other_document()
    {
        _fixture.Server.AnswerWithStatus(404);
        var ring = _fixture.MetadataRing(_fixture.Server, null, Oidc, OAuth);
        _fixture.Server.StopListening();

        await _fixture.LoadAsync(ring);

        Assert.Equal(NetworkFailureKind.Unreachable, ring.State.LastFailure?.Network);
    }

    [Fact]
    public async Task Algorithms_of_the_document_change_nothing()
    {
        _pages[Oidc] = FaultServer.Response(
            $$"""{"issuer":"{{_fixture.Server.Origin}}","jwks_uri":"{{_fixture.Server.Jwks}}","id_token_signing_alg_values_supported":["none","HS256"]}""");

        var ring = await _fixture.LoadAsync(_fixture.MetadataRing());

        Assert.Equal(6, Assert.Single(ring.Current.Keys).Algorithms.Count());
    }
}
