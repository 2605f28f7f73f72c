using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Samples.ServerPage;
using ScopeAuth.Samples.Tests.Support;
using ScopeAuth.Testing;

namespace ScopeAuth.Samples.Tests;

public sealed partial class ServerPageTests(SampleFixture sample)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("okta", "Okta")]
    [InlineData("entra", "Microsoft Entra ID")]
    [InlineData("ping", "PingFederate")]
    [InlineData("zidentity", "ZIdentity")]
    [InlineData("zitadel", "ZITADEL")]
    [InlineData("identify", "Safewhere Identify")]
    public async Task Each_server_has_a_page_with_its_published_keys_and_no_secret(string name, string heading)
    {
        var page = await ReadAsync($"/as/{name}");
        var keySet = await sample.Process.Http.GetStringAsync(KeySet().Match(page).Groups[1].Value, Cancelled);
        var keyIds = KeyId().Matches(keySet).Select(match => match.Groups[1].Value).ToArray();

        Assert.Contains($"<h1>{heading}</h1>", page, StringComparison.Ordinal);
        Assert.NotEmpty(keyIds);
        Assert.All(keyIds, id => Assert.Contains($"<code class=\"id\">{WebUtility.HtmlEncode(id)}</code>", page, StringComparison.Ordinal));
        Assert.Contains("<code>demo</code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("demo-secret", page, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_runs_no_script_and_takes_nothing_from_elsewhere()
    {
        using var response = await sample.Client.SendAsync("GET", "/as/okta");
        var page = await response.Content.ReadAsStringAsync(Cancelled);

        Assert.Equal("default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains("no-store", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(InLine(), page);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mint")]
    [InlineData("revoke")]
    public async Task A_form_that_the_page_did_not_hand_out_is_refused(string form)
    {
        using var content = new FormUrlEncodedContent([new("role", "Auditor"), new("client", "demo"), new("lifetime", "Vendor"), new("tokenId", "x")]);
        using var response = await sample.Process.Http.PostAsync($"/as/entra/{form}", content, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("Auditor", "demo", "Vendor", HttpStatusCode.OK)]
    [InlineData("Root", "demo", "Vendor", HttpStatusCode.BadRequest)]
    [InlineData("Auditor", "stranger", "Vendor", HttpStatusCode.BadRequest)]
    [InlineData("Auditor", "demo", "Forever", HttpStatusCode.BadRequest)]
    [InlineData(null, "demo", "Vendor", HttpStatusCode.BadRequest)]
    public async Task The_button_mints_for_configured_roles_and_known_clients_alone(string? role, string client, string lifetime, HttpStatusCode expected)
    {
        var antiforgery = Antiforgery().Match(await ReadAsync("/as/identify")).Groups[1].Value;
        var form = new Dictionary<string, string> { ["__RequestVerificationToken"] = antiforgery, ["client"] = client, ["lifetime"] = lifetime };
        if (role is not null) form["role"] = role;
        using var content = new FormUrlEncodedContent(form);
        using var response = await sample.Process.Http.PostAsync("/as/identify/mint", content, Cancelled);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_server_that_does_not_exist_has_no_page()
    {
        using var response = await sample.Client.SendAsync("GET", "/as/nobody");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Whatever_a_client_a_scope_or_a_token_is_called_it_is_text()
    {
        const string Hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Configuration[$"ScopeAuth:ApiRoles:{Hostile}:Organizations"] = "*";
        builder.Services.AddServerPages();
        await using var server = new TestAuthorizationServer(Vendor.Okta, new("http://127.0.0.1:1/as/hostile"), options =>
        {
            options.Algorithm = "ES256";
            options.Clients.Add(new() { Id = Hostile });
        });
        server.IssueToken(new TestToken { ClientId = Hostile, TokenId = Hostile, Scopes = [$"zscaler.net::1::{Hostile}"] });
        await using var app = builder.Build();
        app.UseAntiforgery();
        app.MapServerPages(new("http://127.0.0.1:1"), [new("hostile", Hostile, server)]);
        await app.StartAsync(Cancelled);
        using var http = new HttpClient { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };

        var page = await http.GetStringAsync("/as/hostile", Cancelled);
        using var content = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", Antiforgery().Match(page).Groups[1].Value), new("role", Hostile), new("client", Hostile), new("lifetime", "Vendor")]);
        using var response = await http.PostAsync("/as/hostile/mint", content, Cancelled);
        var minted = await response.Content.ReadAsStringAsync(Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        foreach (var text in new[] { page, minted })
        {
            Assert.Contains("&lt;script&gt;", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"'>", text, StringComparison.Ordinal);
        }
    }

    private async Task<string> ReadAsync(string path)
    {
        using var response = await sample.Client.SendAsync("GET", path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancelled);
    }

    [GeneratedRegex("<dt>Key set</dt><dd><a href=\"([^\"]+)\"")]
    private static partial Regex KeySet();

    [GeneratedRegex("\"kid\":\"([^\"]+)\"")]
    private static partial Regex KeyId();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Antiforgery();

    [GeneratedRegex(@"\s(style|on\w+)=""")]
    private static partial Regex InLine();
}
