using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Tests.Keys;
using ScopeAuth.Tests.Network;

namespace ScopeAuth.Tests.AuthorizationServers;

public sealed class AuthorizationServerCheckTests : IAsyncDisposable
{
    private readonly FaultServer _server = new();
    private readonly KeyRingFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_registration_in_order_has_nothing_but_information()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one", more: "\"alg\":\"RS256\""), Jwks.Rsa("enc", 1, "\"use\":\"enc\"")), headers: Date(TimeSpan.FromSeconds(5)));

        var findings = await CheckAsync();

        Assert.Equal(
            [
                $"1 usable keys from {_server.Jwks}.",
                "Key enc is not used: its use is not sig (NotForSignatures).",
                "Tokens can be verified by RS256.",
            ],
            findings.Select(finding => finding.Text));
        Assert.All(findings, finding => Assert.Equal(CheckSeverity.Information, finding.Severity));
    }

    [Fact]
    public async Task What_is_out_of_reach_or_of_another_issuer_is_an_error_that_names_it()
    {
        _server.AnswerWith(Jwks.Metadata("https://other.example", _server.Jwks.OriginalString));

        var finding = Assert.Single(await Check.RunAsync("acme", new() { AllowHttp = true }, [_server.Jwks], ["https://acme.example"], Token));

        Assert.Equal(CheckSeverity.Error, finding.Severity);
        Assert.Contains("IssuerMismatch", finding.Text, StringComparison.Ordinal);
        Assert.Contains("https://other.example", finding.Text, StringComparison.Ordinal);
        Assert.Contains("https://acme.example", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_private_key_and_an_ambiguous_id_are_errors()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one"), Jwks.Rsa("leaked", 1, "\"d\":\"AQ\""), Jwks.Rsa("twice", 1), Jwks.Rsa("twice", 2)));

        Assert.Equal(3, (await CheckAsync()).Count(finding => finding.Severity is CheckSeverity.Error));
    }

    [Fact]
    public async Task Keys_that_can_verify_nothing_that_is_allowed_are_an_error()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Ec("one", ECCurve.NamedCurves.nistP256, "P-256")));

        var findings = await CheckAsync(options => options.Algorithms = ["RS256"]);

        Assert.Contains(new CheckFinding(CheckSeverity.Error, "The keys can verify ES256, but Algorithms allows only RS256."), findings);
        Assert.Contains(new CheckFinding(CheckSeverity.Warning, "Key one verifies nothing that Algorithms allows."), findings);
    }

    [Theory]
    [InlineData(-30, nameof(CheckSeverity.Warning))]
    [InlineData(30, nameof(CheckSeverity.Warning))]
    [InlineData(61, nameof(CheckSeverity.Error))]
    public async Task A_clock_that_differs_is_said(int seconds, string severity)
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")), headers: Date(TimeSpan.FromSeconds(seconds)));

        Assert.Equal(severity, Assert.Single(await CheckAsync(), finding => finding.Text.Contains("clock", StringComparison.Ordinal)).Severity.ToString());
    }

    [Fact]
    public async Task Keys_without_ids_are_a_warning_if_there_are_several()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa(null, 0), Jwks.Rsa("two", 1)));

        Assert.Contains(await CheckAsync(), finding => finding.Text.Contains("has no key ID", StringComparison.Ordinal));
        Assert.DoesNotContain(await CheckAsync(options => options.AllowMissingKeyId = true), finding => finding.Text.Contains("has no key ID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_changes_no_key_in_use_and_cannot_be_used_as_an_amplifier()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var ring = _fixture.Ring(_server);

        for (var check = 0; check < 20; check++) await CheckAsync();
        var refused = Assert.Single(await CheckAsync());

        Assert.Equal(new(CheckSeverity.Error, "Too many checks within a minute. Try again later."), refused);
        Assert.Equal(20, _server.Requests.Count);
        Assert.False(ring.IsUsable);
    }

    private AuthorizationServerCheck Check => _fixture.Services.GetRequiredService<AuthorizationServerCheck>();

    private Task<IReadOnlyList<CheckFinding>> CheckAsync(Action<AuthorizationServerOptions>? change = null)
    {
        var options = new AuthorizationServerOptions { JwksUri = _server.Jwks.OriginalString, AllowHttp = true };
        change?.Invoke(options);
        return Check.RunAsync("acme", options, [], [], Token);
    }

    private string Date(TimeSpan ahead) => string.Create(CultureInfo.InvariantCulture, $"Date: {_fixture.Clock.GetUtcNow() + ahead:R}\r\n");
}
