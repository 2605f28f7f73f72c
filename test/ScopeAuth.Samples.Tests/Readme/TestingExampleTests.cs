using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using ScopeAuth.Testing;

namespace ScopeAuth.Samples.Tests.Readme;

public sealed class TestingExampleTests
{
    [Fact]
    public async Task The_READMEs_test_of_an_API_works()
    {
        var status = await TestAnApiAsync();
        // A machine that is busy building may need more than the 2 s that a request waits for its first keys.
        for (var attempt = 1; attempt < 5 && status == HttpStatusCode.ServiceUnavailable; attempt++) status = await TestAnApiAsync();

        Assert.Equal(HttpStatusCode.OK, status);
    }

    private static async Task<HttpStatusCode> TestAnApiAsync()
    {
        await using var okta = await TestAuthorizationServer.StartAsync(Vendor.Okta, options => options.Organizations.Add("zscaler.net::1234567"));
        await using var api = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            foreach (var (key, value) in okta.ConfigurationFor("acme-okta")) host.UseSetting($"ScopeAuth:{key}", value);
        });
        var client = api.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", okta.IssueToken("zscaler.net::1234567::Auditor"));

        var answer = await client.GetAsync("/api/v1/firewallRules");

        return answer.StatusCode;
    }
}
