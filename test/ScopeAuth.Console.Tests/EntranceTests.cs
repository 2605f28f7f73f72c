using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Console.Tests.Support;

namespace ScopeAuth.Console.Tests;

/// <summary>Who gets in, what a browser may do with a page, and where a form must have come from.</summary>
public sealed class EntranceTests
{
    private static readonly KeyValuePair<string, string>[] Disable = [new("server", "as"), new("client", "kiosk"), new("change", "disable")];

    [Fact]
    public void Without_a_policy_the_start_fails_with_an_explanation()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddScopeRoleAuth();
        builder.Services.AddScopeAuthConsole(_ => { });
        using var app = builder.Build();

        var fault = Assert.Throws<InvalidOperationException>(() => app.MapScopeAuthConsole("/admin"));

        Assert.Contains("options.Policy = \"Administrators\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_services_the_start_fails_with_an_explanation()
    {
        using var bare = WebApplication.CreateSlimBuilder().Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddScopeAuthConsole(options => options.Policy = "Administrators");
        using var alone = builder.Build();

        Assert.Contains("AddScopeAuthConsole", Assert.Throws<InvalidOperationException>(() => bare.MapScopeAuthConsole()).Message, StringComparison.Ordinal);
        Assert.Contains("AddScopeRoleAuth", Assert.Throws<InvalidOperationException>(() => alone.MapScopeAuthConsole()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("servers")]
    [InlineData("servers/as")]
    [InlineData("add-server")]
    [InlineData("roles")]
    [InlineData("add-role")]
    [InlineData("revocations")]
    [InlineData("tokens")]
    [InlineData("audit")]
    [InlineData("audit/tail")]
    [InlineData("audit/export.csv")]
    [InlineData("audit/export.jsonl")]
    [InlineData("explain")]
    public async Task Nobody_sees_a_page_without_meeting_the_policy_and_every_try_is_audited(string page)
    {
        await using var host = await ConsoleHost.StartAsync();

        using var nobody = await host.GetAsync(page, admin: null);
        using var visitor = await host.GetAsync(page, admin: "visitor");
        using var admin = await host.GetAsync(page);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK), (nobody.StatusCode, visitor.StatusCode, admin.StatusCode));
        Assert.Equal(
            [(null, AuditResult.Failure, Rejection.NoCredentials), ("visitor", AuditResult.Failure, Rejection.PolicyNotMet), ("admin", AuditResult.Success, (Rejection?)null)],
            host.Audit.Kept.Select(record => (record.AdminId, record.Result, record.Rejection)));
        Assert.All(host.Audit.Kept, record => Assert.Equal(("Admin UI", $"/admin/{page}".TrimEnd('/')), (record.Interface, record.Resource.TrimEnd('/'))));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/servers/as")]
    public async Task At_the_root_its_links_stay_on_the_host(string page)
    {
        await using var host = await ConsoleHost.StartAsync(prefix: "/");
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Add(NamedInHeader.Header, "admin");

        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("href=\"/\"", text, StringComparison.Ordinal);
        Assert.Contains("href=\"/servers\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("=\"//", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x", "/x/admin")]
    [InlineData("/x/y/", "/x/y/admin")]
    [InlineData("", "/admin")]
    public async Task In_a_group_its_links_begin_with_the_path_of_the_group(string group, string home)
    {
        await using var host = await ConsoleHost.StartAsync(group: group);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{home}/servers/as");
        request.Headers.Add(NamedInHeader.Header, "admin");

        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains($"href=\"{home}/servers\"", text, StringComparison.Ordinal);
        var script = System.Text.RegularExpressions.Regex.Match(text, "src=\"([^\"]+)\"").Groups[1].Value;
        using var asset = await host.Http.GetAsync(script, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("explain")]
    public async Task A_browser_keeps_no_page_frames_none_and_runs_nothing_in_line(string page)
    {
        await using var host = await ConsoleHost.StartAsync();

        using var response = await host.GetAsync(page);

        string Header(string name) => Assert.Single(response.Headers.GetValues(name));
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            Header("Content-Security-Policy"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.True(response.Headers.CacheControl!.NoStore);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotMatch("<style|<script>|\\sstyle=|\\son[a-z]+=", text);
        Assert.DoesNotMatch("(src|href)=\"(?!/|#)", text);
    }

    [Fact]
    public async Task The_script_and_the_style_change_their_address_with_their_content_and_may_be_kept()
    {
        await using var host = await ConsoleHost.StartAsync();
        var page = await host.ReadAsync("");
        foreach (var kind in new[] { "css", "js" })
        {
            var address = System.Text.RegularExpressions.Regex.Match(page, $"/admin/assets/console\\.[0-9a-f]{{12}}\\.{kind}").Value;
            using var response = await host.Http.GetAsync(address, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
    }

    // Without its token; from elsewhere with one; from where nobody says; and where the browser knows better than the header of the origin.
    [Theory]
    [InlineData("own", null, true, HttpStatusCode.Found)]
    [InlineData(null, "same-origin", true, HttpStatusCode.Found)]
    [InlineData("own", null, false, HttpStatusCode.BadRequest)]
    [InlineData(null, "same-origin", false, HttpStatusCode.BadRequest)]
    [InlineData("https://evil.example", null, true, HttpStatusCode.BadRequest)]
    [InlineData("null", null, true, HttpStatusCode.BadRequest)]
    [InlineData(null, null, true, HttpStatusCode.BadRequest)]
    [InlineData("own", "cross-site", true, HttpStatusCode.BadRequest)]
    [InlineData(null, "same-site", true, HttpStatusCode.BadRequest)]
    public async Task A_form_counts_only_from_the_consoles_own_pages_and_a_foreign_one_is_audited(string? origin, string? site, bool withToken, HttpStatusCode expected)
    {
        await using var host = await ConsoleHost.StartAsync();

        using var response = await host.PostAsync("revocations", "revocations/client", Disable, origin: origin, site: site, withToken: withToken);

        Assert.Equal(expected, response.StatusCode);
        var record = host.Audit.Kept.Last();
        var isRefused = expected == HttpStatusCode.BadRequest;
        Assert.Equal(isRefused ? Rejection.ForeignForm : null, record.Rejection);
        Assert.Equal((isRefused ? AuditResult.Failure : AuditResult.Success, "admin", "Update Client"), (record.Result, record.AdminId, record.Action));
        var list = host.Services.GetRequiredService<IRevocationList>();
        Assert.Equal(isRefused ? 0 : 1, await list.CountAsync(new(), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("revocations")]
    [InlineData("revocations/client")]
    [InlineData("servers/as/validate")]
    [InlineData("servers/as/disable")]
    [InlineData("servers/as/delete")]
    [InlineData("add-server")]
    [InlineData("add-role")]
    [InlineData("explain")]
    public async Task No_form_is_taken_from_whom_the_policy_does_not_let_in_nor_from_elsewhere(string address)
    {
        await using var host = await ConsoleHost.StartAsync();

        using var nobody = await host.PostAsync("revocations", address, [], admin: null);
        using var visitor = await host.PostAsync("revocations", address, [], admin: "visitor");
        using var foreign = await host.PostAsync("revocations", address, [], origin: "https://evil.example");
        using var forged = await host.PostAsync("revocations", address, [], withToken: false);

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest],
            new[] { nobody, visitor, foreign, forged }.Select(response => response.StatusCode));
        Assert.Equal(
            [Rejection.NoCredentials, Rejection.PolicyNotMet, Rejection.ForeignForm, Rejection.ForeignForm],
            host.Audit.Kept.Where(record => record.Result == AuditResult.Failure).Select(record => record.Rejection));
    }

    [Fact]
    public async Task Nothing_is_changed_by_following_a_link()
    {
        await using var host = await ConsoleHost.StartAsync();

        foreach (var address in new[] { "revocations/client?server=as&client=kiosk&change=disable", $"revocations/{Guid.Empty}/lift", "servers/as/disable", "servers/as/delete", "servers/as/validate" })
        {
            using var response = await host.GetAsync(address);
            Assert.True(response.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound, $"{address}: {response.StatusCode}");
        }
        Assert.Equal(0, await host.Services.GetRequiredService<IRevocationList>().CountAsync(new(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_text_of_a_notice_is_of_a_closed_set_whatever_the_address_says()
    {
        await using var host = await ConsoleHost.StartAsync();

        Assert.Contains("Revoked. It is refused", await host.ReadAsync("revocations?done=Revoked"), StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"status\"", await host.ReadAsync("revocations?done=99"), StringComparison.Ordinal);
        Assert.DoesNotContain("Send your password", await host.ReadAsync("revocations?done=Send+your+password"), StringComparison.Ordinal);
    }
}
