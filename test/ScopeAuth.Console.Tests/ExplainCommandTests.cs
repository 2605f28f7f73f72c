using ScopeAuth.Console.Tests.Support;
using ScopeAuth.Samples.Start;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Console.Tests;

/// <summary>The sample's command, which explains as the console does.</summary>
public sealed class ExplainCommandTests(ConsoleSample sample)
{
    [Fact]
    public async Task It_explains_a_token_of_the_running_sample_with_that_ones_keys()
    {
        var token = await sample.Client.GetTokenAsync("okta", "Auditor");

        var (code, text) = await RunAsync(["explain", token, "--urls", sample.Process.Address.AbsoluteUri], "");

        Assert.Equal(0, code);
        Assert.StartsWith("Accepted, as oauth-Auditor$@1234567.zscaler.net", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[2], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_may_come_by_the_input_and_ends_with_a_code_of_its_own()
    {
        var (code, text) = await RunAsync(["explain", "-", "--urls", sample.Process.Address.AbsoluteUri], $"Bearer {await sample.Client.GetTokenAsync("okta", "Nobody")}\n");

        Assert.Equal(1, code);
        Assert.StartsWith("Refused: NoUsableRole (20)", text, StringComparison.Ordinal);
        Assert.Contains("7. Roles: STOPPED HERE", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_knows_what_the_running_sample_has_revoked()
    {
        var token = await sample.Client.GetTokenAsync("okta", "TokenAdmin");
        var caller = await sample.Client.GetAsync("/api/v1/whoami", token);
        string[] arguments = ["explain", token, "--urls", sample.Process.Address.AbsoluteUri, "--ScopeAuth:DataPath", sample.DataPath];
        var (good, before) = await RunAsync(arguments, "");
        using var revoked = await sample.Client.SendAsync(
            "POST", "/api/v1/revocations", token, new { authorizationServer = "okta", tokenId = caller.GetProperty("tokenId").GetString(), reason = "SecurityEvent" });
        Assert.True(revoked.IsSuccessStatusCode);

        var (bad, after) = await RunAsync(arguments, "");

        Assert.Equal((0, 1), (good, bad));
        Assert.Contains("with its revocations", before, StringComparison.Ordinal);
        Assert.StartsWith("Refused: Revoked", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_finds_no_revocations_it_says_so()
    {
        var (_, text) = await RunAsync(["explain", "nonsense", "--urls", sample.Process.Address.AbsoluteUri, "--ScopeAuth:DataPath", ""], "");

        Assert.Contains("WITHOUT its revocations", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_it_says_how_it_is_used()
    {
        var (code, text) = await RunAsync(["explain"], "");

        Assert.Equal(2, code);
        Assert.StartsWith("Usage: explain TOKEN", text, StringComparison.Ordinal);
    }

    // A process that was just started on a busy machine may not have the keys within the time that a request waits for them; it says so, and is asked again.
    private static Task<(int Code, string Text)> RunAsync(string[] arguments, string input) => Eventually.IsAsync(
        async () =>
        {
            using var output = new StringWriter();
            return (Code: await ExplainCommand.RunAsync(arguments, new StringReader(input), output, output), Text: output.ToString());
        },
        said => !said.Text.StartsWith("Refused: KeysUnavailable", StringComparison.Ordinal));
}
