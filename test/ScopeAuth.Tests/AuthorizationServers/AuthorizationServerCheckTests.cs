using System.Globalization;
using System.Security.Cryptography;
using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tests.Keys;
using ScopeAuth.Tests.Network;

namespace ScopeAuth.Tests.AuthorizationServers;

public sealed class AuthorizationServerCheckTests : IAsyncDisposable
{
    private readonly CheckFixture _fixture = new();

    private FaultServer Server => _fixture.Server;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_registration_in_order_has_nothing_but_information()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one", more: "\"alg\":\"RS256\""), Jwks.Rsa("enc", 1, "\"use\":\"enc\"")), headers: Date(TimeSpan.FromSeconds(5)));

        foreach (var findings in new[] { await _fixture.Check.RunAsync("acme", CheckFixture.Token), await _fixture.CheckNewAsync() })
        {
            Assert.Equal(
                [
                    ("Keys", $"1 usable keys from {Server.Jwks}."),
                    ("NotForSignatures", "Key enc is not used: its use is not sig."),
                    ("Algorithms", "Tokens can be verified by RS256."),
                ],
                findings.Select(finding => (finding.Code, finding.Text)));
            Assert.All(findings, finding => Assert.Equal((CheckSeverity.Information, null), (finding.Severity, finding.Advice)));
        }
    }

    [Fact]
    public async Task The_way_from_the_issuer_to_the_keys_is_told()
    {
        Server.Answer = (path, stream, token) => stream.WriteAsync(
            FaultServer.Response(path is "/jwks" ? Jwks.Set(Jwks.Rsa("one")) : Jwks.Metadata(Server.Origin, Server.Jwks.OriginalString)), token).AsTask();

        var findings = await _fixture.CheckNewAsync(options => (options.Issuer, options.JwksUri) = (Server.Origin, null));

        Assert.Equal(["Metadata", "Keys", "Algorithms"], findings.Select(finding => finding.Code));
        Assert.Contains($"{Server.Jwks}", findings[0].Text, StringComparison.Ordinal);
        Assert.Equal(["/.well-known/openid-configuration", "/jwks"], Server.Requests);
    }

    [Fact]
    public async Task Metadata_of_another_issuer_is_an_error_that_names_both()
    {
        Server.AnswerWith(Jwks.Metadata("https://other.example", Server.Jwks.OriginalString));

        var finding = Assert.Single(await _fixture.CheckNewAsync(options => (options.JwksUri, options.MetadataUri) = (null, Server.Jwks.OriginalString)));

        Assert.Equal((CheckSeverity.Error, "IssuerMismatch"), (finding.Severity, finding.Code));
        Assert.Contains("'https://other.example'", finding.Text, StringComparison.Ordinal);
        Assert.Contains("'https://new.example'", finding.Text, StringComparison.Ordinal);
        Assert.NotNull(finding.Advice);
    }

    [Fact]
    public async Task Nothing_is_asked_of_anyone_while_a_setting_is_at_fault()
    {
        var findings = await _fixture.CheckNewAsync(options => (options.Audiences, options.ClockSkew, options.JwksUri) = ([], TimeSpan.FromHours(1), "http://as.example/jwks"));

        Assert.Equal([("Setting", CheckSeverity.Error), ("Setting", CheckSeverity.Error), ("Setting", CheckSeverity.Error)], findings.Select(finding => (finding.Code, finding.Severity)));
        Assert.Contains("AuthorizationServers:new:JwksUri: 'http://as.example/jwks'", findings[0].Text, StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_name_that_nobody_registered_and_an_issuer_that_somebody_has_are_errors()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));

        Assert.Equal("NotRegistered", Assert.Single(await _fixture.Check.RunAsync("other", CheckFixture.Token)).Code);
        Assert.Contains(await _fixture.CheckNewAsync(options => options.Issuer = "https://acme.example"), finding => finding is { Severity: CheckSeverity.Error, Code: "IssuerTaken" });
        // Other settings for the same server take nothing from anyone.
        Assert.DoesNotContain(await _fixture.Check.RunAsync("acme", _fixture.NewServer(options => options.Issuer = "https://acme.example"), CheckFixture.Token), finding => finding.Code == "IssuerTaken");
    }

    [Fact]
    public async Task What_the_settings_leave_open_is_a_warning()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));

        var findings = await _fixture.CheckNewAsync(options => (options.Audiences, options.Enabled) = (["*"], false));

        Assert.Equal(["Disabled", "AnyAudience"], findings.Where(finding => finding.Severity is CheckSeverity.Warning).Select(finding => finding.Code));
    }

    [Fact]
    public async Task A_published_private_key_and_an_ambiguous_id_are_errors()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one"), Jwks.Rsa("leaked", 1, "\"d\":\"AQ\""), Jwks.Rsa("twice", 1), Jwks.Rsa("twice", 2)));

        Assert.Equal(
            ["PrivateKeyExposed", "AmbiguousKeyId", "AmbiguousKeyId"],
            (await _fixture.CheckNewAsync()).Where(finding => finding.Severity is CheckSeverity.Error).Select(finding => finding.Code));
    }

    [Fact]
    public async Task Keys_that_can_verify_nothing_that_is_allowed_are_an_error()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Ec("one", ECCurve.NamedCurves.nistP256, "P-256")));

        var findings = await _fixture.CheckNewAsync(options => options.Algorithms = ["RS256"]);

        Assert.Contains(("NoCommonAlgorithm", "The keys can verify ES256, but Algorithms allows only RS256."), findings.Select(finding => (finding.Code, finding.Text)));
        Assert.Contains(("KeyVerifiesNothing", "Key one verifies nothing that Algorithms allows."), findings.Select(finding => (finding.Code, finding.Text)));
    }

    [Theory]
    [InlineData(-10, null)]
    [InlineData(-30, CheckSeverity.Warning)]
    [InlineData(30, CheckSeverity.Warning)]
    [InlineData(60, CheckSeverity.Warning)]
    [InlineData(61, CheckSeverity.Error)]
    [InlineData(-61, CheckSeverity.Error)]
    public async Task A_clock_that_differs_is_said(int seconds, CheckSeverity? severity)
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")), headers: Date(TimeSpan.FromSeconds(seconds)));

        Assert.Equal(severity, (await _fixture.CheckNewAsync()).SingleOrDefault(finding => finding.Code == "ClockDiffers")?.Severity);
    }

    [Fact]
    public async Task Keys_without_ids_are_a_warning_if_there_are_several()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa(null, 0), Jwks.Rsa("two", 1)));

        Assert.Contains(await _fixture.CheckNewAsync(), finding => finding.Code == "MissingKeyId");
        Assert.DoesNotContain(await _fixture.CheckNewAsync(options => options.AllowMissingKeyId = true), finding => finding.Code == "MissingKeyId");
    }

    [Fact]
    public async Task Checks_cannot_be_used_as_an_amplifier()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));

        for (var check = 0; check < 20; check++) await _fixture.CheckNewAsync();
        Assert.Equal("TooManyChecks", Assert.Single(await _fixture.CheckNewAsync()).Code);
        Assert.Equal("TooManyChecks", Assert.Single(await _fixture.Check.RunAsync("acme", CheckFixture.Token)).Code);
        Assert.Equal(20, Server.Requests.Count);

        _fixture.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.DoesNotContain(await _fixture.CheckNewAsync(), finding => finding.Code == "TooManyChecks");
    }

    [Fact]
    public async Task A_check_ends_when_its_caller_goes_away()
    {
        Server.HangAfter("");
        using var caller = new CancellationTokenSource();

        var check = _fixture.Check.RunAsync("acme", caller.Token);
        await Server.WhenRequestedAsync(CheckFixture.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check);
    }

    [Fact]
    public async Task Findings_are_lines_for_people()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        using var console = new StringWriter();

        await Example.WriteAsync(_fixture.Check, _fixture.NewServer(), console, CheckFixture.Token);

        Assert.Contains($"Information Keys: 1 usable keys from {Server.Jwks}.", console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_failure_has_an_advice_of_its_own_kind()
    {
        KeyFailure[] failures =
        [
            .. Enum.GetValues<NetworkFailureKind>().Select(kind => new KeyFailure(kind, "")),
            .. Enum.GetValues<KeyFailureKind>().Select(kind => new KeyFailure(kind, "")),
        ];
        // By name, as everybody sees them: no name is in both sets.
        var advice = failures.ToDictionary(failure => failure.Name, ScopeAuth.AuthorizationServers.KeyFailureAdvice.Of);

        Assert.All(advice, entry => Assert.EndsWith(".", entry.Value, StringComparison.Ordinal));
        Assert.Equal("Unexpected", Assert.Single(advice, entry => entry.Value == advice["Unexpected"]).Key);
    }

    private string Date(TimeSpan ahead) => string.Create(CultureInfo.InvariantCulture, $"Date: {_fixture.Clock.GetUtcNow() + ahead:R}\r\n");

    // As the README has it.
    private static class Example
    {
        public static async Task WriteAsync(AuthorizationServerCheck check, AuthorizationServerOptions options, TextWriter Console, CancellationToken cancellationToken)
        {
            foreach (var finding in await check.RunAsync("acme-okta", options, cancellationToken))
                Console.WriteLine($"{finding.Severity} {finding.Code}: {finding.Text} {finding.Advice}");
        }
    }
}
