using System.Net;
using System.Text.RegularExpressions;
using ScopeAuth.Samples.Tests.Support;

namespace ScopeAuth.Samples.Tests;

public sealed partial class RevocationTests(SampleFixture sample)
{
    [Fact]
    public async Task The_commands_of_the_README_revoke_a_token_and_the_next_request_is_refused()
    {
        var readme = await ReadReadmeAsync();
        var commands = Commands().Match(readme).Groups[1].Value.Replace("http://127.0.0.1:5080", sample.Process.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        Assert.NotEmpty(commands);

        var output = await Bash.RunAsync(commands);

        Assert.Equal(["201 Created", "401 Unauthorized"], Status().Matches(output).Select(match => match.Groups[1].Value));
        Assert.Contains("\"rejection\":\"Revoked\"", output, StringComparison.Ordinal);
        Assert.Contains("\"items\":[{", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revocations_are_kept_over_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("scopeauth-").FullName;
        try
        {
            Guid id;
            await using (var first = await SampleProcess.StartInAsync(folder, "--ScopeAuth:DataPath", folder))
            {
                var client = new SampleClient(first.Http);
                var admin = await client.GetTokenAsync("okta", "TokenAdmin");
                using var revoked = await client.SendAsync("POST", "/api/v1/revocations", admin, new { authorizationServer = "okta", role = "Operator", reason = "SecurityEvent" });
                Assert.Equal(HttpStatusCode.Created, revoked.StatusCode);
                id = (await SampleClient.ReadAsync(revoked)).GetProperty("id").GetGuid();
                Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, await client.GetTokenAsync("okta", "Operator")));
            }

            await using var second = await SampleProcess.StartInAsync(folder, "--ScopeAuth:DataPath", folder);
            var again = new SampleClient(second.Http);
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(again, await again.GetTokenAsync("okta", "Operator")));
            var list = await again.GetAsync("/api/v1/revocations", await again.GetTokenAsync("okta", "TokenAdmin"));
            Assert.Equal(id, list.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetGuid());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Only_a_token_administrator_may_revoke()
    {
        var token = await sample.Client.GetTokenAsync("okta", "FirewallAdmin");

        using var answer = await sample.Client.SendAsync("POST", "/api/v1/revocations", token, new { authorizationServer = "okta", role = "Nobody", reason = "Other" });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static Task<string> ReadReadmeAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ScopeAuth.sln"))) folder = folder.Parent!;
        return File.ReadAllTextAsync(Path.Combine(folder.FullName, "README.md"), TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> StatusAsync(SampleClient client, string token)
    {
        using var answer = await client.SendAsync("GET", "/api/v1/whoami", token);
        return answer.StatusCode;
    }

    [GeneratedRegex("```bash\n(token\\(\\).*?)```", RegexOptions.Singleline)]
    private static partial Regex Commands();

    [GeneratedRegex(@"^HTTP/1\.1 (.*?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Status();
}
