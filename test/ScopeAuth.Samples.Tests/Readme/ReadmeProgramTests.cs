using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ScopeAuth.Samples.Tests.Support;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Samples.Tests.Readme;

public sealed partial class ReadmeProgramTests
{
    private const string Server = "ScopeAuth:AuthorizationServers:acme-okta";
    private const string Organization = "zscaler.net::1234567";

    [Fact]
    public void The_settings_in_the_README_are_accepted_as_they_stand()
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Settings()))).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddScopeRoleAuth(configuration.GetSection("ScopeAuth"));
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<ScopeAuthOptions>>().Value;

        Assert.Equal("https://acme.okta.com/oauth2/default", options.AuthorizationServers["acme-okta"].Issuer);
        Assert.Equal(["FirewallAdmin", "Operator"], options.ApiRoles.Keys.Order());
    }

    [Fact]
    public async Task The_program_in_the_README_does_what_the_README_says()
    {
        await using var okta = await TestAuthorizationServer.StartAsync(Vendor.Okta, options => options.Organizations.Add(Organization));
        var folder = Directory.CreateTempSubdirectory("scopeauth-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), Settings(), TestContext.Current.CancellationToken);
        // Only the address differs: nobody has acme.okta.com.
        await using (var program = await RunningReadmeProgram.StartAsync(
            $"--contentRoot={folder.FullName}", "--urls=http://127.0.0.1:0", $"--{Server}:Issuer={okta.Issuer}", $"--{Server}:AllowHttp=true"))
        {
            var client = new SampleClient(program.Http);
            var (admin, @operator) = (okta.IssueToken($"{Organization}::FirewallAdmin"), okta.IssueToken($"{Organization}::Operator"));

            async Task<HttpStatusCode> StatusAsync(string method, string path, string? token = null) => (await client.SendAsync(method, path, token)).StatusCode;

            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", "/api/v1/firewallRules"));
            Assert.Equal(HttpStatusCode.OK, await Eventually.IsServedAsync(() => StatusAsync("GET", "/api/v1/firewallRules", admin)));
            Assert.Equal(HttpStatusCode.Created, await StatusAsync("POST", "/api/v1/firewallRules?name=new", admin));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("GET", "/api/v1/firewallRules", @operator));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("POST", "/api/v1/activate", admin));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", "/healthz"));
            using var activated = await client.SendAsync("POST", "/api/v1/activate", @operator);
            Assert.Equal("Activated by oauth-Operator$@1234567.zscaler.net", await activated.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        folder.Delete(recursive: true);
    }

    private static string Settings()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ScopeAuth.sln"))) folder = folder.Parent;
        return Assert.Single(Json().Matches(File.ReadAllText(Path.Combine(folder.FullName, "README.md")))).Groups[1].Value;
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
