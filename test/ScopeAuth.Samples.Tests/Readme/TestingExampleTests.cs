using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Samples.Tests.Readme;

public sealed class TestingExampleTests
{
    [Fact]
    public async Task The_READMEs_test_of_an_API_works() => Assert.Equal(HttpStatusCode.OK, await Eventually.IsServedAsync(TestAnApiAsync));

    private static async Task<HttpStatusCode> TestAnApiAsync()
    {
        await using var okta = await TestAuthorizationServer.StartAsync(Vendor.Okta, options => options.Organizations.Add("zscaler.net::1234567"));
        await using var api = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host.UseTestAuthorizationServer("acme-okta", okta));
        var client = api.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", okta.IssueToken("zscaler.net::1234567::Auditor"));

        var answer = await client.GetAsync("/api/v1/firewallRules");

        return answer.StatusCode;
    }
}
