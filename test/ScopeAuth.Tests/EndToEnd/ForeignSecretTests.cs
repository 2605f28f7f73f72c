using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Tests.AuthorizationServers;
using ScopeAuth.Tests.Keys;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Rule 8, the other side: what an authorization server sends is not written either, but for what it calls its keys.</summary>
public sealed class ForeignSecretTests : IAsyncDisposable
{
    private const string Mark = "m4rk3ds3cr3t";

    private readonly FaultServer _server = new();
    private readonly CollectedLogs _logs = new();
    private readonly KeyRingFixture _fixture;

    public ForeignSecretTests() =>
        _fixture = new(services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs)));

    public static TheoryData<string, string> Answers => new()
    {
        { $$"""{"keys":[{"kty":"oct","kid":"one","k":"{{Mark}}"}]}""", "" },
        { $$"""{"keys":[{{Jwks.Rsa("one", more: $"\"d\":\"{Mark}\",\"p\":\"{Mark}\"")}}]}""", "" },
        { $$"""{"keys":[{{Jwks.Rsa("one", more: $"\"use\":\"{Mark}\"")}},{{Jwks.Rsa("two", more: $"\"alg\":\"{Mark}\"")}},{"kty":"{{Mark}}"}]}""", "" },
        { $$"""{"keys":[{"kty":"RSA","n":"{{Mark}}","e":"{{Mark}}"},{"kty":"EC","crv":"{{Mark}}"}]}""", "" },
        { $$"""{"keys":[{"{{Mark}}":""", "" },
        { $$"""{"{{Mark}}":1,"{{Mark}}":2}""", "" },
        { $"<html><body>{Mark}</body></html>", "Content-Type: text/html\r\n" },
        { "{}", $"Set-Cookie: {Mark}\r\nWWW-Authenticate: {Mark}\r\nContent-Encoding: {Mark}\r\n" },
        { "{}", $"Content-Type: {Mark}/{Mark}\r\n" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task What_a_server_sends_in_place_of_keys_is_not_written(string body, string headers)
    {
        _server.Answer = (_, stream, token) => stream.WriteAsync(
            FaultServer.Response(body, 200, headers.Contains("Content-Type", StringComparison.Ordinal) ? null : "application/json", headers), token).AsTask();

        await NothingIsWrittenAsync();
    }

    [Theory]
    [InlineData(302)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task What_a_server_sends_with_another_status_is_not_written(int status)
    {
        _server.Answer = (_, stream, token) => stream.WriteAsync(
            FaultServer.Response(Mark, status, "text/plain", $"Location: https://user:{Mark}@elsewhere.example/{Mark}?{Mark}\r\n"), token).AsTask();

        await NothingIsWrittenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task NothingIsWrittenAsync()
    {
        // A secret in the query of the address is the operator's own, and is not written either.
        AuthorizationServerOptions options = new() { JwksUri = $"{_server.Jwks}?code={Mark}", AllowHttp = true };
        var ring = await _fixture.LoadAsync(_fixture.Rings.For("acme", options, null, []));
        Assert.False(ring.IsUsable);

        await using var check = new CheckFixture(configure: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs)));
        var checking = check.CheckNewAsync(server => server.JwksUri = options.JwksUri);
        var retryDelay = TimeSpan.FromSeconds(1.5);
        while (await Task.WhenAny(checking, check.Clock.WhenDueWithinAsync(retryDelay, TestContext.Current.CancellationToken)) != checking) check.Clock.Advance(retryDelay);

        string[] written = [.. _logs.Entries.Select(entry => entry.ToString()), .. (await checking).Select(finding => finding.ToString()), JsonSerializer.Serialize(_fixture.Rings.Health())];
        Assert.NotEmpty(_server.Requests);
        Assert.Contains(written, text => text.Contains("acme", StringComparison.Ordinal));
        Assert.DoesNotContain(written, text => text.Contains(Mark, StringComparison.OrdinalIgnoreCase));
    }
}
