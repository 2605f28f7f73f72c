using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Console.Tests.Support;
using ScopeAuth.Testing;

namespace ScopeAuth.Console.Tests;

/// <summary>Whatever another party writes, the pages show it as text.</summary>
public sealed class HostileTextTests
{
    private const string Markup = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    private const string Reordered = "admin\u202egpj.exe\u2066\u200f";

    private static readonly string Long = string.Concat(Enumerable.Repeat("0123456789", 1_000));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Markup)]
    [InlineData(Reordered)]
    [InlineData("long")]
    public async Task Every_claim_and_header_member_of_an_explained_token_is_text(string hostile)
    {
        if (hostile == "long") hostile = Long;
        await using var host = await ConsoleHost.StartAsync();
        string Part(object content) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(content));
        // Each in another place, so that the road comes as far as it can with it.
        foreach (var token in new[]
        {
            $"{Part(new { alg = "RS256", kid = "k", typ = hostile })}.{Part(new { iss = "https://as.example", sub = hostile })}.AAAA",
            $"{Part(new { alg = "RS256", kid = hostile[..Math.Min(80, hostile.Length)] })}.{Part(new { iss = "https://as.example", exp = 4102444800, scope = hostile, aud = hostile, client_id = hostile })}.AAAA",
            $"{Part(new { alg = hostile })}.{Part(new { iss = hostile })}.AAAA",
            hostile,
        })
        {
            using var response = await host.PostAsync("explain", "explain", [new("token", token)]);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            AssertHarmless(await response.Content.ReadAsStringAsync(Cancelled));
        }
    }

    [Theory]
    [InlineData(Markup)]
    [InlineData(Reordered)]
    public async Task Every_field_of_a_revocation_and_the_name_of_the_administrator_are_text(string hostile)
    {
        await using var host = await ConsoleHost.StartAsync();
        var list = host.Services.GetRequiredService<IRevocationList>();
        await list.RevokeAsync(new NewRevocation { Target = RevocationTarget.Client("as", hostile), Reason = RevocationReason.Other, RevokedBy = hostile }, Cancelled);

        AssertHarmless(await host.ReadAsync("revocations"));
        AssertHarmless(await host.ReadAsync($"revocations?value={Uri.EscapeDataString(hostile)}&by={Uri.EscapeDataString(hostile)}&kind={Uri.EscapeDataString(hostile)}&page={Uri.EscapeDataString(hostile)}"));
        using var named = await host.GetAsync("", admin: Uri.EscapeDataString(hostile));
        AssertHarmless(await named.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData(Markup)]
    [InlineData(Reordered)]
    [InlineData("long")]
    public async Task Every_field_of_a_form_that_is_shown_again_is_text(string hostile)
    {
        if (hostile == "long") hostile = Long;
        await using var host = await ConsoleHost.StartAsync();
        var server = (await host.ReadAsync("add-server?vendor=Generic")).Split("name=\"").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)])
            .Where(name => name is not ("__RequestVerificationToken" or "viewport" or "color-scheme" or "do")).Distinct().ToList();
        Assert.True(server.Count > 30, string.Join(' ', server));
        (string Page, string Address, IEnumerable<KeyValuePair<string, string>> Form)[] forms =
        [
            ("add-server?vendor=Okta", "add-server", [.. server.Select(field => KeyValuePair.Create(field, hostile)), new("do", "save")]),
            ("add-server?vendor=Okta", "add-server", [.. server.Where(field => field is "Name" or "Issuer" or "Audiences" or "Organizations" or "JwksUri" or "Description")
                .Select(field => KeyValuePair.Create(field, hostile)), new("Vendor", "Generic"), new("Validation", "Local"), new("ClockSkew", "60"), new("MaxTokenLifetime", "3600"), new("IntrospectionCacheDuration", "30"), new("do", "validate")]),
            ("add-role", "add-role", [new("Name", hostile), new("Organizations", hostile), new("NewCategory", hostile), new("NewAccess", "Full"), new("do", "save")]),
            ("revocations", "revocations", [new("kind", "Token"), new("reason", "Other"), new("server", hostile), new("value", hostile), new("confirm", "YES")]),
            ("revocations", "revocations/client", [new("server", hostile), new("client", hostile), new("change", "disable")]),
        ];
        foreach (var (page, address, form) in forms)
        {
            using var response = await host.PostAsync(page, address, form);
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{address}: {response.StatusCode}");
            AssertHarmless(await response.Content.ReadAsStringAsync(Cancelled));
        }
    }

    [Theory]
    [InlineData(Markup)]
    [InlineData(Reordered)]
    [InlineData("long")]
    public async Task Every_field_of_a_token_that_was_seen_and_of_an_audit_record_is_text(string hostile)
    {
        if (hostile == "long") hostile = Long;
        await using var server = await TestAuthorizationServer.StartAsync(Vendor.Generic, options =>
        {
            options.Algorithm = "ES256";
            options.Organizations.Add("zscaler.net::1234567");
        }, Cancelled);
        await using var host = await ConsoleHost.StartAsync(builder =>
        {
            builder.Configuration.AddInMemoryCollection(server.ConfigurationFor("hostile").Select(setting => KeyValuePair.Create($"ScopeAuth:{setting.Key}", setting.Value)));
            builder.Configuration["ScopeAuth:AuthorizationServers:hostile:ClientIds:0"] = "*";
            builder.Configuration["ScopeAuth:MaxTokenLength"] = "65536";
            builder.Configuration["ScopeAuth:Audit:Directory"] = Path.Combine(builder.Configuration["ScopeAuth:DataPath"]!, "audit");
            builder.Services.AddSingleton(provider => new SeenTokens(10, provider.GetRequiredService<Revocation.RevocationView>(), provider.GetRequiredService<TimeProvider>()));
        });
        var token = server.IssueToken(new TestToken
        {
            Scopes = ["zscaler.net::1234567::Auditor"],
            ClientId = hostile,
            Subject = hostile,
            TokenId = hostile[..Math.Min(500, hostile.Length)],
            Claims = { [hostile[..Math.Min(60, hostile.Length)]] = "value" },
        });
        Assert.True((await host.Services.GetRequiredService<IAccessTokenValidator>().ValidateAsync(token, Cancelled)).IsAccepted);
        using var named = await host.GetAsync($"servers/{Uri.EscapeDataString(hostile[..Math.Min(500, hostile.Length)])}", admin: Uri.EscapeDataString(hostile));
        Assert.Equal(HttpStatusCode.NotFound, named.StatusCode);

        var list = await host.ReadAsync("tokens");
        AssertHarmless(list);
        AssertHarmless(await host.ReadAsync(System.Text.RegularExpressions.Regex.Match(list, "/admin/(tokens/[0-9a-f]{64})").Groups[1].Value));
        var audit = await host.ReadAsync("audit?action=Read");
        Assert.Contains("404", audit, StringComparison.Ordinal);
        AssertHarmless(audit);
        AssertHarmless(await host.ReadAsync($"audit?admin={Uri.EscapeDataString(hostile[..Math.Min(500, hostile.Length)])}&resource={Uri.EscapeDataString(hostile[..Math.Min(500, hostile.Length)])}"));
    }

    [Fact]
    public async Task A_long_text_is_clipped_and_the_whole_of_it_is_one_click_away()
    {
        await using var host = await ConsoleHost.StartAsync();
        var token = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes("""{"alg":"RS256","kid":"k"}"""))}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { iss = Long }))}.AAAA";

        using var response = await host.PostAsync("explain", "explain", [new("token", token)]);
        var page = await response.Content.ReadAsStringAsync(Cancelled);

        Assert.Contains("10,000 characters", page, StringComparison.Ordinal);
        Assert.Contains($"whole\">{Long}<", page, StringComparison.Ordinal);
    }

    // Text of others is encoded, and what reorders or hides is written out, except in a field, where it is what was typed, and in attributes, which nobody reads.
    private static void AssertHarmless(string page)
    {
        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"'>", page, StringComparison.Ordinal);
        var shown = System.Text.RegularExpressions.Regex.Replace(page, "=\"[^\"]*\"|<textarea[^>]*>[^<]*</textarea>", "");
        Assert.DoesNotContain(WebUtility.HtmlDecode(shown), letter => letter is '\u202e' or '\u2066' or '\u200f');
    }
}
