using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tests.Network;

namespace ScopeAuth.Tests.Keys;

/// <summary>Each fault on a real socket: the keys known before stay, the failure is named, and the server is not asked more often than it should be.</summary>
public sealed class KeyFetchFaultTests : IAsyncDisposable
{
    private static readonly string Known = Jwks.Set(Jwks.Rsa("known"));
    private readonly FaultServer _other = new();
    private readonly KeyRingFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [InlineData(500, 3)]
    [InlineData(502, 3)]
    [InlineData(503, 3)]
    [InlineData(429, 3)]
    [InlineData(408, 3)]
    [InlineData(404, 1)]
    [InlineData(401, 1)]
    [InlineData(204, 1)]
    [InlineData(206, 1)]
    [InlineData(304, 1)]
    public async Task Only_status_200_is_an_answer_and_only_what_may_pass_is_asked_again(int status, int requests)
    {
        _fixture.Server.AnswerWithStatus(status);

        await AssertFails(nameof(NetworkFailureKind.HttpStatus), requests);
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "120", 120)]
    [InlineData(503, "86400", 300)]         // no longer than our own longest pause
    [InlineData(503, "0", 30)]
    [InlineData(503, "Sun, 01 Mar 2026 12:02:00 GMT\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT", 120)]
    [InlineData(503, "Sun, 01 Mar 2026 11:00:00 GMT\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT", 30)]
    public async Task A_server_that_says_when_it_wants_to_be_asked_again_is_left_alone_until_then(int status, string retryAfter, int seconds)
    {
        var ring = await LoadKnownAsync();
        _fixture.Server.AnswerWithStatus(status, $"Retry-After: {retryAfter}\r\n");
        _fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        await ring.RefreshForUnknownKeyAsync(Token);
        AssertFailed(ring, nameof(NetworkFailureKind.HttpStatus), requests: 1);

        _fixture.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        await ring.RefreshForUnknownKeyAsync(Token);
        Assert.Equal(2, _fixture.Server.Requests.Count);

        _fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await ring.RefreshForUnknownKeyAsync(Token);
        Assert.Equal(3, _fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task A_key_set_under_an_error_status_is_not_read()
    {
        _fixture.Server.Answer = (_, stream, token) => stream.WriteAsync(FaultServer.Response(Jwks.Set(Jwks.Rsa("other")), status: 500), token).AsTask();

        await AssertFails(nameof(NetworkFailureKind.HttpStatus), requests: 3);
    }

    [Fact]
    public async Task A_server_that_is_down_is_tried_three_times()
    {
        var ring = await LoadKnownAsync();
        _fixture.Server.StopListening();

        await _fixture.LoadAsync(ring);

        AssertFailed(ring, nameof(NetworkFailureKind.Unreachable), requests: 0);
    }

    [Theory]
    [InlineData("<html><body>Login</body></html>", "text/html", nameof(NetworkFailureKind.ContentType))]
    [InlineData("{}", "application/xml", nameof(NetworkFailureKind.ContentType))]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",", "application/json", nameof(KeyFailureKind.InvalidKeySet))]
    [InlineData("not JSON", "application/json", nameof(KeyFailureKind.InvalidKeySet))]
    [InlineData("{\"keys\":[]}", "application/json", nameof(KeyFailureKind.NoUsableKey))]
    [InlineData("{\"keys\":[]}", null, nameof(KeyFailureKind.NoUsableKey))]
    public async Task A_document_that_is_no_key_set_is_refused(string body, string? contentType, string kind)
    {
        _fixture.Server.Answer = (_, stream, token) => stream.WriteAsync(FaultServer.Response(body, 200, contentType), token).AsTask();

        await AssertFails(kind, requests: 1);
    }

    [Fact]
    public async Task A_set_of_too_many_keys_is_refused()
    {
        _fixture.Server.AnswerWith(Jwks.Set([.. Enumerable.Range(0, 65).Select(number => Jwks.Rsa($"key-{number}"))]));

        await AssertFails(nameof(KeyFailureKind.TooManyKeys), requests: 1);
    }

    [Fact]
    public async Task A_document_that_says_it_is_too_large_is_not_read()
    {
        _fixture.Server.AnswerWith(new string(' ', 512 * 1024) + Known);

        await AssertFails(nameof(NetworkFailureKind.TooLarge), requests: 1);
    }

    [Fact]
    public async Task An_endless_document_is_read_up_to_the_limit()
    {
        long sent = 0;
        _fixture.Server.Answer = async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"u8.ToArray(), token);
            while (true)
            {
                await stream.WriteAsync(new byte[64 * 1024], token);
                sent += 64 * 1024;
            }
        };

        await AssertFails(nameof(NetworkFailureKind.TooLarge), requests: 1);

        // What fits into the buffers of two sockets may be under way; a gigabyte is not.
        Assert.InRange(Interlocked.Read(ref sent), 0, 64 * 1024 * 1024);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_compressed_document_is_refused_without_unpacking_it(string coding)
    {
        _fixture.Server.AnswerWith(Known, headers: $"Content-Encoding: {coding}\r\n");

        await AssertFails(nameof(NetworkFailureKind.ContentEncoding), requests: 1);
    }

    [Fact]
    public async Task A_connection_that_breaks_inside_the_document_is_a_failure()
    {
        _fixture.Server.Answer = (_, stream, token) => stream.WriteAsync(FaultServer.Response(Known).AsMemory()[..^10], token).AsTask();

        await AssertFails(nameof(NetworkFailureKind.Interrupted), requests: 1);
    }

    [Fact]
    public async Task What_does_not_speak_http_is_a_failure()
    {
        _fixture.Server.Answer = (_, stream, token) => stream.WriteAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray(), token).AsTask();

        await AssertFails(nameof(NetworkFailureKind.Interrupted), requests: 1);
    }

    [Fact]
    public async Task A_redirect_in_a_circle_ends()
    {
        _fixture.Server.AnswerWithStatus(302, "Location: /jwks\r\n");

        await AssertFails(nameof(NetworkFailureKind.Redirect), requests: 4);
    }

    [Fact]
    public async Task A_redirect_to_another_origin_is_not_followed()
    {
        _other.AnswerWith(Jwks.Set(Jwks.Rsa("other")));
        _fixture.Server.AnswerWithStatus(307, $"Location: {_other.Jwks}\r\n");

        await AssertFails(nameof(NetworkFailureKind.Redirect), requests: 1);

        Assert.Empty(_other.Requests);
    }

    [Fact]
    public async Task A_redirect_within_the_origin_is_followed()
    {
        _fixture.Server.Answer = (path, stream, token) => stream.WriteAsync(
            path is "/jwks" ? FaultServer.Response("", 301, headers: "Location: /moved?here\r\n") : FaultServer.Response(Known), token).AsTask();
        var ring = _fixture.Ring();

        await _fixture.LoadAsync(ring);

        Assert.True(ring.Current.Contains("known"u8));
        Assert.Equal(["/jwks", "/moved?here"], _fixture.Server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: appli")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"keys\":[")]
    public async Task A_server_that_hangs_is_given_up_after_five_seconds(string sentBefore)
    {
        var ring = await LoadKnownAsync();
        _fixture.Server.HangAfter(sentBefore);

        var load = ring.RefreshAsync();
        await _fixture.Server.WhenRequestedAsync(Token);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(5));
        await load;

        AssertFailed(ring, nameof(NetworkFailureKind.Timeout), requests: 1);
    }

    [Fact]
    public async Task A_document_that_comes_byte_by_byte_is_given_up_after_five_seconds()
    {
        var ring = await LoadKnownAsync();
        _fixture.Server.Answer = async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"u8.ToArray(), token);
            for (var sent = 0; ; sent++)
            {
                // The server's own sense of time: a byte, and a tenth of a second has passed.
                await stream.WriteAsync(" "u8.ToArray(), token);
                _fixture.Clock.Advance(TimeSpan.FromMilliseconds(100));
                Assert.InRange(sent, 0, 100);
            }
        };

        await ring.RefreshAsync();

        AssertFailed(ring, nameof(NetworkFailureKind.Timeout), requests: 1);
    }

    [Fact]
    public async Task A_key_that_changes_its_type_under_one_id_replaces_the_old_one()
    {
        var ring = await LoadKnownAsync();
        _fixture.Server.AnswerWith(Jwks.Set(Jwks.Ec("known", System.Security.Cryptography.ECCurve.NamedCurves.nistP256, "P-256")));

        await _fixture.LoadAsync(ring);

        Assert.Equal("EC", Assert.Single(ring.Current.Keys).KeyType);
        Assert.Equal(2, ring.Generation);
    }

    private async Task<KeyRing> LoadKnownAsync()
    {
        var answer = _fixture.Server.Answer;
        _fixture.Server.AnswerWith(Known);
        var ring = await _fixture.LoadAsync(_fixture.Ring());
        await _fixture.Server.WhenRequestedAsync(Token);
        _fixture.Server.Answer = answer;
        return ring;
    }

    private async Task AssertFails(string kind, int requests)
    {
        var ring = await LoadKnownAsync();

        await _fixture.LoadAsync(ring);

        AssertFailed(ring, kind, requests);
    }

    private void AssertFailed(KeyRing ring, string kind, int requests)
    {
        Assert.Equal(kind, ring.State.LastFailure?.Name);
        Assert.Equal("known", Assert.Single(ring.Current.Keys).KeyId);
        Assert.Equal(1, ring.Generation);
        Assert.True(ring.IsUsable);
        Assert.Equal(1 + requests, _fixture.Server.Requests.Count);
    }
}
