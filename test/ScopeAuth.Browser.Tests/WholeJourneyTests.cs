using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using ScopeAuth.Browser.Tests.Support;
using ScopeAuth.Console.Tests.Support;
using ScopeAuth.Testing;

namespace ScopeAuth.Browser.Tests;

/// <summary>A day of an administrator from end to end: each step stands on what the one before left.</summary>
public sealed class WholeJourneyTests(ConsoleSample sample, Chromium chromium) : SampleTest(sample, chromium)
{
    private const string Organization = "zscaler.net::1234567";
    private const string Rules = "/api/v1/firewallRules";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_a_server_by_preset_to_a_token_that_is_revoked_a_role_that_changes_and_the_export_of_it_all()
    {
        await using var server = await TestAuthorizationServer.StartAsync(Vendor.Okta, options =>
        {
            options.Algorithm = "ES256";
            options.Organizations.Add(Organization);
            options.IssuesAnyScope = true;
        }, Cancelled);

        var page = await EnterAsync("add-server?vendor=Okta");
        await page.FillServerAsync("courier", server.Issuer, Organization);
        await page.AllowLoopbackAsync();
        await page.Button("Validate").FollowAsync();
        await Expect(page.Locator("#findings")).ToHaveTextAsync("Its tokens can be accepted");
        await page.Button("Save").FollowAsync();
        await Expect(page.GetByText("Saved. It holds from the next request on.")).ToBeVisibleAsync();

        await GoToAsync(page, "add-role");
        await page.Locator("[name=Name]").FillAsync("Courier");
        await SaveAccessAsync(page, "View");
        var token = await GetTokenAsync(server);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token, Rules));

        // It has appeared, with what it says.
        await GoToAsync(page, "tokens?server=courier");
        var row = page.Locator("#tokens tbody tr");
        await page.UntilShownAsync(row);
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row.Locator(".state")).ToHaveTextAsync("Active");
        await row.GetByRole(AriaRole.Link).FollowAsync();
        var id = (await page.Locator("h1").InnerTextAsync()).Trim();
        await Expect(page.Locator("section:has(#claims) pre")).ToContainTextAsync($"{Organization}::Courier");

        await page.Locator("form[action$=revoke] [name=confirm]").FillAsync("YES");
        await page.Locator("form[action$=revoke]").GetByRole(AriaRole.Button).FollowAsync();
        await Expect(page.Locator(".title .state")).ToHaveTextAsync("Revoked");
        await Expect(page.Locator("#claims, form[action$=revoke]")).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token, Rules));

        // Both calls of this token: the one that was served, and the one that was not.
        await GoToAsync(page, $"audit?resource={Rules}");
        var calls = page.Locator("#records tbody tr").Filter(new() { HasText = id });
        await page.UntilShownAsync(calls.Nth(1));
        await Expect(calls.Locator(".state")).ToHaveTextAsync(["Failure", "Success"]);
        await calls.First.GetByText("Details").ClickAsync();
        await Expect(calls.First).ToContainTextAsync("Revoked (");

        // A revoked token does not stop its client. What the role loses, the next call does not reach.
        var second = await GetTokenAsync(server);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(second, Rules));
        await GoToAsync(page, "roles/Courier/edit");
        await SaveAccessAsync(page, "None");
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(second, Rules));

        await GoToAsync(page, $"audit?resource={Rules}");
        var csv = (await page.DownloadAsync("Export CSV")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("timestamp,action,category,resource,adminId", csv[0], StringComparison.Ordinal);
        Assert.Equal(2, csv.Count(line => line.Contains(id, StringComparison.Ordinal)));
        var lines = (await page.DownloadAsync("Export JSON Lines")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Single(lines, record => Text(record, "tokenId") == id && Text(record, "rejection") == "Revoked");
        Assert.Single(lines, record => Text(record, "tokenId") == id && Text(record, "result") == "Success");
        Assert.All(lines, record => Assert.Equal(Rules, Text(record, "resource")));

        // What the administrator did is there, too, under that name.
        await GoToAsync(page, "audit?interface=Admin+UI&admin=administrator&action=Revoke");
        await page.UntilShownAsync(page.Locator("#records tbody tr"));
        Assert.Empty(Complaints);
    }

    private static async Task SaveAccessAsync(IPage page, string access)
    {
        await page.GetByLabel("Firewall").SelectOptionAsync(access);
        await page.GetByLabel("Organisations").FillAsync("*");
        await page.Button("Save").FollowAsync();
        await Expect(page.GetByText("Saved. It holds from the next request on.")).ToBeVisibleAsync();
    }

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static async Task<string> GetTokenAsync(TestAuthorizationServer server)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("scope", $"{Organization}::Courier")]),
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("demo:demo-secret"))) },
        };
        using var response = await http.SendAsync(request, Cancelled);
        var answer = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"{response.StatusCode}: {answer}"));
        return JsonDocument.Parse(answer).RootElement.GetProperty("access_token").GetString()!;
    }
}
