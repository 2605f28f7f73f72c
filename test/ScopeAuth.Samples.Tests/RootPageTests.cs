using System.Net;
using System.Text.RegularExpressions;
using ScopeAuth.Samples.Tests.Support;

namespace ScopeAuth.Samples.Tests;

public sealed partial class RootPageTests(SampleFixture sample)
{
    [Theory]
    [InlineData("GET", "/api/v1/firewallRules", "Firewall View")]
    [InlineData("POST", "/api/v1/firewallRules", "Firewall Full")]
    [InlineData("GET", "/api/v1/firewallRules/{id}", "Firewall View")]
    [InlineData("DELETE", "/api/v1/firewallRules/{id}", "Firewall Full")]
    [InlineData("GET", "/api/v1/urlCategories", "UrlFiltering View")]
    [InlineData("PUT", "/api/v1/urlCategories", "UrlFiltering Full")]
    [InlineData("GET", "/api/v1/auditLogs", "Audit View")]
    [InlineData("GET", "/api/v1/revocations", "Tokens View")]
    [InlineData("POST", "/api/v1/revocations", "Tokens Full")]
    [InlineData("DELETE", "/api/v1/revocations/{id}", "Tokens Full")]
    [InlineData("POST", "/api/v1/activate", "role Operator")]
    [InlineData("GET", "/api/v1/whoami", "any role")]
    [InlineData("GET", "/healthz", "nothing")]
    [InlineData("GET", "/", "nothing")]
    public async Task The_page_lists_every_endpoint_and_what_it_needs(string method, string path, string needs)
    {
        var rows = Row().Matches(await ReadAsync()).Select(row => row.Value);

        Assert.Single(rows, row => row == $"<tr><td><code>{method}</code></td><td><code>{path}</code></td><td>{Summary().Match(row).Groups[1].Value}</td><td>{needs}</td></tr>");
    }

    [Fact]
    public async Task The_page_shows_the_command_that_the_start_prints()
    {
        var page = WebUtility.HtmlDecode(await ReadAsync());

        Assert.Contains(sample.Process.PrintedExample.Trim(), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_on_the_page_do_what_their_titles_say()
    {
        var commands = Command().Matches(await ReadAsync()).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value));

        var output = await Bash.RunAsync(string.Join('\n', commands));

        Assert.Equal(["201 Created", "403 Forbidden", "200 OK", "201 Created", "401 Unauthorized", "401 Unauthorized"], Status().Matches(output).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public async Task The_page_needs_nothing_from_elsewhere()
    {
        var page = await ReadAsync();

        Assert.All(Loaded().Matches(page), loaded => Assert.StartsWith("/", loaded.Groups[1].Value, StringComparison.Ordinal));
        Assert.DoesNotMatch(InLine(), page);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    private async Task<string> ReadAsync()
    {
        using var response = await sample.Client.SendAsync("GET", "/");
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("<(?:link|script)[^>]* (?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Loaded();

    [GeneratedRegex(@"\s(style|on\w+)=""|<style|<script>")]
    private static partial Regex InLine();

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("</code></td><td>([^<]+)</td><td>[^<]*</td></tr>")]
    private static partial Regex Summary();

    [GeneratedRegex("<pre>(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Command();

    [GeneratedRegex(@"^HTTP/1\.1 (.*?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Status();
}
