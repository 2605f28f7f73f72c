using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Console.Tests.Support;

namespace ScopeAuth.Console.Tests;

/// <summary>Whoever saves what somebody else has changed meanwhile loses nothing and overwrites nothing unseen; every change is one record.</summary>
public sealed class TwoAdministratorsTests
{
    private static readonly KeyValuePair<string, string>[] Server =
    [
        new("Vendor", "Generic"), new("Enabled", "on"), new("Issuer", "https://as2.example"), new("JwksUri", "https://as2.example/keys"), new("Audiences", "*"), new("ClientIds", "*"),
        new("Organizations", "zscaler.net::1234567"), new("Algorithms", "RS256"), new("TokenTypes", "JWT"), new("ClockSkew", "60"), new("MaxTokenLifetime", "3600"),
        new("Products", "zia"), new("Validation", "Local"), new("IntrospectionCacheDuration", "30"), new("do", "save"),
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_was_changed_meanwhile_is_shown_with_both_and_saved_only_after_that()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var added = await host.PostAsync("add-server?vendor=Generic", "add-server", [.. Server, new("Name", "two"), new("Description", "first")]);
        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
        var seen = VersionOn(await host.ReadAsync("servers/two/edit"));
        using var theirs = await SaveAsync(host, seen, "theirs", "other");
        Assert.Equal(HttpStatusCode.Found, theirs.StatusCode);

        using var ours = await SaveAsync(host, seen, "ours", "admin");
        var page = await ours.Content.ReadAsStringAsync(Cancelled);

        Assert.Equal(HttpStatusCode.Conflict, ours.StatusCode);
        Assert.Contains("id=\"conflict\"", page, StringComparison.Ordinal);
        Assert.Contains(">other<", page, StringComparison.Ordinal);
        Assert.Contains(">ours<", page, StringComparison.Ordinal);
        Assert.Contains(">theirs<", page, StringComparison.Ordinal);
        Assert.Equal("theirs", DescriptionOf(host));
        using var again = await SaveAsync(host, VersionOn(page), "ours", "admin");
        Assert.Equal((HttpStatusCode.Found, "ours"), (again.StatusCode, DescriptionOf(host)));
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("delete")]
    public async Task A_server_that_was_changed_meanwhile_is_neither_disabled_nor_deleted(string change)
    {
        await using var host = await ConsoleHost.StartAsync();
        using var added = await host.PostAsync("add-server?vendor=Generic", "add-server", [.. Server, new("Name", "two"), new("Description", "first")]);
        var seen = VersionOn(await host.ReadAsync("servers/two/edit"));
        using var theirs = await SaveAsync(host, seen, "theirs", "other");

        using var ours = await host.PostAsync("servers/two", $"servers/two/{change}", [new("version", seen), new("confirm", "YES")]);

        Assert.Equal(HttpStatusCode.Conflict, ours.StatusCode);
        Assert.Contains("other changed it meanwhile", await ours.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.True(host.Services.GetRequiredService<AuthorizationServerEditor>().Find("two")!.IsInForce);
    }

    [Fact]
    public async Task A_role_that_was_changed_meanwhile_is_shown_as_it_is_now()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var added = await host.PostAsync("add-role", "add-role", Role("Kiosk", "View"));
        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
        var seen = VersionOn(await host.ReadAsync("roles/Kiosk/edit"));
        using var theirs = await host.PostAsync("roles/Kiosk/edit", "roles/Kiosk/edit", [.. Role(null, "Full"), new("Version", seen)]);
        Assert.Equal(HttpStatusCode.Found, theirs.StatusCode);

        using var ours = await host.PostAsync("roles/Kiosk/edit", "roles/Kiosk/edit", [.. Role(null, "None"), new("Version", seen)]);

        Assert.Equal(HttpStatusCode.Conflict, ours.StatusCode);
        Assert.Matches("<option value=\"Full\" selected", await ours.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(ApiAccess.Full, host.Services.GetRequiredService<ApiRoleEditor>().Find("Kiosk")!.Options.Access["Firewall"]);
    }

    [Fact]
    public async Task What_the_configuration_has_is_marked_and_cannot_be_changed()
    {
        await using var host = await ConsoleHost.StartAsync();

        Assert.Contains("read-only", await host.ReadAsync("servers"), StringComparison.Ordinal);
        Assert.DoesNotContain("/edit\"", await host.ReadAsync("servers/as"), StringComparison.Ordinal);
        using var role = await host.GetAsync("roles/Auditor/edit");
        using var server = await host.PostAsync("add-server", "servers/as/edit", [.. Server, new("Version", "0")], withToken: false);
        using var disabled = await host.PostAsync("servers/as", "servers/as/disable", [new("version", "0")]);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.Conflict), (role.StatusCode, server.StatusCode, disabled.StatusCode));
        Assert.True(host.Services.GetRequiredService<AuthorizationServerEditor>().Find("as")!.IsInForce);
    }

    [Fact]
    public async Task A_change_is_one_record_with_before_and_after_under_the_administrators_name()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var added = await host.PostAsync("add-server?vendor=Generic", "add-server", [.. Server, new("Name", "two"), new("Description", "first")]);
        using var changed = await SaveAsync(host, VersionOn(await host.ReadAsync("servers/two/edit")), "second", "admin");

        var records = host.Audit.Kept.Where(record => record.Action != "Read").ToList();

        Assert.Equal([("Create", "two"), ("Update", "two")], records.Select(record => (record.Action, record.Resource)));
        Assert.All(records, record => Assert.Equal(("admin", "Admin UI", "OAuth 2.0 Authorization Servers", "127.0.0.1"), (record.AdminId, record.Interface, record.Category, record.ClientIp?.ToString())));
        Assert.Equal(("first", "second"), (Description(records[1].Before), Description(records[1].After)));
        Assert.Null(records[0].Before);

        static string? Description(string? json) => JsonDocument.Parse(json!).RootElement.GetProperty("Description").GetString();
    }

    [Fact]
    public async Task Every_setting_that_the_form_shows_survives_a_save_that_changes_another()
    {
        await using var host = await ConsoleHost.StartAsync();
        var editor = host.Services.GetRequiredService<AuthorizationServerEditor>();
        var options = new AuthorizationServerOptions
        {
            Vendor = Vendor.ZIdentity,
            Description = "first",
            Issuer = "https://as2.example",
            Issuers = ["https://as3.example"],
            MetadataUri = "https://as2.example/.well-known/openid-configuration",
            Validation = TokenValidation.LocalThenIntrospection,
            IntrospectionUri = "https://as2.example/introspect",
            IntrospectionCacheDuration = TimeSpan.FromSeconds(7.5),
            SignedIntrospection = true,
            Audiences = ["a", "b"],
            ClientIds = ["c"],
            Organizations = ["zscaler.net::1", "zscaler.net::2"],
            Algorithms = ["ES256"],
            TokenTypes = ["at+jwt"],
            ClockSkew = TimeSpan.FromSeconds(5),
            MaxTokenLifetime = TimeSpan.FromHours(2),
            ScopeClaims = ["scp"],
            RoleClaims = ["groups"],
            ClientIdClaims = ["cid"],
            TokenIdClaims = ["uti"],
            Products = ["zia", "zpa"],
            AllowMissingKeyId = true,
            AllowPrivateNetwork = true,
        };
        (options.IntrospectionClient.Id, options.IntrospectionClient.Method) = ("api", ClientAuthenticationMethod.None);
        Assert.Empty((await editor.AddAsync("two", options, new() { AdminId = "code" }, Cancelled)).Faults);
        var before = editor.Find("two")!.Options;
        before.Description = "second";

        var page = await host.ReadAsync("servers/two/edit");
        using var saved = await host.PostAsync("servers/two/edit", "servers/two/edit", [.. FieldsOf(page).Where(field => field.Key != "Description"), new("Description", "second"), new("do", "save")]);

        Assert.True(saved.StatusCode == HttpStatusCode.Found, await saved.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(JsonSerializer.Serialize(before), JsonSerializer.Serialize(editor.Find("two")!.Options));
    }

    private static KeyValuePair<string, string>[] Role(string? name, string access) =>
        [.. name is null ? [] : new KeyValuePair<string, string>[] { new("Name", name) }, new("access:Firewall", access), new("Organizations", "*"), new("do", "save")];

    private static Task<HttpResponseMessage> SaveAsync(ConsoleHost host, string version, string description, string admin) =>
        host.PostAsync("servers/two/edit", "servers/two/edit", [.. Server, new("Description", description), new("Version", version)], admin);

    private static string? DescriptionOf(ConsoleHost host) => host.Services.GetRequiredService<AuthorizationServerEditor>().Find("two")!.Options.Description;

    private static string VersionOn(string page) => System.Text.RegularExpressions.Regex.Match(page, "name=\"Version\" value=\"([0-9]+)\"").Groups[1].Value;

    /// <summary>What a browser would send of the first form of a page: fields as they stand.</summary>
    private static IEnumerable<KeyValuePair<string, string>> FieldsOf(string page)
    {
        foreach (System.Text.RegularExpressions.Match field in System.Text.RegularExpressions.Regex.Matches(page,
            "<input (?<tag>[^>]*)>|<textarea [^>]*name=\"(?<area>[^\"]+)\"[^>]*>(?<text>[^<]*)</textarea>|<select [^>]*name=\"(?<select>[^\"]+)\"[^>]*>(?<options>.*?)</select>", System.Text.RegularExpressions.RegexOptions.Singleline))
        {
            string Part(string pattern, string of) => WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(of, pattern).Groups[1].Value);
            if (field.Groups["area"].Success) yield return new(field.Groups["area"].Value, WebUtility.HtmlDecode(field.Groups["text"].Value));
            else if (field.Groups["select"].Success) yield return new(field.Groups["select"].Value, Part("value=\"([^\"]*)\" selected", field.Groups["options"].Value));
            else if (field.Groups["tag"].Value is var tag && !tag.Contains("__RequestVerificationToken", StringComparison.Ordinal)
                && (!tag.Contains("checkbox", StringComparison.Ordinal) || tag.Contains(" checked", StringComparison.Ordinal))) yield return new(Part("name=\"([^\"]+)\"", tag), Part("value=\"([^\"]*)\"", tag));
        }
    }
}
