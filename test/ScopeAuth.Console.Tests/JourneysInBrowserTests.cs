using System.Net;
using ScopeAuth.Console.Tests.Support;
using ScopeAuth.Samples.Tests.Support;
using ScopeAuth.Testing;

namespace ScopeAuth.Console.Tests;

/// <summary>What an administrator does on the pages, done in a real browser, with scripts and without, and what the API does about it.</summary>
public sealed class JourneysInBrowserTests(ConsoleSample sample)
{
    private const string Organization = "zscaler.net::1234567";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_is_registered_by_preset_validated_used_disabled_enabled_edited_and_deleted(bool scripts)
    {
        var name = scripts ? "acme-scripts" : "acme-plain";
        await using var server = await TestAuthorizationServer.StartAsync(Vendor.Okta, options =>
        {
            options.Algorithm = "ES256";
            options.Organizations.Add(Organization);
        }, TestContext.Current.CancellationToken);
        var token = server.IssueToken(new TestToken { Scopes = [$"{Organization}::FirewallAdmin"] });
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));

        await using var browser = await sample.EnterAsync("servers", scripts);
        await browser.FollowAsync(".title a.button");
        await browser.FollowAsync("a[href$='vendor=Okta']");
        await browser.FillAsync("[name=Name]", name);
        await browser.FillAsync("[name=Issuer]", server.Issuer);
        await browser.FillAsync("[name=Audiences]", "https://api.example");
        await browser.FillAsync("[name=ClientIds]", "*");
        await browser.FillAsync("[name=Organizations]", Organization);
        await browser.FollowAsync("button[value=validate]");
        // Neither http nor a private address is taken without a word about it.
        Assert.Contains("Issuer: ", await browser.ReadAsync("document.querySelector('main [role=alert]').textContent"), StringComparison.Ordinal);
        await browser.ClickAsync("details.more-settings > summary");
        await browser.ClickAsync("[name=AllowHttp]");
        await browser.ClickAsync("[name=AllowPrivateNetwork]");
        await browser.FollowAsync("button[value=validate]");
        Assert.Equal("Its tokens can be accepted", await browser.ReadAsync("document.querySelector('#findings').textContent"));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));      // validated is not saved
        await browser.FollowAsync("button[value=save]");
        Assert.Equal(name, await browser.ReadAsync("document.querySelector('h1').textContent"));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token));

        await browser.FollowAsync("form[action$=disable] button");
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));
        await browser.FollowAsync("form[action$=enable] button");
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token));

        await browser.FollowAsync("a[href$='/edit']");
        await browser.FillAsync("[name=Description]", "Kiosks of Acme");
        await browser.FillAsync("[name=ClientIds]", "somebody-else");
        await browser.FollowAsync("button[value=save]");
        Assert.Contains("Kiosks of Acme", await browser.ReadAsync("document.querySelector('main').textContent"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));

        await browser.FillAsync("[name=confirm]", "YES");
        await browser.FollowAsync("button.danger");
        Assert.DoesNotContain(name, await browser.ReadAsync("document.querySelector('#servers').textContent"), StringComparison.Ordinal);
        Assert.All(browser.Complaints, complaint => Assert.Contains("400 (Bad Request)", complaint, StringComparison.Ordinal));     // the first validation
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_signs_out_has_to_sign_in_again(bool scripts)
    {
        await using var browser = await sample.EnterAsync("", scripts);
        Assert.Contains("administrator", await browser.ReadAsync("document.querySelector('.who').textContent"), StringComparison.Ordinal);

        await browser.FollowAsync("form[action='/logout'] button");
        await browser.GoToAsync(sample.To(""));

        Assert.Equal("/login", await browser.ReadAsync("location.pathname"));
    }

    [Fact]
    public async Task A_token_is_revoked_refused_explained_and_good_again_once_that_is_lifted()
    {
        var token = await sample.Client.GetTokenAsync("okta", "FirewallAdmin");
        var id = (await sample.Client.GetAsync("/api/v1/whoami", token)).GetProperty("tokenId").GetString()!;
        await using var browser = await sample.EnterAsync("revocations");

        await SendRevocationAsync(browser, id, "yes");      // in small letters it is no confirmation
        Assert.Contains("Type YES", await browser.ReadAsync("document.querySelector('[role=alert]').textContent"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token));
        await SendRevocationAsync(browser, id, "YES");
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));
        var row = $"[...document.querySelectorAll('#revocations tbody tr')].find(row => row.textContent.includes('{id}'))";
        Assert.Contains("administrator", await browser.ReadAsync($"{row}.textContent"), StringComparison.Ordinal);

        await browser.GoToAsync(sample.To("explain"));
        await browser.FillAsync("#token", token);
        await browser.FollowAsync("main button[type=submit]");
        Assert.Contains("Revoked", await browser.ReadAsync("document.querySelector('#verdict').textContent"), StringComparison.Ordinal);
        Assert.Equal("Revocation", await browser.ReadAsync("document.querySelector('.station.stopped h3').textContent"));
        // What is on the page is no token: the signature is not there, nor is the text that was sent.
        Assert.DoesNotContain(token.Split('.')[2], await browser.ReadAsync("document.documentElement.outerHTML"), StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[1], await browser.ReadAsync("document.documentElement.outerHTML"), StringComparison.Ordinal);

        await browser.GoToAsync(sample.To($"revocations?value={id}"));
        await browser.FollowAsync("#revocations tbody button");
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token));
    }

    [Fact]
    public async Task A_token_appears_is_revoked_and_both_calls_are_in_the_audit_log_and_its_export()
    {
        var token = await sample.Client.GetTokenAsync("zidentity", "FirewallAdmin");
        var id = (await sample.Client.GetAsync("/api/v1/whoami", token)).GetProperty("tokenId").GetString()!;
        await using var browser = await sample.EnterAsync($"tokens?token={Uri.EscapeDataString(id)}");
        Assert.Equal("1", await browser.ReadAsync("document.querySelectorAll('#tokens tbody tr').length"));
        Assert.Equal("Active", await browser.ReadAsync("document.querySelector('#tokens .state').textContent"));

        await browser.FollowAsync("#tokens tbody a");
        Assert.Contains("FirewallAdmin", await browser.ReadAsync("document.querySelector('section:has(#claims) pre').textContent"), StringComparison.Ordinal);
        await browser.FillAsync("form[action$=revoke] [name=confirm]", "YES");
        await browser.FollowAsync("form[action$=revoke] button");
        Assert.Equal("Revoked", await browser.ReadAsync("document.querySelector('.title .state').textContent"));
        Assert.Equal("0", await browser.ReadAsync("document.querySelectorAll('#claims, form[action$=revoke]').length"));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));

        await browser.GoToAsync(sample.To("audit?resource=/api/v1/whoami"));
        var calls = $"[...document.querySelectorAll('#records tbody tr')].filter(row => row.textContent.includes('{id}')).map(row => row.querySelector('.state').textContent).join()";
        Assert.Equal("Failure,Success", await browser.ReadAsync(calls));
        Assert.Equal("administrator", await ReadExportAsync(browser, "audit/export.csv?action=Revoke&interface=Admin+UI"));
        var lines = await browser.ReadWhenDoneAsync($"fetch('{sample.To("audit/export.jsonl?resource=/api/v1/whoami&result=Failure").PathAndQuery}').then(answer => answer.text())");
        Assert.Contains(lines!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement),
            record => record.GetProperty("rejection").GetString() == "Revoked" && record.GetProperty("tokenId").GetString() == id);
        Assert.Empty(browser.Complaints);
    }

    private async Task<string?> ReadExportAsync(Browser browser, string export)
    {
        var text = (await browser.ReadWhenDoneAsync($"fetch('{sample.To(export).PathAndQuery}').then(answer => answer.text())"))!;
        Assert.StartsWith("timestamp,action,category,resource,adminId", text, StringComparison.Ordinal);
        // The address of the form that revoked it names the token by its hash, as the page does.
        return text.Split("\r\n").Select(line => line.Split(',')).FirstOrDefault(cells => cells is [_, "Revoke", ..] && cells[3].StartsWith("/admin/tokens/", StringComparison.Ordinal))?[4];
    }

    [Fact]
    public async Task A_role_is_added_reaches_an_endpoint_and_loses_it_with_the_next_call()
    {
        var token = await sample.Client.GetTokenAsync("okta", "KioskReader");
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(token, "/api/v1/firewallRules"));
        await using var browser = await sample.EnterAsync("add-role");

        await browser.FillAsync("[name=Name]", "KioskReader");
        await browser.FillAsync("[name='access:Firewall']", "View");
        await browser.FillAsync("[name=Organizations]", "*");
        await browser.FollowAsync("button[value=save]");
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token, "/api/v1/firewallRules"));
        Assert.Contains("oauth-KioskReader$@1234567.zscaler.net", await browser.ReadAsync("document.querySelector('#roles').textContent"), StringComparison.Ordinal);

        await browser.FollowAsync("a[href$='KioskReader/edit']");
        await browser.FillAsync("[name='access:Firewall']", "None");
        await browser.FillAsync("[name='access:UrlFiltering']", "View");
        await browser.FollowAsync("button[value=save]");
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(token, "/api/v1/firewallRules"));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token, "/api/v1/urlCategories"));

        await browser.FollowAsync("a[href$='KioskReader/edit']");
        await browser.FillAsync("[name=confirm]", "YES");
        await browser.FollowAsync("button.danger");
        Assert.DoesNotContain("KioskReader", await browser.ReadAsync("document.querySelector('#roles').textContent"), StringComparison.Ordinal);
        Assert.Empty(browser.Complaints);
    }

    private async Task SendRevocationAsync(Browser browser, string id, string confirmation)
    {
        await browser.GoToAsync(sample.To("revocations"));
        await browser.FillAsync("section:has(#revoke) [name=server]", "okta");
        await browser.FillAsync("section:has(#revoke) [name=value]", id);
        await browser.FillAsync("section:has(#revoke) [name=confirm]", confirmation);
        // The browser itself would not send it: what the server says is the question.
        await browser.ReadAsync("document.querySelector('section:has(#revoke) form').noValidate = true");
        await browser.FollowAsync("button.danger");
    }

    private async Task<HttpStatusCode> CallAsync(string token, string path = "/api/v1/whoami")
    {
        using var response = await sample.Client.SendAsync("GET", path, token);
        return response.StatusCode;
    }
}
