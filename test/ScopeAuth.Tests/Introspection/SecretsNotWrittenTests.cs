using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Introspection;

/// <summary>Rule 8: neither a token, nor a client's secret, nor an assertion, nor what a server answered is written anywhere.</summary>
public sealed class SecretsNotWrittenTests
{
    private const string Secret = "s3cret-of-the-client";

    [Theory]
    [InlineData(200, """{"active":"text-of-the-server"}""")]
    [InlineData(200, "text-of-the-server")]
    [InlineData(401, "text-of-the-server")]
    [InlineData(400, "text-of-the-server")]
    public async Task Whatever_goes_wrong(int status, string body)
    {
        var clock = new FakeClock();
        await using var server = new FaultServer();
        server.Answer = (_, stream, token) => stream.WriteAsync(FaultServer.Response(body, status, headers: "WWW-Authenticate: text-of-the-server\r\n"), token).AsTask();
        await using var api = await AskingApi.StartAsync(server, clock, ("IntrospectionClient:Secret", Secret));
        const string Token = "token-of-the-caller-0123456789";

        var answer = await api.AskAsync("/whoami", Token);
        var health = await api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(200, answer.Status);
        string[] written =
        [
            answer.ToString(),
            .. api.Logs.Entries.Select(entry => entry.ToString()),
            .. health.Entries.Values.Select(entry => $"{entry.Description} {string.Join(' ', entry.Data)}"),
        ];
        string[] secrets = [Secret, Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"api:{Secret}")), Token, "text-of-the-server"];
        Assert.True(written.Length > 10, $"{written.Length}");
        foreach (var text in written) Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal));
    }
}
